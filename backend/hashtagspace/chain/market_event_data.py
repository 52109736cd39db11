"""One function for each event of DataMarket: topics and data to the domain's record, by slicing words.

Source: Solidity's ABI specification; `tests/backend/chain/test_market_logs.py` compares with web3.py.
"""

from collections.abc import Callable, Sequence
from typing import Final

from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.event_data import read_address, read_number, read_word
from hashtagspace.domain import market_events as events
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.market_events import MarketEvent
from hashtagspace.domain.market_states import DealState

DecodeMarket = Callable[[Checkpoint, bytes, Sequence[bytes], bytes], MarketEvent]
_TERMS: Final = "bytes32,bytes32,uint256,uint8,uint64,uint32,uint32,uint32,uint16,uint32,uint8,uint8"
# Bits of the members after salt and terms; times have 63, as a column has.
_TERM_BITS: Final = (256, 1, 63, 32, 32, 32, 16, 32, 8, 8)


def _value(data: bytes, index: int, bits: int = 256) -> int:
    return read_number(read_word(data, index), bits)


def _state(word: bytes) -> DealState:
    try:
        return DealState(read_number(word, 8))
    except ValueError:
        raise InconsistentChain("The node gave a log whose word is no state of a deal.") from None


def _offer_opened(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    numbers = [_value(data, index, bits) for index, bits in enumerate(_TERM_BITS, 2)]
    terms = OfferTerms(read_word(data, 0), read_word(data, 1), *numbers)
    return events.OfferOpened(at, tx, topics[1], read_address(topics[2]), terms, _value(data, 12, 128))


def _offer_funded(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.OfferFunded(at, tx, topics[1], _value(data, 0, 128))


def _offer_closed(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.OfferClosed(at, tx, topics[1], _value(data, 0, 128))


def _consent_given(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    digest, payee = read_word(data, 0), read_address(read_word(data, 1))
    price, until = _value(data, 2, 128), _value(data, 3, 63)
    return events.ConsentGiven(
        at, tx, topics[1], topics[2], read_number(topics[3], 63), digest, payee, price, until
    )


def _key_delivered(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.KeyDelivered(
        at, tx, topics[1], _value(data, 0), _value(data, 1, 1), _state(read_word(data, 2))
    )


def _epoch_delivered(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    xx, x_parity, ct_root = _value(data, 0), _value(data, 1, 1), read_word(data, 2)
    epoch, dx, d_parity = read_number(topics[2], 8), _value(data, 3), _value(data, 4, 1)
    return events.EpochDelivered(at, tx, topics[1], epoch, xx, x_parity, ct_root, dx, d_parity)


def _deal_moved(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.DealMoved(at, tx, topics[1], _state(read_word(data, 0)), _value(data, 1))


def _consent_withdrawn(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    profile, stage = read_number(topics[3], 63), _state(read_word(data, 0))
    return events.ConsentWithdrawn(at, tx, topics[1], topics[2], profile, stage, _value(data, 1))


def _credited(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.Credited(at, tx, topics[1], read_address(topics[2]), _value(data, 0))


def _withdrawn(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.Withdrawn(at, tx, read_address(topics[1]), _value(data, 0))


def _item_skipped(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.ItemSkipped(at, tx, topics[1], _value(data, 0, 8))


def _deletion_attested(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> MarketEvent:
    return events.DeletionAttested(at, tx, topics[1], read_word(data, 0))


DATA_MARKET: Final[dict[str, tuple[int, DecodeMarket]]] = {
    f"OfferOpened(bytes32,address,({_TERMS}),uint128)": (3, _offer_opened),
    "OfferFunded(bytes32,uint128)": (2, _offer_funded),
    "OfferClosed(bytes32,uint128)": (2, _offer_closed),
    "ConsentGiven(bytes32,bytes32,uint64,bytes32,address,uint128,uint64)": (4, _consent_given),
    "KeyDelivered(bytes32,uint256,uint8,uint8)": (2, _key_delivered),
    "EpochDelivered(bytes32,uint8,uint256,uint8,bytes32,uint256,uint8)": (3, _epoch_delivered),
    "DealMoved(bytes32,uint8,uint256)": (2, _deal_moved),
    "ConsentWithdrawn(bytes32,bytes32,uint64,uint8,uint256)": (4, _consent_withdrawn),
    "Credited(bytes32,address,uint256)": (3, _credited),
    "Withdrawn(address,uint256)": (2, _withdrawn),
    "ItemSkipped(bytes32,uint8)": (2, _item_skipped),
    "DeletionAttested(bytes32,bytes32)": (2, _deletion_attested),
}
