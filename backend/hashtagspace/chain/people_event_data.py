"""The events of the people contracts: which word of a log is which member of the domain's record.

Source: Solidity's ABI specification; `tests/backend/chain/test_people_logs.py` compares with web3.py.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Final, TypeVar

from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import read_address, read_number, read_word
from hashtagspace.domain import jury_events, reward_events
from hashtagspace.domain import people_events as events
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.people_events import PeopleEvent
from hashtagspace.domain.people_states import CaseKind, Turn, Vote

DecodePeople = Callable[[Checkpoint, bytes, Sequence[bytes], bytes], PeopleEvent]
_Member = Callable[[Sequence[bytes], bytes], Any]  # topics and data to one member
_Read = Callable[[bytes], Any]
_Choice = TypeVar("_Choice", bound=IntEnum)


def _number(bits: int) -> _Read:
    return lambda word: read_number(word, bits)


def _choice(choices: type[_Choice]) -> Callable[[bytes], _Choice]:
    def read(word: bytes) -> _Choice:
        try:
            return choices(read_number(word, 8))
        except ValueError:
            raise InconsistentChain(f"The node gave a log whose word is no {choices.__name__}.") from None

    return read


def _bytes32(word: bytes) -> bytes:
    return word


def _bool(word: bytes) -> bool:
    return bool(read_number(word, 1))


def _topic(index: int, read: _Read) -> _Member:
    return lambda topics, _data: read(topics[index])


def _word(index: int, read: _Read) -> _Member:
    return lambda _topics, data: read(read_word(data, index))


def _words(index: int, count: int, read: _Read) -> _Member:
    return lambda _topics, data: tuple(read(read_word(data, index + k)) for k in range(count))


def _struct(index: int) -> _Member:
    """The last member, a struct of unknown length, as `abi.encode` of it alone."""

    def read(_topics: Sequence[bytes], data: bytes) -> bytes:
        start = read_number(read_word(data, index), 32)
        if start % 32 or not 32 * (index + 1) <= start < len(data):
            raise InconsistentChain("The node gave a log that is too short for its event.")
        return (32).to_bytes(32, "big") + data[start:]

    return read


def _all(_topics: Sequence[bytes], data: bytes) -> bytes:
    return data


def _event(topics: int, record: Callable[..., PeopleEvent], *members: _Member) -> tuple[int, DecodePeople]:
    def decode(at: Checkpoint, tx: bytes, found: Sequence[bytes], data: bytes) -> PeopleEvent:
        return record(at, tx, *(member(found, data) for member in members))

    return topics, decode


# Numbers of the database have 63 bits, so that is what a profile, a case and a dispute may have.
_ID: Final = _number(63)
_EPOCH: Final = _number(32)
_TIME: Final = _number(40)
_AMOUNT: Final = _number(256)
_PAID: Final = (_topic(1, read_address), _word(0, _AMOUNT))
_DIRECTION: Final = (_topic(1, _ID), _topic(2, _ID))
Table = Mapping[str, tuple[int, DecodePeople]]

EPOCH_CLOCK: Final[Table] = {
    "BeaconCommitted(uint32,uint256)": _event(
        2, events.BeaconCommitted, _topic(1, _EPOCH), _word(0, _number(63))
    ),
    "BeaconTaken(uint32,bytes32)": _event(2, events.BeaconTaken, _topic(1, _EPOCH), _word(0, _bytes32)),
}
VOUCHES: Final[Table] = {
    "SeatGiven(uint64,uint32,uint32)": _event(
        2, events.SeatGiven, _topic(1, _ID), _word(0, _EPOCH), _word(1, _EPOCH)
    ),
    "Vouched(uint64,uint64,uint32)": _event(3, events.Vouched, *_DIRECTION, _word(0, _EPOCH)),
    "VouchWithdrawn(uint64,uint64,uint32)": _event(3, events.VouchWithdrawn, *_DIRECTION, _word(0, _EPOCH)),
    "StakeReleased(uint64,uint64,address)": _event(
        3, events.StakeReleased, *_DIRECTION, _word(0, read_address)
    ),
    "StakeSlashed(uint64,uint64,address)": _event(
        4, events.StakeSlashed, *_DIRECTION, _topic(3, read_address)
    ),
}
JURY: Final[Table] = {
    "Founded(uint64)": _event(2, jury_events.Founded, _topic(1, _ID)),
    "CaseOpened(uint256,uint64,uint8,address,bytes32)": _event(
        3, jury_events.CaseOpened, *_DIRECTION, _word(0, _choice(CaseKind)), _word(1, read_address),
        _word(2, _bytes32),
    ),
    "Answered(uint256,bytes32)": _event(2, jury_events.CaseAnswered, _topic(1, _ID), _word(0, _bytes32)),
    "EvidenceAdded(uint256,address,bytes32)": _event(
        3, jury_events.EvidenceAdded, _topic(1, _ID), _topic(2, read_address), _word(0, _bytes32)
    ),
    "JuryDrawn(uint256,uint64[5],uint40)": _event(
        2, jury_events.JuryDrawn, _topic(1, _ID), _words(0, 5, _ID), _word(5, _TIME)
    ),
    "VoteCommitted(uint256,uint64,bytes32)": _event(
        3, jury_events.VoteCommitted, *_DIRECTION, _word(0, _bytes32)
    ),
    "VoteRevealed(uint256,uint64,uint8)": _event(
        3, jury_events.VoteRevealed, *_DIRECTION, _word(0, _choice(Vote))
    ),
    "Decided(uint256,uint64,uint8,uint32)": _event(
        3, jury_events.CaseDecided, *_DIRECTION, _word(0, _choice(Vote)), _word(1, _EPOCH)
    ),
    "CaseClosed(uint256)": _event(2, jury_events.CaseClosed, _topic(1, _ID)),
    "JurorJoined(uint64,uint32,uint32)": _event(
        2, jury_events.JurorJoined, _topic(1, _ID), _word(0, _EPOCH), _word(1, _EPOCH)
    ),
    "JurorLeft(uint64,uint32)": _event(2, jury_events.JurorLeft, _topic(1, _ID), _word(0, _EPOCH)),
    "JurorStakeTaken(uint64,address,uint128)": _event(
        2, jury_events.JurorStakeTaken, _topic(1, _ID), _word(0, read_address), _word(1, _AMOUNT)
    ),
    "JurorFined(uint64,uint256,uint128)": _event(3, jury_events.JurorFined, *_DIRECTION, _word(0, _AMOUNT)),
    "Credited(address,uint256)": _event(2, jury_events.JuryCredited, *_PAID),
    "Withdrawn(address,uint256)": _event(2, jury_events.JuryWithdrawn, *_PAID),
    "Funded(address,uint256)": _event(2, jury_events.JuryFunded, *_PAID),
}  # fmt: skip
_HEADER: Final = "(uint32,uint32,uint32,uint32,uint32,uint32,bytes32[],(uint32,uint32,uint64)[])"
_WITNESS: Final = "(bytes,bytes,uint256[],uint256[])"
_POSTED: Final = (
    _topic(1, _bytes32), _topic(2, _EPOCH), _topic(3, _bytes32), _word(0, read_address), _word(1, _TIME),
)  # fmt: skip
EPOCH_ROOTS: Final[Table] = {
    f"Posted(bytes32,uint32,bytes32,address,uint40,{_HEADER})": _event(
        4, events.RootPosted, *_POSTED, _struct(2)
    ),
    "Opened(uint256,bytes32[])": _event(2, events.DisputeShown, _topic(1, _ID), _all),
    f"Witnessed(uint256,{_WITNESS})": _event(2, events.DisputeShown, _topic(1, _ID), _all),
    "Disputed(uint256,bytes32,address,uint32)": _event(
        3, events.RootDisputed, _topic(1, _ID), _topic(2, _bytes32), _word(0, read_address), _word(1, _EPOCH)
    ),
    "Moved(uint256,uint8,uint32,uint8,bytes32,uint40)": _event(
        2, events.DisputeMoved, _topic(1, _ID), _word(0, _choice(Turn)), _word(1, _EPOCH),
        _word(2, _number(8)), _word(3, _bytes32), _word(4, _TIME),
    ),
    "DisputeEnded(uint256,bytes32,bool)": _event(
        3, events.DisputeEnded, _topic(1, _ID), _topic(2, _bytes32), _word(0, _bool)
    ),
    "Refuted(bytes32,address)": _event(3, events.RootRefuted, _topic(1, _bytes32), _topic(2, read_address)),
    "RootFinal(uint32,bytes32,bytes32)": _event(
        3, events.RootFinal, _topic(1, _EPOCH), _topic(2, _bytes32), _word(0, _bytes32)
    ),
    "PassedOver(bytes32)": _event(2, events.RootPassedOver, _topic(1, _bytes32)),
    "Credited(address,uint256)": _event(2, events.RootsCredited, *_PAID),
    "Withdrawn(address,uint256)": _event(2, events.RootsWithdrawn, *_PAID),
}  # fmt: skip
PERSONHOOD_REGISTRY: Final[Table] = {
    "LevelProven(uint64,uint32,uint8,uint256)": _event(
        3, events.LevelProven, _topic(1, _ID), _topic(2, _EPOCH), _word(0, _number(8)), _word(1, _AMOUNT)
    ),
    "FloorProven(uint64,uint32,uint64[3])": _event(
        3, events.FloorProven, _topic(1, _ID), _topic(2, _EPOCH), _words(0, 3, _ID)
    ),
    "CheckOpened(uint32,uint256,uint64,uint256)": _event(
        4, events.CheckOpened, _topic(1, _EPOCH), _topic(2, _ID), _topic(3, _ID), _word(0, _ID)
    ),
}
REWARD_POOL: Final[Table] = {
    "Tipped(uint64,uint64,bytes32,address,address,uint128)": _event(
        4, reward_events.Tipped, *_DIRECTION, _topic(3, _bytes32), _word(0, read_address),
        _word(1, read_address), _word(2, _AMOUNT),
    ),
    "Counted(uint32,uint64,uint64,uint128,uint256,uint256)": _event(
        4, reward_events.TipCounted, _topic(1, _EPOCH), _topic(2, _ID), _topic(3, _ID), _word(0, _AMOUNT),
        _word(1, _AMOUNT), _word(2, _AMOUNT),
    ),
    "Sponsored(uint32,address,uint128)": _event(
        3, reward_events.PoolSponsored, _topic(1, _EPOCH), _topic(2, read_address), _word(0, _AMOUNT)
    ),
    "Claimed(uint32,uint64,address,uint256)": _event(
        3, reward_events.RewardClaimed, _topic(1, _EPOCH), _topic(2, _ID), _word(0, read_address),
        _word(1, _AMOUNT),
    ),
    "Rolled(uint32,uint32,uint256)": _event(
        3, reward_events.PoolRolled, _topic(1, _EPOCH), _topic(2, _EPOCH), _word(0, _AMOUNT)
    ),
}  # fmt: skip
PEOPLE_TABLES: Final[Mapping[str, Table]] = {
    "EpochClock": EPOCH_CLOCK,
    "Vouches": VOUCHES,
    "Jury": JURY,
    "EpochRoots": EPOCH_ROOTS,
    "PersonhoodRegistry": PERSONHOOD_REGISTRY,
    "RewardPool": REWARD_POOL,
}
