"""What people left here goes when its time is over: once an hour, in the relay's process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hashtagspace.depot.uploads import Uploads
from hashtagspace.log import get_logger
from hashtagspace.store import depot_responses, read_deals, read_offers
from hashtagspace.store.depot_responses import Waiting
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.read_checkpoint import CheckpointRecord, find_checkpoint
from hashtagspace.store.reader import Connection, Reader

EVERY_SECONDS: Final = 3_600
RESPONSE_SECONDS: Final = 30 * 86_400
_STALE_SECONDS: Final = 900
_STALE_BLOCKS: Final = 50
_AT_ONCE: Final = 500

_log = get_logger("depot")


@dataclass(frozen=True, slots=True)
class Swept:
    """What one round did."""

    responses: int = 0
    envelopes: int = 0
    uploads: int = 0


class Janitor:
    """Works only while the projection follows the chain: an old one could call dead what is alive."""

    def __init__(self, outbox: Outbox, reader: Reader, uploads: Uploads, wall: Callable[[], float]) -> None:
        self._outbox = outbox
        self._reader = reader
        self._uploads = uploads
        self._wall = wall

    def sweep(self) -> Swept:
        """One round; raises `store.*`, `ipfs.*`. Idempotent, and it may die anywhere."""
        with self._reader.connection() as chain:
            checkpoint = find_checkpoint(chain)
        if checkpoint is None or not self._is_fresh(checkpoint):
            _log.info("depot.waits_for_indexer")
            return Swept()
        responses, released = self._sweep_responses(checkpoint)
        epochs = self._sweep_epochs(checkpoint)
        return Swept(responses, released + epochs, self._uploads.drop_unnamed())

    def _is_fresh(self, checkpoint: CheckpointRecord) -> bool:
        behind = checkpoint.head_number - checkpoint.indexed_number
        return behind <= _STALE_BLOCKS and self._wall() - checkpoint.updated_at <= _STALE_SECONDS

    def _sweep_responses(self, checkpoint: CheckpointRecord) -> tuple[int, int]:
        dropped = released = 0
        after = b""
        while True:
            with self._outbox.read() as connection:
                page = depot_responses.list_waiting(connection, self._outbox.network_id, after, _AT_ONCE)
            for waiting in page:
                with self._reader.connection() as chain, self._outbox.write() as connection:
                    went, let_go = self._sweep_response(chain, connection, waiting, checkpoint)
                dropped, released = dropped + went, released + let_go
            if len(page) < _AT_ONCE:
                return dropped, released
            after = page[-1].deal

    def _sweep_response(
        self, chain: Connection, connection: Connection, waiting: Waiting, checkpoint: CheckpointRecord
    ) -> tuple[bool, bool]:
        """Whether the response was dropped, and whether its envelope was released."""
        network, now = self._outbox.network_id, int(self._wall())
        deal = read_deals.find_deal(chain, waiting.deal)
        if deal is not None and deal.withdrawn_at is not None and deal.last_block <= checkpoint.final_number:
            depot_responses.drop_response(connection, network, waiting.deal)
            return True, not waiting.released
        offer_over = _is_offer_over(chain, waiting.offer, checkpoint)
        is_over = (
            offer_over if deal is None else deal.state.is_over and deal.last_block <= checkpoint.final_number
        )
        if not is_over:
            depot_responses.mark_waiting(connection, network, waiting.deal, over_at=None, released=False)
            return False, False
        over_at = now if waiting.over_at is None else waiting.over_at
        if offer_over and now - over_at >= RESPONSE_SECONDS:
            depot_responses.drop_response(connection, network, waiting.deal)
            return True, not waiting.released
        released = now - over_at >= RESPONSE_SECONDS
        depot_responses.mark_waiting(connection, network, waiting.deal, over_at=over_at, released=released)
        return False, released and not waiting.released

    def _sweep_epochs(self, checkpoint: CheckpointRecord) -> int:
        network, now, dropped = self._outbox.network_id, int(self._wall()), 0
        with self._outbox.read() as connection:
            deals = depot_responses.list_epoch_deals(connection, network)
        for deal, over_at in deals:
            with self._reader.connection() as chain:
                found = read_deals.find_deal(chain, deal)
            is_over = found is None or (found.state.is_over and found.last_block <= checkpoint.final_number)
            with self._outbox.write() as connection:
                if is_over and over_at is not None and now - over_at >= RESPONSE_SECONDS:
                    depot_responses.drop_epochs(connection, network, deal)
                    dropped += 1
                elif is_over != (over_at is not None):
                    depot_responses.mark_epochs(connection, network, deal, now if is_over else None)
        return dropped


def _is_offer_over(chain: Connection, offer: bytes, checkpoint: CheckpointRecord) -> bool:
    found = read_offers.find_offer(chain, offer)
    return found is None or found.is_closed or checkpoint.indexed_time >= found.terms.accept_until
