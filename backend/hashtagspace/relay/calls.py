"""Which calls of ProfileRegistry this relay takes: stamped, with their document, and sure to succeed."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import FAUCET, encode_call
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.domain.content import content_digest, parse_content
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.kinds import ZERO_WORD, DocumentType
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.domain.stamp import Stamp, faucet_digest, verify_stamp
from hashtagspace.domain.typed_data import digest as form_digest
from hashtagspace.errors import InvalidContent
from hashtagspace.relay.answers import CallSubmission
from hashtagspace.relay.call_arguments import data, number
from hashtagspace.relay.call_effects import find_done
from hashtagspace.relay.call_list import ParsedCall
from hashtagspace.relay.errors import CallRefused
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.policy import find_held, type_of_document
from hashtagspace.relay.ports import BlockKeeper, ChainReads
from hashtagspace.relay.profile_calls import PROFILE_FORMS, grant
from hashtagspace.relay.refusals import refuse_reverted
from hashtagspace.store.outbox_calls import NewCall

DRIP: Final = "drip"
_ZERO_ADDRESS: Final = bytes(20)


@dataclass(frozen=True, slots=True)
class Contracts:
    """Where calls go; `faucet` is None on networks without one."""

    chain_id: int
    profile_registry: bytes
    faucet: bytes | None


class CallPolicy:
    """Judges calls against stamp, document and a simulation on the chain as it is now."""

    def __init__(
        self,
        contracts: Contracts,
        chain: ChainReads,
        clock: ChainClock,
        content: BlockKeeper,
        stamp_bits: int,
    ) -> None:
        self._contracts = contracts
        self._chain = chain
        self._clock = clock
        self._content = content
        self._stamp_bits = stamp_bits

    def judge(self, call: ParsedCall, submission: CallSubmission) -> tuple[NewCall, bool]:
        """The call, ready to be kept, and whether its effect is in the chain already.

        Raises `stamp.*`, `call.*`, `content.*` and what the contract would revert with.
        """
        profile = self._profile_of(call)
        self._verify_stamp(call, submission.stamp, profile)
        if number(call.values, "deadline") <= self._clock.now().chain_seconds:
            raise CallRefused("The signature's deadline has passed; sign again.", code="call.deadline_passed")
        done = self._simulate(call)  # the signature first: looking for a document costs more
        self._verify_document(call, submission.content)
        return self._build(call, done or profile), done is not None

    def judge_drip(self, address: bytes, stamp: Stamp, stamp_bits: int) -> NewCall:
        """The drip, ready to be kept; raises `stamp.*`, `faucet.*`."""
        faucet = self._contracts.faucet
        if faucet is None:
            raise CallRefused("This network has no faucet.", code="faucet.none")
        paid_on = faucet_digest(address, stamp.time_seconds)
        verify_stamp(stamp, paid_on, stamp_bits, self._clock.wall_ms() // 1000)
        calldata = encode_call(FAUCET, DRIP, (address,))
        try:
            self._chain.simulate(faucet, calldata)
        except CallReverted as reverted:
            raise refuse_reverted(reverted) from reverted
        return NewCall(paid_on, DRIP, faucet, calldata, self._clock.wall_ms())

    def _profile_of(self, call: ParsedCall) -> int:
        if call.form.name != "registerFor":
            return number(call.values, "profile")
        custody = data(call.values, "custody")
        (count,) = self._chain.read_profiles("registrationCount", custody)
        return profile_id_of(custody, int(count))

    def _verify_stamp(self, call: ParsedCall, stamp: Stamp, profile: int) -> None:
        nonce = 0
        registry = self._contracts.profile_registry
        form = PROFILE_FORMS[call.form.name]
        if form.has_nonce:
            (nonce,) = self._chain.read_profiles("nonceOf", profile)
        signed = form.build(call.values, profile, int(nonce))
        digest = form_digest(signed, TypedDomain(self._contracts.chain_id, registry))
        verify_stamp(stamp, digest, self._stamp_bits, self._clock.wall_ms() // 1000)

    def _verify_document(self, call: ParsedCall, document: bytes | None) -> None:
        wanted = data(call.values, "content") if "content" in call.values else ZERO_WORD
        if wanted == ZERO_WORD:
            if document is not None:
                raise InvalidContent("This call carries no document.", code="content.unexpected")
            return
        found = find_held(self._content, wanted) if document is None else document
        if found is None:
            raise InvalidContent(
                "The profile's document is not here: send it along, or upload it to /v1/content first.",
                code="content.missing",
            )
        if content_digest(found) != wanted:
            raise InvalidContent(
                "The document is not the one that was signed: its digest differs.", code="content.digest"
            )
        if type_of_document(parse_content(found)) is not DocumentType.PROFILE:
            raise InvalidContent("A registration carries a profile document.", code="content.wrong_type")

    def _simulate(self, call: ParsedCall) -> int | None:
        registry = self._contracts.profile_registry
        try:
            self._chain.simulate(registry, call.calldata)
        except CallReverted as reverted:
            done = find_done(self._chain, call.form.name, call.calldata)
            if done is None:
                raise refuse_reverted(reverted) from reverted
            return done
        return None

    def _build(self, call: ParsedCall, profile: int) -> NewCall:
        key, until, kinds = grant(call.values) if "grant" in call.values else (_ZERO_ADDRESS, 0, 0)
        has_key = key != _ZERO_ADDRESS
        return NewCall(
            call.call_id,
            call.form.name,
            self._contracts.profile_registry,
            call.calldata,
            self._clock.wall_ms(),
            profile=profile,
            custody=data(call.values, "custody") if "custody" in call.values else None,
            key=key if has_key else None,
            key_until=until if has_key else None,
            key_kinds=kinds if has_key else None,
            content=data(call.values, "content") if "content" in call.values else None,
        )
