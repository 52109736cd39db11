"""The depot as the gateway sees it: what people leave here that no chain holds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from hashtagspace.depot.answers import BuyerAccess, EpochSubmission, HeadSubmission, ResponseSubmission
from hashtagspace.depot.epochs import EpochDesk
from hashtagspace.depot.heads import HeadDesk
from hashtagspace.depot.responses import ResponseDesk
from hashtagspace.depot.uploads import Uploads
from hashtagspace.store.depot_domains import map_domains, read_mark
from hashtagspace.store.depot_rows import DomainRecord, HeadRow, ResponseRow
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.read_feeds import FeedKey


@dataclass(frozen=True, slots=True)
class Depot:
    """Takes, keeps and hands out. Thread-safe; what it answered for is on disk."""

    outbox: Outbox
    uploads: Uploads
    responses: ResponseDesk
    epochs: EpochDesk
    heads: HeadDesk
    close: Callable[[], None]

    def add_file(self, data: bytes) -> str:
        """The file is kept, for a day if nothing names it; its CID."""
        return self.uploads.add_file(data)

    def add_document(self, data: bytes) -> str:
        """The document is kept, for a day if nothing names it; its CID."""
        return self.uploads.add_document(data)

    def keep_response(self, submission: ResponseSubmission, caller: str) -> bytes:
        """The response waits for the buyer; its deal's id. See `ResponseDesk.keep`."""
        return self.responses.keep(submission, caller)

    def list_responses(
        self, offer: bytes, access: BuyerAccess, after: FeedKey, limit: int
    ) -> Sequence[ResponseRow]:
        """Responses to an offer, latest first, for its buyer alone. See `ResponseDesk.list_waiting`."""
        return self.responses.list_waiting(offer, access, after, limit)

    def keep_epoch_envelope(self, submission: EpochSubmission, caller: str) -> None:
        """The envelope of an epoch is kept for the buyer. See `EpochDesk.keep`."""
        self.epochs.keep(submission, caller)

    def map_envelopes(self, deals: Collection[bytes]) -> Mapping[tuple[bytes, int], str]:
        """The envelopes of epochs by (deal, epoch)."""
        return self.epochs.map_envelopes(deals)

    def keep_head(self, submission: HeadSubmission, caller: str) -> int:
        """The head is the vault's latest; its sequence. See `HeadDesk.keep`."""
        return self.heads.keep(submission, caller)

    def find_head(self, profile: int) -> HeadRow | None:
        """The latest head of the profile's vault."""
        return self.heads.find(profile)

    def domains_mark(self) -> int:
        """A number that changes whenever a domain was asked."""
        with self.outbox.read() as connection:
            return read_mark(connection, self.outbox.network_id)

    def map_domains(self, names: Collection[str]) -> Mapping[str, DomainRecord]:
        """What was found at those of the domains that were asked."""
        if not names:
            return {}
        with self.outbox.read() as connection:
            return map_domains(connection, self.outbox.network_id, names)
