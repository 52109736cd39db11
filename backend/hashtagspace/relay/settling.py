"""Batches and the chain: anchored by an event equal in all three fields, undone by a reorg, final at last."""

from collections.abc import Sequence

from hashtagspace.chain.relay_reads import AnchorSighting, Authority, Head
from hashtagspace.domain.validity import judge_window
from hashtagspace.log import get_logger
from hashtagspace.relay.authority import AuthorityReader
from hashtagspace.relay.policy import explain_refusal
from hashtagspace.relay.ports import ChainReads
from hashtagspace.relay.steps import Reach
from hashtagspace.store.outbox_batches import (
    BatchRow,
    list_batches,
    mark_anchored,
    mark_final,
    mark_unanchored,
)
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_intents import (
    QueuedIntent,
    Rejection,
    list_batch_intents,
    reject_intents,
    settle_intents,
)

_log = get_logger("relay")


class Settler:
    """Follows every batch from its event to finality."""

    def __init__(self, outbox: Outbox, chain: ChainReads, authority: AuthorityReader, reach: Reach) -> None:
        self._outbox = outbox
        self._chain = chain
        self._authority = authority
        self._reach = reach

    def settle(self) -> None:
        """Every batch's state is the chain's; raises `chain.unavailable`."""
        with self._outbox.read() as connection:
            anchored = list_batches(connection, self._outbox.network_id, "anchored")
        self._follow_anchored(anchored)
        with self._outbox.read() as connection:
            open_ = list_batches(connection, self._outbox.network_id, "batched")
        for batch in open_:
            if batch.stored:
                self._look_for_anchor(batch)

    def _follow_anchored(self, anchored: Sequence[BatchRow]) -> None:
        if not anchored:
            return
        final_number = self._chain.read_final_number()
        orphans = find_orphans(self._chain, [(b.block_number, b.block_hash) for b in anchored])
        for batch in anchored:
            if (batch.block_number, batch.block_hash) in orphans:
                with self._outbox.write() as connection:
                    mark_unanchored(connection, batch.id)
                _log.warning("relay.batch_unanchored", batch=batch.id, block=batch.block_number)
            elif batch.block_number is not None and batch.block_number <= final_number:
                self._finish(batch)

    def _look_for_anchor(self, batch: BatchRow) -> None:
        sighting = find_own_anchor(batch, self._chain.list_anchors(batch.root, batch.search_from))
        if sighting is None:
            return
        self._reach("anchor.seen")
        valid, rejected = self._judge(batch, sighting.block)
        block = sighting.block
        with self._outbox.write() as connection:
            mark_anchored(
                connection, batch.id, (block.number, block.hash, block.time_seconds), sighting.tx_hash
            )
            settle_intents(connection, self._outbox.network_id, valid, "anchored")
            reject_intents(connection, self._outbox.network_id, rejected)
        _log.info("relay.batch_anchored", batch=batch.id, count=batch.count, block=block.number)
        self._reach("anchor.kept")

    def _finish(self, batch: BatchRow) -> None:
        if batch.block_number is None or batch.block_hash is None or batch.block_time is None:
            return
        block = Head(batch.block_number, batch.block_hash, batch.block_time)
        valid, rejected = self._judge(batch, block)
        with self._outbox.write() as connection:
            settle_intents(connection, self._outbox.network_id, valid, "final")
            reject_intents(connection, self._outbox.network_id, rejected)
            mark_final(connection, batch.id)
        self._reach("batch.final")

    def _judge(self, batch: BatchRow, block: Head) -> tuple[list[bytes], list[Rejection]]:
        """Which intents count in this block, and why the others do not."""
        with self._outbox.read() as connection:
            rows = list_batch_intents(connection, batch.id)
        valid: list[bytes] = []
        rejected: list[Rejection] = []
        known: dict[tuple[int, bytes, int], Authority] = {}
        for row in rows:
            why = self._refusal(row, block, known)
            if why is None:
                valid.append(row.intent_id)
            else:
                rejected.append(why)
        return valid, rejected

    def _refusal(
        self, row: QueuedIntent, block: Head, known: dict[tuple[int, bytes, int], Authority]
    ) -> Rejection | None:
        kind = row.record[8]
        key = (row.profile, row.signer, kind)
        if key not in known:
            known[key] = self._authority.read_settled(row.profile, row.signer, kind, block)
        why = judge_window(row.created_at_ms, block.time_seconds)
        if why is None and not known[key].allows(kind, block.time_seconds):
            why = explain_refusal(known[key], kind, block.time_seconds)
        return None if why is None else Rejection(row.intent_id, why.exact_code, why.detail)


def find_own_anchor(batch: BatchRow, sightings: Sequence[AnchorSighting]) -> AnchorSighting | None:
    """The first event equal in root, digest and count; one that copies only the root is none of ours."""
    for sighting in sightings:
        if sighting.batch_digest == batch.digest and sighting.count == batch.count:
            return sighting
    return None


def find_orphans(
    chain: ChainReads, blocks: Sequence[tuple[int | None, bytes | None]]
) -> set[tuple[int | None, bytes | None]]:
    """Those of `blocks` (number, hash) that left the chain; a block still there vouches for all below it."""
    orphans: set[tuple[int | None, bytes | None]] = set()
    newest_first = sorted({b for b in blocks if b[0] is not None}, key=lambda b: b[0] or 0, reverse=True)
    for number, block_hash in newest_first:
        found = None if number is None else chain.find_block(number)
        if found is not None and found.hash == block_hash:
            break
        orphans.add((number, block_hash))
    return orphans
