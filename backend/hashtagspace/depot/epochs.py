"""Envelopes of the epochs of subscriptions."""

from collections.abc import Callable, Collection, Mapping

from hashtagspace.depot.answers import EpochSubmission
from hashtagspace.depot.budgets import DepositBudget
from hashtagspace.depot.errors import BadDeposit, DepositConflict
from hashtagspace.depot.signers import SignerCheck
from hashtagspace.domain.documents import MAX_BLOB_BYTES
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import EpochEnvelope, market_digest
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import NotFound
from hashtagspace.store import depot_responses, depot_uploads, read_deals, read_offers
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.read_checkpoint import find_checkpoint
from hashtagspace.store.read_deals import EVERY_EPOCH
from hashtagspace.store.reader import Reader


class EpochDesk:
    """Takes one envelope for each epoch that has begun. Thread-safe."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        reader: Reader,
        signers: SignerCheck,
        domain: TypedDomain,
        budget: DepositBudget,
        wall: Callable[[], float],
    ) -> None:
        """`domain`: the market's."""
        self._outbox = outbox
        self._reader = reader
        self._signers = signers
        self._domain = domain
        self._budget = budget
        self._wall = wall

    def keep(self, submission: EpochSubmission, caller: str) -> None:
        """The envelope is the epoch's; it may be replaced until the epoch's key is in the chain.

        Raises `deal.unknown`, `epoch.*`, `depot.budget`, `chain.*`.
        """
        profile, is_delivered = self._judge_time(submission)
        self._budget.spend_caller(caller)
        network = self._outbox.network_id
        with self._outbox.read() as connection:
            sizes = depot_uploads.map_sizes(connection, network, [submission.envelope])
        if not 0 < sizes.get(submission.envelope, 0) <= MAX_BLOB_BYTES:
            raise BadDeposit(
                "The envelope is not here, or empty: upload it to /v1/blobs, then send it.",
                code="epoch.envelope",
            )
        form = EpochEnvelope(submission.deal, submission.epoch, submission.envelope)
        digest = market_digest(form, self._domain)
        self._signers.require(profile, digest, submission.signature, "epoch.signature")
        self._budget.spend_profile(profile)
        with self._outbox.write() as connection:
            kept = depot_responses.keep_epoch_envelope(
                connection,
                network,
                (submission.deal, submission.epoch),
                submission.envelope,
                int(self._wall()),
                replaces=not is_delivered,
            )
        if not kept:
            raise DepositConflict("The epoch was delivered with another envelope.", code="epoch.kept")

    def map_envelopes(self, deals: Collection[bytes]) -> Mapping[tuple[bytes, int], str]:
        """The envelopes of epochs by (deal, epoch)."""
        if not deals:
            return {}
        with self._outbox.read() as connection:
            return depot_responses.map_epoch_envelopes(connection, self._outbox.network_id, deals)

    def _judge_time(self, submission: EpochSubmission) -> tuple[int, bool]:
        """The profile of the deal, and whether the epoch's key was delivered."""
        with self._reader.connection() as connection:
            deal = read_deals.find_deal(connection, submission.deal)
            offer = None if deal is None else read_offers.find_offer(connection, deal.offer)
            if deal is None or offer is None or deal.accepted_at is None:
                raise NotFound("No such deal is known here; it may not be indexed yet.", code="deal.unknown")
            delivered = read_deals.map_epochs(connection, [submission.deal], EVERY_EPOCH)
            checkpoint = find_checkpoint(connection)
        is_delivered = submission.epoch in {one.epoch for one in delivered.get(submission.deal, ())}
        now = 0 if checkpoint is None else checkpoint.indexed_time
        begins = deal.accepted_at + submission.epoch * offer.terms.deliver_seconds
        if submission.epoch >= offer.terms.epochs or now < begins:
            raise BadDeposit("The deal has no such epoch, or not yet.", code="epoch.time")
        if deal.state is not DealState.SUBSCRIBED and not is_delivered:
            raise DepositConflict("The subscription is over.", code="epoch.over")
        return deal.profile, is_delivered
