"""What the contracts announce, as frozen records: one class for each event of `contracts/interfaces`."""

from dataclasses import dataclass
from typing import NamedTuple


class Checkpoint(NamedTuple):
    """A position in the chain; tuples compare in chain order."""

    block_number: int
    log_index: int


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """What every event has: where it stands and the transaction that made it."""

    checkpoint: Checkpoint
    transaction_hash: bytes


@dataclass(frozen=True, slots=True)
class Registered(ChainEvent):
    """A profile exists from now on, under its first custody and its handle for ever."""

    profile: int
    custody: bytes
    handle: str
    recovery: bytes
    content: bytes
    encryption_key: bytes


@dataclass(frozen=True, slots=True)
class KeyAuthorised(ChainEvent):
    """A session key's slot is written, for good; it starts at the block time."""

    profile: int
    key: bytes
    until_seconds: int
    kinds: int
    custody_index: int


@dataclass(frozen=True, slots=True)
class KeyRevoked(ChainEvent):
    """A session key is void from a moment; the earliest one ever named counts."""

    profile: int
    key: bytes
    void_from_seconds: int


@dataclass(frozen=True, slots=True)
class CustodyTransferred(ChainEvent):
    """A profile has a new custody from the block time; the former one ended at `previous_until_seconds`."""

    profile: int
    sender: bytes
    receiver: bytes
    custody_index: int
    previous_until_seconds: int


@dataclass(frozen=True, slots=True)
class RecoveryRequested(ChainEvent):
    """The recovery address asked to move a profile."""

    profile: int
    receiver: bytes
    ready_at_seconds: int


@dataclass(frozen=True, slots=True)
class RecoveryCancelled(ChainEvent):
    """A pending recovery is gone."""

    profile: int


@dataclass(frozen=True, slots=True)
class RecoveryChangeRequested(ChainEvent):
    """The custody asked for another recovery address."""

    profile: int
    recovery: bytes
    ready_at_seconds: int


@dataclass(frozen=True, slots=True)
class RecoveryChangeVetoed(ChainEvent):
    """The old recovery address refused the change."""

    profile: int


@dataclass(frozen=True, slots=True)
class RecoveryChanged(ChainEvent):
    """A profile has another recovery address, zero for none."""

    profile: int
    recovery: bytes


@dataclass(frozen=True, slots=True)
class EncryptionKeySet(ChainEvent):
    """A profile has another X25519 key, zero for none."""

    profile: int
    encryption_key: bytes


@dataclass(frozen=True, slots=True)
class Published(ChainEvent):
    """A sender put an intent on chain; nothing is checked yet."""

    sender: bytes
    head: bytes
    subject: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class PublishedInline(ChainEvent):
    """A sender put an intent and its document's bytes on chain; nothing is checked yet."""

    sender: bytes
    head: bytes
    subject: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Anchored(ChainEvent):
    """A batch is announced; only its bytes tell whether it is one."""

    root: bytes
    batch_digest: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Dripped(ChainEvent):
    """The faucet gave an address its share of a period; the amount is in the token's smallest unit."""

    receiver: bytes
    amount: int
    period: int


ProfileRegistryEvent = (
    Registered
    | KeyAuthorised
    | KeyRevoked
    | CustodyTransferred
    | RecoveryRequested
    | RecoveryCancelled
    | RecoveryChangeRequested
    | RecoveryChangeVetoed
    | RecoveryChanged
    | EncryptionKeySet
)
PostRegistryEvent = Published | PublishedInline | Anchored
Event = ProfileRegistryEvent | PostRegistryEvent | Dripped
