"""A subscription's side of the seller: each epoch its own record, its own key, its own envelope.

The record of an epoch is made of the vault as it is then, once; what was sold stays what was consented to.
"""

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.delivering import Deliverer
from hashtagspace.client.market import Market, Way
from hashtagspace.client.matching import OpenOffer, read_vault, verify_offer
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.client.sealed_epochs import EpochName, SealedEpoch
from hashtagspace.client.sealing import RecordPlace, mask_bundle, show_kinds
from hashtagspace.domain.market_forms import EpochEnvelope
from hashtagspace.errors import Conflict, InvalidInput
from hashtagspace.market.envelope import EnvelopeContents, EnvelopePlace, seal_envelope
from hashtagspace.market.selection import Selection, get_ask, parse_selection, select_kinds
from hashtagspace.market.vault.key_file import DealSecret


class EpochSeller:
    """Delivers the running epochs of one profile's subscriptions."""

    def __init__(self, market: Market, vault: SaleVault, wallet: Wallet, deliverer: Deliverer) -> None:
        self._market = market
        self._vault = vault
        self._wallet = wallet
        self._deliverer = deliverer

    def deliver(self, offer: bytes, way: Way = "any") -> str:
        """The running epoch's record is with the gateway and its key on the chain; returns how it was sent.

        Raises `deliver.epoch` when nothing is due now, `selection.changed` when the vault no longer holds
        what was sold, and as `Deliverer.deliver_epoch`.
        """
        secret, consent, deal = self._deliverer.find_accepted(offer)
        found = self._market.reads.find_offer(offer)
        length = 1 if found is None else found.deliver_seconds
        epoch = self._deliverer.running_epoch(deal, length)
        if epoch < deal.next or epoch >= deal.epochs:
            raise Conflict("The running epoch has its key, or none runs any more.", code="deliver.epoch")
        span = (deal.time, deal.time + (epoch + 1) * length)
        self._deliverer.verify_moment(secret.deal_id, deal, span, length)
        name, kept = EpochName(secret.deal_id, secret.nonce, epoch), self._vault.sealed_epochs()
        sealed = kept.find(name)
        if sealed is None:
            terms = verify_offer(self._market.gateway.get_offer(offer))
            sealed = kept.keep(name, self._seal(terms, secret, consent.profile, epoch))
        self._upload(secret.deal_id, epoch, sealed.envelope)
        return self._deliverer.deliver_epoch(offer, epoch, sealed.ct_root, way)

    def _upload(self, deal: bytes, epoch: int, envelope: bytes) -> None:
        """The record of the epoch waits for the buyer."""
        cid = self._market.gateway.blobs.put(envelope)
        self._market.gateway.put_epoch_envelope(EpochEnvelope(deal, epoch, cid), self._wallet)

    def _seal(self, offer: OpenOffer, secret: DealSecret, profile: int, epoch: int) -> SealedEpoch:
        """The record of the epoch, made of the vault as it is now."""
        selection = parse_selection(secret.selection.encode())
        now = self._market.now(self._market.reads.read_head())
        kinds = show_kinds(
            self._vault,
            read_vault(self._vault),
            [get_ask(kind, offer.terms) for kind in selection.kinds],
            now,
        )
        _require_same(selection, select_kinds(kinds) == selection.kinds)
        place = RecordPlace(secret.deal_id, self._deliverer.scalar_of(secret, epoch), epoch)
        record = mask_bundle(offer, profile, kinds, place, now)
        contents = EnvelopeContents(secret.selection, secret.receipt_salt, record.record, record.leaves)
        place_of_envelope = EnvelopePlace(secret.deal_id, epoch)
        envelope = seal_envelope(contents, offer.terms.envelope_key, place_of_envelope)
        return SealedEpoch(record.ct_root, envelope)


def _require_same(selection: Selection, is_same: bool) -> None:
    if not is_same:
        names = ", ".join(kind.category for kind in selection.kinds)
        raise InvalidInput(
            f"The vault no longer holds all that was sold ({names}): fill the records in again.",
            code="selection.changed",
        )
