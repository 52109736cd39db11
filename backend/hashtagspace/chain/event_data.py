"""One function for each event: topics and data to the domain's record, by slicing words.

Source: Solidity's ABI specification; `tests/backend/chain/test_logs.py` compares with web3.py.
"""

from collections.abc import Callable, Sequence
from typing import Final

from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.domain import events
from hashtagspace.domain.events import Checkpoint, Event
from hashtagspace.domain.keccak import keccak256

_NO_ADDRESS: Final = bytes(12)
Decode = Callable[[Checkpoint, bytes, Sequence[bytes], bytes], Event]


def read_number(word: bytes, bits: int = 64) -> int:
    """The number in a word; raises `chain.inconsistent` above so many bits."""
    value = int.from_bytes(word, "big")
    if len(word) != 32 or value >> bits:
        raise InconsistentChain(f"The node gave a log whose word is no uint{bits}.")
    return value


def read_address(word: bytes) -> bytes:
    """The address in a word; raises `chain.inconsistent`."""
    if len(word) != 32 or word[:12] != bytes(12):
        raise InconsistentChain("The node gave a log whose word is no address.")
    return word[12:]


def read_word(data: bytes, index: int) -> bytes:
    """Word `index` of the data; raises `chain.inconsistent` where there is none."""
    word = data[32 * index : 32 * index + 32]
    if len(word) != 32:
        raise InconsistentChain("The node gave a log that is too short for its event.")
    return word


def _tail(data: bytes, index: int) -> bytes:
    """The dynamic `string` or `bytes` whose offset is word `index`."""
    start = read_number(read_word(data, index))
    length = read_number(read_word(data[start : start + 32], 0))
    tail = data[start + 32 : start + 32 + length]
    if len(tail) != length:
        raise InconsistentChain("The node gave a log that is too short for its event.")
    return tail


def _registered(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    handle = _tail(data, 0).decode("ascii", "strict")
    profile, custody = read_number(topics[1], 63), read_address(topics[2])
    return events.Registered(
        at,
        tx,
        profile,
        custody,
        handle,
        read_address(read_word(data, 1)),
        read_word(data, 2),
        read_word(data, 3),
    )


def _key_authorised(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    until, kinds, index = (
        read_number(read_word(data, 0)),
        read_number(read_word(data, 1), 32),
        read_number(read_word(data, 2), 32),
    )
    return events.KeyAuthorised(
        at, tx, read_number(topics[1], 63), read_address(topics[2]), until, kinds, index
    )


def _key_revoked(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    return events.KeyRevoked(
        at, tx, read_number(topics[1], 63), read_address(topics[2]), read_number(read_word(data, 0), 63)
    )


def _custody_transferred(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    index, until = read_number(read_word(data, 0), 32), read_number(read_word(data, 1), 63)
    sender, receiver = read_address(topics[2]), read_address(topics[3])
    return events.CustodyTransferred(at, tx, read_number(topics[1], 63), sender, receiver, index, until)


def _recovery_requested(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    receiver, ready_at = read_address(read_word(data, 0)), read_number(read_word(data, 1), 63)
    return events.RecoveryRequested(at, tx, read_number(topics[1], 63), receiver, ready_at)


def _recovery_cancelled(at: Checkpoint, tx: bytes, topics: Sequence[bytes], _data: bytes) -> Event:
    return events.RecoveryCancelled(at, tx, read_number(topics[1], 63))


def _recovery_change_requested(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    recovery, ready_at = read_address(read_word(data, 0)), read_number(read_word(data, 1), 63)
    return events.RecoveryChangeRequested(at, tx, read_number(topics[1], 63), recovery, ready_at)


def _recovery_change_vetoed(at: Checkpoint, tx: bytes, topics: Sequence[bytes], _data: bytes) -> Event:
    return events.RecoveryChangeVetoed(at, tx, read_number(topics[1], 63))


def _recovery_changed(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    return events.RecoveryChanged(at, tx, read_number(topics[1], 63), read_address(read_word(data, 0)))


def _encryption_key_set(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    return events.EncryptionKeySet(at, tx, read_number(topics[1], 63), read_word(data, 0))


def _published(at: Checkpoint, tx: bytes, _topics: Sequence[bytes], data: bytes) -> Event:
    if len(data) != 128:
        raise InconsistentChain("The node gave a log of another length than its event has.")
    if data[:12] != _NO_ADDRESS:
        raise InconsistentChain("The node gave a log whose word is no address.")
    return events.Published(at, tx, data[12:32], data[32:64], data[64:96], data[96:])


def _published_inline(at: Checkpoint, tx: bytes, _topics: Sequence[bytes], data: bytes) -> Event:
    content = _tail(data, 3)
    return events.PublishedInline(
        at, tx, read_address(read_word(data, 0)), read_word(data, 1), read_word(data, 2), content
    )


def _anchored(at: Checkpoint, tx: bytes, topics: Sequence[bytes], data: bytes) -> Event:
    return events.Anchored(at, tx, topics[1], read_word(data, 0), read_number(read_word(data, 1), 32))


PROFILE_REGISTRY: Final[dict[str, tuple[int, Decode]]] = {
    "Registered(uint64,address,string,address,bytes32,bytes32)": (3, _registered),
    "KeyAuthorised(uint64,address,uint64,uint32,uint32)": (3, _key_authorised),
    "KeyRevoked(uint64,address,uint64)": (3, _key_revoked),
    "CustodyTransferred(uint64,address,address,uint32,uint64)": (4, _custody_transferred),
    "RecoveryRequested(uint64,address,uint64)": (2, _recovery_requested),
    "RecoveryCancelled(uint64)": (2, _recovery_cancelled),
    "RecoveryChangeRequested(uint64,address,uint64)": (2, _recovery_change_requested),
    "RecoveryChangeVetoed(uint64)": (2, _recovery_change_vetoed),
    "RecoveryChanged(uint64,address)": (2, _recovery_changed),
    "EncryptionKeySet(uint64,bytes32)": (2, _encryption_key_set),
}
POST_REGISTRY: Final[dict[str, tuple[int, Decode]]] = {
    "Published(address,bytes32,bytes32,bytes32)": (1, _published),
    "PublishedInline(address,bytes32,bytes32,bytes)": (1, _published_inline),
    "Anchored(bytes32,bytes32,uint32)": (2, _anchored),
}


def topic_of(signature: str) -> bytes:
    """The first topic of the event with this signature."""
    return keccak256(signature.encode())
