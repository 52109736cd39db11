"""Everything that one consent is about, held together: whoever keeps these can prove what was agreed."""

from dataclasses import dataclass

from hashtagspace.domain.consent import Consent, OfferTerms, consent_digest, deal_id, offer_id, receipt_digest
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.terms import TermsDocument
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.market.errors import InvalidReceipt
from hashtagspace.market.selection import Selection, parse_selection, verify_selection

_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Sale:
    """One answer to one offer, with the documents that its digests name; `domain` is the market's."""

    domain: TypedDomain
    terms: TermsDocument
    offer: OfferTerms
    consent: Consent
    selection: Selection

    @property
    def digest(self) -> bytes:
        """What was signed."""
        return consent_digest(self.consent, self.domain)

    @property
    def deal(self) -> bytes:
        """The deal's id."""
        return deal_id(self.consent.offer, self.consent.profile)


@dataclass(frozen=True, slots=True)
class Documents:
    """The bytes that a consent's digests were made of."""

    terms: bytes
    selection: bytes
    receipt_salt: bytes


@dataclass(frozen=True, slots=True)
class Course:
    """What became of the consent, in seconds; None: it did not happen.

    Given: when it was accepted, or signed while it is not. Delivered: when data was handed over last.
    Ended: when the deal ended without data, not delivered in time or proven not to be what was sold.
    """

    given_at: int
    delivered_at: int | None = None
    withdrawn_at: int | None = None
    ended_at: int | None = None


def open_sale(
    domain: TypedDomain, buyer: bytes, offer: OfferTerms, consent: Consent, documents: Documents
) -> Sale:
    """The sale, once every digest in the consent is that of the document beside it.

    Raises `receipt.offer`, `.terms`, `.selection`, and the codes of `parse_terms`, `parse_selection` and
    `verify_selection`.
    """
    if offer_id(buyer, offer) != consent.offer:
        raise _refuse("offer", "The consent is for another offer, or the offer's terms were changed.")
    if content_digest(documents.terms) != consent.terms or offer.terms != consent.terms:
        raise _refuse("terms", "The terms are not those that the consent names.")
    if receipt_digest(documents.receipt_salt, documents.selection) != consent.receipt:
        raise _refuse("selection", "The selection is not the one that the consent names.")
    terms = parse_terms(documents.terms)
    selection = parse_selection(documents.selection)
    if (selection.offer, selection.profile) != (consent.offer, consent.profile):
        raise _refuse("selection", "The selection answers another offer or for another profile.")
    verify_selection(selection, terms, consent.price)
    return Sale(domain, terms, offer, consent, selection)


def kept_until(sale: Sale, course: Course) -> int:
    """The second from which the data is kept no longer: `retention_days` after the last delivery.

    While nothing was delivered, the last moment at which it can be counts.
    """
    delivered = course.delivered_at
    if delivered is None:
        delivered = course.given_at + (sale.offer.epochs or 1) * sale.offer.deliver_seconds
    return delivered + sale.terms.retention_days * _DAY_SECONDS


def _refuse(code: str, sentence: str) -> InvalidReceipt:
    return InvalidReceipt(sentence, code=f"receipt.{code}")
