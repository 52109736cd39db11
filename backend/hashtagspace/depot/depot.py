"""The depot as the gateway sees it."""

from collections.abc import Collection, Mapping, Sequence

from hashtagspace.depot.answers import BuyerAccess, EpochSubmission, HeadSubmission, ResponseSubmission
from hashtagspace.errors import Unavailable
from hashtagspace.store.depot_rows import DomainRecord, HeadRow, ResponseRow
from hashtagspace.store.read_feeds import FeedKey


class Depot:
    """Takes, keeps and hands out. Thread-safe."""

    def keep_response(self, submission: ResponseSubmission, caller: str) -> bytes:
        """The response waits for the buyer; its deal's id."""
        raise Unavailable(f"not yet {submission} {caller}")

    def list_responses(
        self, offer: bytes, access: BuyerAccess, after: FeedKey, limit: int
    ) -> Sequence[ResponseRow]:
        """Responses to an offer, latest first, for its buyer alone."""
        raise Unavailable(f"not yet {offer!r} {access} {after} {limit}")

    def keep_epoch_envelope(self, submission: EpochSubmission, caller: str) -> None:
        """The envelope of an epoch is kept for the buyer."""
        raise Unavailable(f"not yet {submission} {caller}")

    def map_envelopes(self, deals: Collection[bytes]) -> Mapping[tuple[bytes, int], str]:  # noqa: ARG002
        """The envelopes of epochs by (deal, epoch)."""
        return {}

    def keep_head(self, submission: HeadSubmission, caller: str) -> int:
        """The head is the vault's latest; its sequence."""
        raise Unavailable(f"not yet {submission} {caller}")

    def find_head(self, profile: int) -> HeadRow | None:  # noqa: ARG002
        """The latest head of the profile's vault."""
        return None

    def map_domains(self, names: Collection[str]) -> Mapping[str, DomainRecord]:  # noqa: ARG002
        """What was found at those of the domains that were asked."""
        return {}
