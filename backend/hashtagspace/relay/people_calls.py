"""The calls about people that a relay may carry: vouching, answering, appealing, tipping need no coin."""

from collections.abc import Mapping
from typing import Final

from hashtagspace.chain.people_reads import JURY, REGISTRY, REWARD_POOL, VOUCHES
from hashtagspace.domain.people_states import CaseKind
from hashtagspace.relay.call_arguments import Kind, ListOf, Values, data, number
from hashtagspace.relay.call_forms import SIGNED, CallForm, Lane
from hashtagspace.relay.ports import ChainReads

TAG_TOKEN: Final = "TagToken"  # noqa: S105 - a contract
SPENDERS: Final = (VOUCHES, JURY, REWARD_POOL, "DataMarket")
_MOST_SIBLINGS: Final = 32  # seats have 32 bits
_DIRECTION: Final[tuple[tuple[str, Kind], ...]] = (("from", "uint64"), ("to", "uint64"))
_RECENT_CASES: Final = 8
_READY: Final = 2


class PeopleForm(CallForm):
    """One function of the people contracts or of TAG."""

    @property
    def function(self) -> str:
        """What the contract calls it: a claim of the market has the bare name."""
        return "claim" if self.name == "claimReward" else self.name


def _form(name: str, contract: str, *parameters: tuple[str, Kind], lane: Lane = "people") -> PeopleForm:
    return PeopleForm(name, contract, parameters, lane)


_FORMS: Final = (
    _form(
        "permit", TAG_TOKEN, ("owner", "address"), ("spender", "address"), ("value", "uint256"),
        ("deadline", "uint256"), ("v", "uint8"), ("r", "bytes32"), ("s", "bytes32"),
    ),
    _form("vouchFor", VOUCHES, *_DIRECTION, *SIGNED),
    _form("withdrawFor", VOUCHES, *_DIRECTION, *SIGNED, lane="people revokes"),
    _form("answerFor", JURY, ("caseId", "uint256"), ("evidence", "bytes32"), *SIGNED, lane="people revokes"),
    _form("appealFor", JURY, ("profile", "uint64"), ("evidence", "bytes32"), *SIGNED),
    _form(
        "proveLevel", REGISTRY, ("profile", "uint64"), ("epoch", "uint32"), ("standing", "uint256"),
        ("proof", ListOf("bytes32", _MOST_SIBLINGS)),
    ),
    _form(
        "tipFor", REWARD_POOL, *_DIRECTION, ("amount", "uint128"), ("memo", "bytes32"), ("nonce", "uint256"),
        *SIGNED,
    ),
    _form("claimReward", REWARD_POOL, ("epoch", "uint32"), ("profile", "uint64")),
)  # fmt: skip
PEOPLE_FORMS: Final[Mapping[str, PeopleForm]] = {form.name: form for form in _FORMS}


def find_profile_of(values: Values) -> int | None:
    """The profile whose call it is; None where the arguments name none."""
    for name in ("from", "profile"):
        if name in values:
            return number(values, name)
    return None


def is_done_for_people(chain: ChainReads, name: str, values: Values) -> bool:
    """Whether the chain is where the call would have brought it; raises CallReverted, `chain.*`."""
    match name:
        case "permit":
            pair = (data(values, "owner"), data(values, "spender"))
            (allowed,) = chain.read(TAG_TOKEN, "allowance", *pair)
            return bool(allowed == number(values, "value"))
        case "vouchFor" | "withdrawFor":
            (terms,) = chain.read(VOUCHES, "termsOf", number(values, "from"), number(values, "to"))
            return bool(terms) and (terms[-1][1] == 0) == (name == "vouchFor")
        case "answerFor":
            ((_, _, state, *_, evidence),) = chain.read(JURY, "caseOf", number(values, "caseId"))
            return bool(state >= _READY and evidence == data(values, "evidence"))
        case "appealFor":
            return _is_appealed(chain, number(values, "profile"), data(values, "evidence"))
        case "proveLevel":
            return is_proven(chain, number(values, "profile"), number(values, "epoch"))
        case "tipFor":
            (used,) = chain.read(REWARD_POOL, "isNonceUsed", number(values, "from"), number(values, "nonce"))
            return bool(used)
        case _:
            claim = (number(values, "epoch"), number(values, "profile"))
            ((_, _, is_claimed, _),) = chain.read(REWARD_POOL, "receiverOf", *claim)
            return bool(is_claimed)


def _is_appealed(chain: ChainReads, profile: int, evidence: bytes) -> bool:
    """Whether one of the latest cases is this appeal; somebody else's check of the profile is none."""
    (last,) = chain.read(JURY, "caseCount")
    for case_id in range(last, max(0, last - _RECENT_CASES), -1):
        ((about, kind, *_, shown),) = chain.read(JURY, "caseOf", case_id)
        if (about, kind, shown) == (profile, CaseKind.APPEAL, evidence):
            return True
    return False


def is_proven(chain: ChainReads, profile: int, epoch: int) -> bool:
    """Whether the registry keeps the profile's level of the epoch."""
    ((latest, _, before, _),) = chain.read(REGISTRY, "provenOf", profile)
    return epoch in (latest, before)
