"""What a gateway answers about offers, deals and payees, and the protocol's own records made of it."""

import base64
import binascii
import re
from typing import Final

import msgspec

from hashtagspace.client.errors import GatewayUnreachable
from hashtagspace.client.records import Record
from hashtagspace.domain.consent import OfferTerms, offer_id
from hashtagspace.domain.content import content_digest
from hashtagspace.errors import InvalidInput

_HEX: Final = re.compile(r"0x(?:[0-9a-fA-F]{2})*", re.ASCII)
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,77}", re.ASCII)


class OnChainTerms(Record, frozen=True):
    """`OfferTerms` of the contract."""

    salt: str
    terms: str
    qx: str
    q_parity: int
    accept_until: int
    deliver_seconds: int
    garbage_seconds: int
    vesting_seconds: int
    upfront_bps: int
    max_responses: int
    min_level: int
    epochs: int

    def read(self) -> OfferTerms:
        """The contract's record; raises `gateway.unreachable` for members that are none."""
        return OfferTerms(
            read_hex(self.salt, 32), read_hex(self.terms, 32), read_number(self.qx), self.q_parity,
            self.accept_until, self.deliver_seconds, self.garbage_seconds, self.vesting_seconds,
            self.upfront_bps, self.max_responses, self.min_level, self.epochs,
        )  # fmt: skip


class DomainClaim(Record, frozen=True):
    """The domain that the terms name, and what the gateway found there."""

    name: str
    state: str


class Business(Record, frozen=True):
    """The profile behind an offer, by the gateway's word."""

    profile_id: str
    handle: str
    name: str | None = None
    custody_matches: bool = False
    domain: DomainClaim | None = None


class DealCounts(Record, frozen=True):
    """How many deals of an offer are in each state."""

    accepted: int = 0
    delivered: int = 0
    vesting: int = 0
    subscribed: int = 0
    settled: int = 0
    refunded: int = 0
    revoked: int = 0


class Offer(Record, frozen=True):
    """An offer as the gateway has it; `verify` says whether it is the one of its id."""

    offer_id: str
    buyer: str
    state: str
    on_chain: OnChainTerms
    document_bytes: str | None = None
    document_state: str = "none"
    business: Business | None = None
    budget: str = "0"
    free: str = "0"
    returned: str = "0"
    counts: DealCounts = DealCounts()
    accept_until: str = ""
    final: bool = False

    @property
    def id(self) -> bytes:
        """The offer's id."""
        return read_hex(self.offer_id, 32)

    def verify(self) -> OfferTerms:
        """The contract's terms; raises `offer.mismatch` unless they and the buyer give the offer's id."""
        terms = self.on_chain.read()
        try:
            found = offer_id(read_hex(self.buyer, 20), terms)
        except ValueError:
            found = b""
        if found != self.id:
            raise InvalidInput(
                "The gateway shows other terms than the offer's id stands for: use another gateway.",
                code="offer.mismatch",
            )
        return terms

    def read_document(self) -> bytes | None:
        """The terms document, None where the gateway has none; raises `terms.mismatch` for other bytes."""
        if self.document_bytes is None:
            return None
        try:
            data = base64.b64decode(self.document_bytes, validate=True)
        except (binascii.Error, ValueError):
            raise _unreadable("a document") from None
        if content_digest(data) != read_hex(self.on_chain.terms, 32):
            raise InvalidInput(
                "The gateway shows other terms than those the offer is bound to: use another gateway.",
                code="terms.mismatch",
            )
        return data


class OfferPage(Record, frozen=True):
    """Some offers."""

    items: list[Offer]
    next_cursor: str | None = None


class KeyDelivery(Record, frozen=True):
    """The key as it was delivered."""

    dx: str
    d_parity: int
    at: str
    tx_hash: str


class EpochKey(Record, frozen=True):
    """The key of one epoch, and its envelope where the gateway was given one."""

    epoch: int
    ct_root: str
    at: str
    envelope: str | None = None


class VestingSpan(Record, frozen=True):
    """`rest` accrues from `start` to `until`."""

    rest: str
    until: int
    start: int = msgspec.field(name="from")


class ConsentWithdrawal(Record, frozen=True):
    """When consent was withdrawn, and the state before."""

    at: str
    stage: str


class DealEvent(Record, frozen=True):
    """One event of a deal."""

    type: str
    at: str
    block_number: int
    tx_hash: str


class Deal(Record, frozen=True):
    """A deal by the gateway's word: good to find things, never to deliver a key on."""

    deal_id: str
    offer_id: str
    profile_id: str
    state: str
    digest: str | None = None
    payee: str | None = None
    price: str | None = None
    accepted_at: str | None = None
    until: int | None = None
    delivery: KeyDelivery | None = None
    vesting: VestingSpan | None = None
    epochs: tuple[EpochKey, ...] = ()
    credited: str = "0"
    returned: str = "0"
    withdrawn: ConsentWithdrawal | None = None
    final: bool = False
    accept_final: bool = False
    events: tuple[DealEvent, ...] = ()


class DealPage(Record, frozen=True):
    """Some deals."""

    items: list[Deal]
    next_cursor: str | None = None


class Response(Record, frozen=True):
    """A signed consent that waits for its buyer; nothing of it has been checked."""

    deal_id: str
    profile_id: str
    consent: dict[str, str]
    signature: str
    envelope: str
    received_at: str = ""
    deal: Deal | None = None


class ResponsePage(Record, frozen=True):
    """Some responses."""

    items: list[Response]
    next_cursor: str | None = None


class StoredResponse(Record, frozen=True):
    """The gateway keeps the response."""

    deal_id: str


class StoredEnvelope(Record, frozen=True):
    """The gateway keeps the envelope of an epoch."""

    epoch: int


class CreditMovement(Record, frozen=True):
    """Money in or out of an account's credit."""

    type: str
    amount: str
    at: str
    deal_id: str | None = None
    offer_id: str | None = None


class Payee(Record, frozen=True):
    """An account's credit by the gateway's word."""

    address: str
    credited: str
    withdrawn: str
    credit: str
    history: tuple[CreditMovement, ...] = ()


class StoredDocument(Record, frozen=True):
    """A document in the content store."""

    cid: str
    digest: str
    size: int


def read_hex(text: str, length: int | None = None) -> bytes:
    """The bytes of `0x…`; raises `gateway.unreachable` for anything else or another length."""
    if not _HEX.fullmatch(text) or (length is not None and len(text) != 2 + 2 * length):
        raise _unreadable("bytes")
    return bytes.fromhex(text[2:])


def read_number(text: str) -> int:
    """The number of decimal text; raises `gateway.unreachable` for anything else."""
    if not _DECIMAL.fullmatch(text):
        raise _unreadable("a number")
    return int(text)


def _unreadable(what: str) -> GatewayUnreachable:
    return GatewayUnreachable(f"The gateway wrote something else where {what} belongs: use another gateway.")
