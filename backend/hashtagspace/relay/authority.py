"""Who may sign, asked where it is cheapest: projection, chain, registrations on their way."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hashtagspace.chain.relay_reads import Authority, Head, Span
from hashtagspace.domain.kinds import mask_of_kinds
from hashtagspace.relay.ports import ChainReads, Projection
from hashtagspace.store.outbox_calls import find_key_grant, find_registration
from hashtagspace.store.outbox_engine import Outbox

_KEPT: Final = 50_000
_EVERY_KIND: Final = mask_of_kinds() - 1  # -1: every bit
_FOREVER: Final = 2**63 - 1
_CACHE_SECONDS: Final = 2.0


class Source(Enum):
    """Where an answer came from; an expected one holds once a call of this outbox is in the chain."""

    PROJECTION = "projection"
    CHAIN = "chain"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a signer may do and who says so."""

    authority: Authority
    source: Source


class AuthorityReader:
    """Answers for (profile, signer); remembers the projection's yes for two seconds. Thread-safe."""

    def __init__(
        self, chain: ChainReads, projection: Projection, outbox: Outbox, monotonic: Callable[[], float]
    ) -> None:
        self._chain = chain
        self._projection = projection
        self._outbox = outbox
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, bytes], tuple[float, Authority]] = OrderedDict()

    def read(self, profile: int, signer: bytes, kind: int, t: int) -> Standing:
        """A standing that allows `kind` at `t` if any source has one, else the chain's own.

        Raises `chain.unavailable` only where the projection does not already say yes.
        """
        indexed = self._indexed(profile, signer)
        if indexed is not None and indexed.allows(kind, t):
            return Standing(indexed, Source.PROJECTION)
        actual = self._chain.read_authority(profile, signer)
        if actual.allows(kind, t) or actual.spans or actual.is_revoked:
            return Standing(actual, Source.CHAIN)
        expected = self._expected(profile, signer)
        return Standing(actual, Source.CHAIN) if expected is None else Standing(expected, Source.EXPECTED)

    def is_indexed(self, profile: int, signer: bytes, kind: int, t: int) -> bool:
        """Whether the projection allows `kind` at `t`; asks no node."""
        indexed = self._indexed(profile, signer)
        return indexed is not None and indexed.allows(kind, t)

    def read_settled(self, profile: int, signer: bytes, kind: int, block: Head) -> Authority:
        """What holds at `block`: the projection's word once it has indexed that block, else the chain's."""
        if self._projection.read_block_number() >= block.number:
            found = self._projection.find_authority(profile, signer)
            if found is not None and found.allows(kind, block.time_seconds):
                return found
        return self._chain.read_authority(profile, signer)

    def _indexed(self, profile: int, signer: bytes) -> Authority | None:
        key, now = (profile, signer), self._monotonic()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and now - kept[0] < _CACHE_SECONDS:
            return kept[1]
        found = self._projection.find_authority(profile, signer)
        if found is not None and found.spans:
            with self._lock:
                self._kept[key] = (now, found)
                self._kept.move_to_end(key)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found

    def _expected(self, profile: int, signer: bytes) -> Authority | None:
        with self._outbox.read() as connection:
            registration = find_registration(connection, self._outbox.network_id, profile)
            grant = find_key_grant(connection, self._outbox.network_id, profile, signer)
        if registration is not None and registration.custody == signer and registration.state != "final":
            return Authority((Span(0, _FOREVER, _EVERY_KIND),))
        if grant is not None and grant.key_until and grant.key_kinds:
            return Authority((Span(0, grant.key_until, grant.key_kinds),))
        return None
