"""Calls about people: as a wallet sends them itself, and as a gateway's relay carries them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import Argument, encode_call
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_forms import (
    AnswerCase,
    AppealCase,
    PeopleForm,
    TipProfile,
    Vouch,
    WithdrawVouch,
    people_digest,
)
from hashtagspace.domain.typed_data import Permit, token_domain

TAG_TOKEN: Final = "TagToken"  # noqa: S105 - a contract
VOUCHES: Final = "Vouches"
JURY: Final = "Jury"
REGISTRY: Final = "PersonhoodRegistry"
REWARDS: Final = "RewardPool"


@dataclass(frozen=True, slots=True)
class PeopleCall:
    """One act: calldata that a wallet or a relay sends alike, and its arguments for a relay.

    A wallet sends what it signed for the relay, not another form of it: else a relay that was slow could use
    the signature later, and the act would happen twice.
    """

    contract: str
    name: str
    calldata: bytes
    arguments: Mapping[str, object]

    @property
    def stamp_digest(self) -> bytes:
        """What the relay's stamp is paid on."""
        return keccak256(self.calldata)


class Signer:
    """Signs for one wallet on one deployment."""

    def __init__(self, wallet: Wallet, chain_id: int, addresses: Mapping[str, bytes]) -> None:
        self.wallet = wallet
        self._chain_id = chain_id
        self._addresses = addresses

    def vouch(self, form: Vouch) -> PeopleCall:
        """`vouch`."""
        return self._sign(VOUCHES, "vouch", form, [form.sender, form.receiver])

    def withdraw(self, form: WithdrawVouch) -> PeopleCall:
        """`withdraw` of a vouch."""
        return self._sign(VOUCHES, "withdraw", form, [form.sender, form.receiver])

    def answer(self, form: AnswerCase) -> PeopleCall:
        """`answer`."""
        return self._sign(JURY, "answer", form, [form.case_id, form.evidence])

    def appeal(self, form: AppealCase) -> PeopleCall:
        """`appeal`."""
        return self._sign(JURY, "appeal", form, [form.profile, form.evidence])

    def tip(self, form: TipProfile) -> PeopleCall:
        """`tip`; its nonce is any number, and part of what a relay carries."""
        own: list[Argument] = [form.sender, form.receiver, form.amount, form.memo]
        return self._sign(REWARDS, "tip", form, own, nonce=form.nonce)

    def permit(self, spender: str, amount: int, nonce: int, deadline: int) -> PeopleCall:
        """The contract may take this much of the wallet's TAG."""
        owner, contract = self.wallet.address, self._addresses[spender]
        form = Permit(owner, contract, amount, nonce, deadline)
        domain = token_domain(self._chain_id, self._addresses[TAG_TOKEN])
        signature = self.wallet.sign_form(form, domain)
        r, s, v = signature[:32], signature[32:64], signature[64]
        names = ("owner", "spender", "value", "deadline", "v", "r", "s")
        values: list[Argument] = [owner, contract, amount, deadline, v, r, s]
        return PeopleCall(
            TAG_TOKEN, "permit", encode_call(TAG_TOKEN, "permit", values), _spell(names, values)
        )

    def _sign(
        self,
        contract: str,
        function: str,
        form: PeopleForm,
        own: Sequence[Argument],
        nonce: int | None = None,
    ) -> PeopleCall:
        domain = TypedDomain(self._chain_id, self._addresses[contract])
        signature = self.wallet.sign_digest(people_digest(form, domain))
        names = [name for name, _ in form.STRUCT.members if name not in ("nonce", "deadline")]
        values = list(own)
        if nonce is not None:
            names, values = [*names, "nonce"], [*values, nonce]
        names, values = [*names, "deadline", "signature"], [*values, form.deadline, signature]
        name = f"{function}For"
        return PeopleCall(contract, name, encode_call(contract, name, values), _spell(names, values))


def call_claim(epoch: int, profile: int) -> PeopleCall:
    """A share of an epoch's pool is paid to the profile's custody."""
    values: list[Argument] = [epoch, profile]
    data = encode_call(REWARDS, "claim", values)
    return PeopleCall(REWARDS, "claimReward", data, _spell(("epoch", "profile"), values))


def call_prove(profile: int, epoch: int, standing: int, proof: Sequence[bytes]) -> PeopleCall:
    """The profile's level in an epoch is kept by the registry."""
    values: list[Argument] = [profile, epoch, standing, list(proof)]
    data = encode_call(REGISTRY, "proveLevel", values)
    names = ("profile", "epoch", "standing", "proof")
    return PeopleCall(REGISTRY, "proveLevel", data, _spell(names, values))


def make_nonce() -> int:
    """A number that nobody used before."""
    return secrets.randbits(256)


def _spell(names: Sequence[str], values: Sequence[Argument]) -> dict[str, object]:
    return {name: _spell_value(value) for name, value in zip(names, values, strict=True)}


def _spell_value(value: Argument) -> object:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, int):
        return str(value)
    return [_spell_value(one) for one in value] if not isinstance(value, str) else value
