"""What goes into the relay and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hashtagspace.domain.stamp import Stamp
from hashtagspace.errors import HashtagspaceError

IntentState = Literal["pending", "anchored", "final", "rejected"]
CallState = Literal["pending", "sent", "anchored", "final", "rejected"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was refused: a dotted code, one sentence, whether a retry may help."""

    code: str
    detail: str
    retryable: bool = False

    @classmethod
    def of(cls, error: HashtagspaceError) -> "Problem":
        """The problem that `error` is."""
        return cls(error.exact_code, error.detail, error.retryable)


@dataclass(frozen=True, slots=True)
class IntentSubmission:
    """One signed intent as it came: 81-byte record, 65-byte signature, its document if it came along."""

    record: bytes
    signature: bytes
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class IntentAnswer:
    """Where an intent is; `intent_id` is None iff the record could not be read."""

    intent_id: bytes | None
    state: IntentState
    problem: Problem | None = None
    tx_hash: bytes | None = None
    block_number: int | None = None


@dataclass(frozen=True, slots=True)
class CallSubmission:
    """A signed call as JSON gave it: `arguments` by the names of the Solidity parameters."""

    call: str
    arguments: Mapping[str, object]
    stamp: Stamp
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """Where a relayed call is; `sent` means its transaction is out and waits for a block."""

    call_id: bytes
    state: CallState
    profile_id: int | None = None
    problem: Problem | None = None
    tx_hash: bytes | None = None
    block_number: int | None = None


@dataclass(frozen=True, slots=True)
class RelayHealth:
    """How the relay is: `detail` is one sentence, `seen_seconds` is its last word (None: never)."""

    ok: bool
    detail: str
    queued_intents: int = 0
    queued_calls: int = 0
    seen_seconds: int | None = None
    codes: tuple[str, ...] = field(default=())
