"""When a key may leave, and how: the rules that keep a person from giving data away unpaid.

A key goes out only for the very consent that was signed, once the chain that the person asks has accepted it
for good, and while there is time for it to be mined. A gateway's word never suffices, but while one answers
it must say the same: nobody else would contradict a node that lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hashtagspace.chain.market_reads import DealOnChain
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.agreement import verify_agreement, verify_clock
from hashtagspace.client.market import Market, Way
from hashtagspace.client.market_calls import EpochDelivery, call_deliver, call_deliver_epoch
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.domain.consent import Consent, consent_digest
from hashtagspace.domain.market_events import ConsentGiven
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import Conflict, HashtagspaceError, InvalidInput
from hashtagspace.market.blinding import build_commitment
from hashtagspace.market.consent_json import read_consent
from hashtagspace.market.delivery import delivery_domain, epoch_domain
from hashtagspace.market.derivation import derive_deal_scalar
from hashtagspace.market.dleq import build_statement, prove, verify_proof
from hashtagspace.market.epochs import build_key_path
from hashtagspace.market.points import wire_point
from hashtagspace.market.vault.key_file import DealSecret

LAST_SHARE: Final = 10
"""In the last tenth of a window no key leaves: it could be seen, and mined too late to be paid."""
Step = Literal["waiting", "delivered", "late", "expired", "withdrawn", "foreign", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Due:
    """What was done about one deal, or why nothing was."""

    offer: bytes
    deal: bytes
    step: Step
    detail: str


class Deliverer:
    """Delivers the keys of one vault's deals."""

    def __init__(self, market: Market, vault: SaleVault, wallet: Wallet) -> None:
        self._market = market
        self._vault = vault
        self._wallet = wallet

    def find_accepted(self, offer: bytes) -> tuple[DealSecret, Consent, DealOnChain]:
        """The secret of the very consent that the chain accepted for an offer.

        Raises `deal.not_accepted`, `deal.withdrawn`, `deal.other_consent` where another one was accepted.
        """
        profile = self._vault.profile
        deal = self._market.reads.read_deal(offer, profile)
        if deal.withdrawn:
            raise Conflict("The consent is withdrawn: its key is never delivered.", code="deal.withdrawn")
        if deal.state not in (DealState.ACCEPTED, DealState.SUBSCRIBED):
            raise Conflict("The deal waits for no key.", code="deal.not_accepted")
        for secret in self._list_secrets(offer):
            consent = read_consent(secret.consent)
            if consent_digest(consent, self._market.domain) == deal.word:
                if secret.state == "withdrawn":
                    break
                return secret, consent, deal
        else:
            raise InvalidInput(
                "The chain accepted a consent that this vault never prepared: no key is delivered for it.",
                code="deal.other_consent",
            )
        raise Conflict(
            "The person signed a withdrawal of this consent: its key is never delivered.",
            code="deal.withdrawn",
        )

    def deliver(self, offer: bytes, way: Way = "any") -> str:
        """The key of a single sale is on the chain; returns how it was sent.

        Raises as `find_accepted` and `verify_moment`, `call.*`, `chain.*`.
        """
        secret, consent, deal = self.find_accepted(offer)
        if secret.epochs:
            raise InvalidInput("A subscription's keys go out epoch by epoch.", code="deliver.epochs")
        length = self._deliver_seconds(offer)
        self.verify_moment(secret.deal_id, deal, (deal.time - length, deal.time), length)
        x = self.scalar_of(secret)
        if (consent.xx, consent.x_parity) != _wire(x):
            raise InvalidInput("The vault's key is not the one of this consent.", code="deliver.key")
        q = wire_point(consent.qx, consent.q_parity)
        statement = build_statement(delivery_domain(deal.word), q, x)
        proof = prove(statement, x)
        verify_proof(statement, proof)
        call = call_deliver(consent, statement.product, proof)
        how = self._market.carry(call, lambda: self._state(offer) > DealState.ACCEPTED, self._wallet, way)
        if self._state(offer) in (DealState.REFUNDED, DealState.REVOKED):
            raise Conflict("The deal ended before its key was mined; nothing was paid.", code="deal.ended")
        return how

    def deliver_epoch(self, offer: bytes, epoch: int, ct_root: bytes, way: Way = "any") -> str:
        """The key of the running epoch, for the record of this root, is on the chain; how it was sent."""
        secret, consent, deal = self.find_accepted(offer)
        start, length = deal.time, self._deliver_seconds(offer)
        running = self.running_epoch(deal, length)
        if running != epoch or epoch < deal.next or epoch >= deal.epochs:
            raise Conflict("This epoch does not run, or has its key.", code="deliver.epoch")
        self.verify_moment(secret.deal_id, deal, (start, start + (epoch + 1) * length), length)
        commitments = [build_commitment(self.scalar_of(secret, one)) for one in range(secret.epochs)]
        x = self.scalar_of(secret, epoch)
        q = wire_point(consent.qx, consent.q_parity)
        statement = build_statement(epoch_domain(deal.word, epoch, ct_root), q, x)
        proof = prove(statement, x)
        verify_proof(statement, proof)
        path = build_key_path(commitments, epoch)
        delivery = EpochDelivery(epoch, commitments[epoch], path, ct_root, statement.product, proof)
        return self._market.carry(
            call_deliver_epoch(consent, delivery),
            lambda: self._market.reads.read_deal(offer, self._vault.profile).next > epoch,
            self._wallet,
            way,
        )

    def running_epoch(self, deal: DealOnChain, length: int) -> int:
        """Which epoch of a subscription runs, by the later of clock and chain."""
        return (self._market.now(self._market.reads.read_head()) - deal.time) // length

    def verify_moment(self, deal_id: bytes, deal: DealOnChain, span: tuple[int, int], length: int) -> None:
        """The key may leave now, for a deal accepted at the start of the span and paid until its end.

        Raises `deliver.not_final` before the accept is final, `deliver.too_late` in the last tenth,
        `deliver.disagree` while the gateway tells something else, `deliver.clock`.
        """
        accepted_at, until = span
        head = self._market.reads.read_head()
        verify_clock(self._market, head)
        if self._market.now(head) > until - length // LAST_SHARE:
            raise Conflict(
                "The last tenth of the time to deliver has begun: the key stays here, for it could be seen "
                "and not be paid.",
                code="deliver.too_late",
            )
        if not self._is_final(deal_id, accepted_at):
            raise Conflict(
                "The accept could still be undone by the chain; deliver once it is final.",
                code="deliver.not_final",
            )
        verify_agreement(self._market, deal_id, deal.word)

    def _is_final(self, deal: bytes, accepted_at: int) -> bool:
        """Whether the block that accepted can no longer change.

        A final block younger than the accept says so. Of one and the same second, where chains may have
        several blocks, the numbers decide.
        """
        final = self._market.reads.read_final()
        if final.time_seconds != accepted_at:
            return final.time_seconds > accepted_at
        given = [
            one.event for one in self._market.logs.list_deals([deal]) if isinstance(one.event, ConsentGiven)
        ]
        return bool(given) and given[-1].checkpoint.block_number <= final.number

    def _list_secrets(self, offer: bytes) -> Sequence[DealSecret]:
        return [secret for secret in self._vault.list_deals() if secret.offer_id == offer]

    def scalar_of(self, secret: DealSecret, epoch: int = 0) -> int:
        """The secret x of a deal or of one of its epochs."""
        place = self._market.place
        return derive_deal_scalar(self._vault.vault_key(), place, secret.offer_id, secret.nonce, epoch)

    def _deliver_seconds(self, offer: bytes) -> int:
        found = self._market.reads.find_offer(offer)
        if found is None:
            raise Conflict("The chain knows no such offer.", code="offer.unknown")
        return found.deliver_seconds

    def _state(self, offer: bytes) -> DealState:
        return self._market.reads.read_deal(offer, self._vault.profile).state


def explain(failure: HashtagspaceError) -> Step:
    """What a refused delivery means for the deal."""
    steps: dict[str, Step] = {
        "deliver.not_final": "waiting",
        "deliver.disagree": "waiting",
        "deal.not_accepted": "waiting",
        "deliver.too_late": "late",
        "deal.withdrawn": "withdrawn",
        "deal.other_consent": "foreign",
    }
    return steps.get(failure.exact_code, "failed")


def _wire(x: int) -> tuple[int, int]:
    commitment = build_commitment(x)
    return commitment.x, commitment.parity
