"""Queued intents become a batch whose bytes and documents are in the content store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from hashtagspace.domain.batch import MAX_COUNT
from hashtagspace.domain.merkle import build_root
from hashtagspace.domain.validity import judge_window
from hashtagspace.relay.authority import AuthorityReader, Source
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.policy import explain_refusal
from hashtagspace.relay.ports import BlockKeeper, ChainReads, Projection
from hashtagspace.relay.steps import Reach
from hashtagspace.store.outbox_batches import (
    BatchRow,
    NewBatch,
    count_batches,
    insert_batch,
    list_batches,
    mark_stored,
)
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_intents import (
    QueuedIntent,
    Rejection,
    delete_documents,
    find_document,
    list_batch_intents,
    list_documents,
    list_queued,
    read_queue,
    reject_intents,
    settle_intents,
)

INCLUSION_SECONDS: Final = 60
REORG_BLOCKS: Final = 128
MAX_UNANCHORED: Final = 4
_WAITING_ROOM: Final = 2000
_DOCUMENTS_AT_ONCE: Final = 200


@dataclass(slots=True)
class Verdicts:
    """The queue, judged: ready in order of acceptance, or no longer fit, or in the chain for good."""

    ready: list[QueuedIntent] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    final: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """When a batch is closed: so many intents, or the oldest has waited so long."""

    count: int = MAX_COUNT
    seconds: float = 2.0


class Batcher:
    """Makes batches and stores them; each step can be done again after a kill."""

    def __init__(  # noqa: PLR0913 - what a batcher works with
        self,
        *,
        outbox: Outbox,
        chain: ChainReads,
        projection: Projection,
        authority: AuthorityReader,
        content: BlockKeeper,
        clock: ChainClock,
        limits: BatchLimits,
        reach: Reach,
    ) -> None:
        self._outbox = outbox
        self._chain = chain
        self._projection = projection
        self._authority = authority
        self._content = content
        self._clock = clock
        self._limits = limits
        self._reach = reach

    def make(self) -> None:
        """At most one more batch exists; raises `chain.unavailable`, `store.unavailable`."""
        network = self._outbox.network_id
        with self._outbox.read() as connection:
            count, oldest_ms = read_queue(connection, network)
            if oldest_ms is None or not self._is_due(count, oldest_ms):
                return
            if count_batches(connection, network, "batched") >= MAX_UNANCHORED:
                return
            queued = list_queued(connection, network, self._limits.count + _WAITING_ROOM)
        verdicts = self._judge(queued)
        chosen = arrange(verdicts.ready[: self._limits.count])
        batch = self._build(chosen) if chosen else None
        with self._outbox.write() as connection:
            reject_intents(connection, network, verdicts.rejected)
            settle_intents(connection, network, verdicts.final, "final")
            if batch is not None:
                insert_batch(connection, network, batch)
        self._reach("batch.kept")

    def store(self) -> None:
        """Every batch and document is in the content store; raises `content.unavailable` and its kin."""
        with self._outbox.read() as connection:
            made = [b for b in list_batches(connection, self._outbox.network_id, "batched") if not b.stored]
        for batch in made:
            self._store_batch(batch)
        self._store_documents(list(self._list_documents()))

    def _is_due(self, count: int, oldest_ms: int) -> bool:
        return count >= self._limits.count or self._clock.wall_ms() - oldest_ms >= self._limits.seconds * 1000

    def _judge(self, queued: Sequence[QueuedIntent]) -> Verdicts:
        verdicts = Verdicts()
        now = self._clock.now().chain_seconds
        inclusions = {}
        for start in range(0, len(queued), 500):
            ids = [item.intent_id for item in queued[start : start + 500]]
            inclusions.update(self._projection.find_inclusions(ids))
        for item in queued:
            found = inclusions.get(item.intent_id)
            if found is not None and found.fault is None and found.state == "final":
                verdicts.final.append(item.intent_id)
            else:
                self._judge_one(item, now, verdicts)
        return verdicts

    def _judge_one(self, item: QueuedIntent, now: int, verdicts: Verdicts) -> None:
        kind, t = item.record[8], now + INCLUSION_SECONDS
        standing = self._authority.read(item.profile, item.signer, kind, t)
        late = judge_window(item.created_at_ms, t)
        if late is not None and late.exact_code == "intent.too_old":
            verdicts.rejected.append(Rejection(item.intent_id, late.exact_code, late.detail))
        elif not standing.authority.allows(kind, t):
            why = explain_refusal(standing.authority, kind, t)
            verdicts.rejected.append(Rejection(item.intent_id, why.exact_code, why.detail))
        elif standing.source is not Source.EXPECTED:
            verdicts.ready.append(item)

    def _build(self, chosen: Sequence[QueuedIntent]) -> NewBatch:
        data = encode_rows(chosen)
        ids = [item.intent_id for item in chosen]
        first = max(0, self._chain.read_head().number - REORG_BLOCKS)
        return NewBatch(build_root(ids), sha256(data).digest(), ids, first, self._clock.wall_ms() // 1000)

    def _store_batch(self, batch: BatchRow) -> None:
        with self._outbox.read() as connection:
            rows = list_batch_intents(connection, batch.id)
            digests = {row.record[41:73] for row in rows}
            documents = [
                (digest, find_document(connection, self._outbox.network_id, digest)) for digest in digests
            ]
        self._store_documents([(digest, data) for digest, data in documents if data is not None])
        self._reach("documents.put")
        self._content.put_block(encode_rows(rows))
        self._reach("batch.put")
        with self._outbox.write() as connection:
            mark_stored(connection, batch.id)
        self._reach("batch.stored")

    def _list_documents(self) -> list[tuple[bytes, bytes]]:
        with self._outbox.read() as connection:
            return list_documents(connection, self._outbox.network_id, _DOCUMENTS_AT_ONCE)

    def _store_documents(self, documents: Sequence[tuple[bytes, bytes]]) -> None:
        for _, data in documents:
            self._content.put_block(data)
        if documents:
            with self._outbox.write() as connection:
                delete_documents(connection, self._outbox.network_id, [digest for digest, _ in documents])


def encode_rows(rows: Sequence[QueuedIntent]) -> bytes:
    """The bytes of a batch: record and signature of each, in order."""
    return b"".join(row.record + row.signature for row in rows)


def arrange(ready: Sequence[QueuedIntent]) -> list[QueuedIntent]:
    """Order of acceptance across profiles, order of createdAt within each: an edit follows its post."""
    own: dict[int, list[QueuedIntent]] = {}
    for item in ready:
        own.setdefault(item.profile, []).append(item)
    for items in own.values():
        items.sort(key=lambda item: (item.created_at_ms, item.intent_id), reverse=True)
    return [own[item.profile].pop() for item in ready]
