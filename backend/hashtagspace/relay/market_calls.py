"""The calls of DataMarket that a relay may carry: a person who sells needs no coin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import DATA_MARKET
from hashtagspace.domain.consent import Consent, Revoke, deal_id
from hashtagspace.domain.keccak import keccak256
from hashtagspace.relay.call_arguments import Kind, ListOf, Struct, Values, data, members, number
from hashtagspace.relay.call_forms import SIGNED, CallForm, Lane

_MOST_SIBLINGS: Final = 8  # of 255 epochs
_PROOF: Final = Struct(tuple((name, "uint256") for name in ("c", "s", "ux", "uy", "vx", "vy", "inv")))
CONSENT: Final = Struct(Consent.STRUCT.members)
DELIVERY: Final = Struct((("dx", "uint256"), ("dParity", "uint8"), ("proof", _PROOF)))
EPOCH_DELIVERY: Final = Struct(
    (
        ("epoch", "uint8"), ("xx", "uint256"), ("xParity", "uint8"),
        ("path", ListOf("bytes32", _MOST_SIBLINGS)), ("ctRoot", "bytes32"),
        ("dx", "uint256"), ("dParity", "uint8"), ("proof", _PROOF),
    )
)  # fmt: skip
_OFFER: Final[tuple[tuple[str, Kind], ...]] = (("offer", "bytes32"), ("profile", "uint64"))


@dataclass(frozen=True, slots=True)
class MarketForm(CallForm):
    """One function of the market. `is_repeatable`: the same arguments may be meant again another day."""

    is_repeatable: bool = False


def _form(
    name: str, *parameters: tuple[str, Kind], lane: Lane = "market", is_repeatable: bool = False
) -> MarketForm:
    return MarketForm(name, DATA_MARKET, parameters, lane, is_repeatable)


_FORMS: Final = (
    _form("deliver", ("consent", CONSENT), ("delivery", DELIVERY)),
    _form("deliverEpoch", ("consent", CONSENT), ("delivery", EPOCH_DELIVERY)),
    _form("revokeFor", *_OFFER, ("signer", "address"), *SIGNED, lane="revokes"),
    _form("settle", ("consent", CONSENT), ("dx", "uint256"), ("dParity", "uint8")),
    _form("claim", *_OFFER, is_repeatable=True),
    _form("reclaim", *_OFFER),
    _form("withdraw", ("payee", "address"), is_repeatable=True),
)
MARKET_FORMS: Final[Mapping[str, MarketForm]] = {form.name: form for form in _FORMS}


@dataclass(frozen=True, slots=True)
class DealKey:
    """Which deal a call is about."""

    offer: bytes
    profile: int

    @property
    def deal(self) -> bytes:
        """The deal's id."""
        return deal_id(self.offer, self.profile)


def find_deal_key(values: Values) -> DealKey | None:
    """The deal that the arguments name; None for `withdraw`."""
    named = members(values, "consent", CONSENT) if "consent" in values else values
    if "offer" not in named:
        return None
    return DealKey(data(named, "offer"), number(named, "profile"))


def is_same_aim(name: str, one: Values, other: Values) -> bool:
    """Whether two calls of one function would do the same: that one of them is carried is enough."""
    key = find_deal_key(one)
    if key is None:
        return one["payee"] == other["payee"]
    if name == "deliverEpoch" and epoch_of(one) != epoch_of(other):
        return False
    return key == find_deal_key(other)


def epoch_of(values: Values) -> int:
    """The epoch that the arguments of `deliverEpoch` name."""
    return number(members(values, "delivery", EPOCH_DELIVERY), "epoch")


def revocation_of(values: Values) -> Revoke:
    """What the arguments of `revokeFor` say was signed."""
    return Revoke(data(values, "offer"), number(values, "profile"), number(values, "deadline"))


def repeatable_id(calldata: bytes, time_seconds: int) -> bytes:
    """The id of a call that may be meant again: of its calldata and its stamp's time."""
    return keccak256(calldata + time_seconds.to_bytes(8, "big"))
