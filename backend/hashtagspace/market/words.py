"""The words that a person reads before signing: everything the consent does, one fact a line.

The text is hashed into the selection, so the buyer holds what was shown; both languages write it alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hashtagspace.domain.consent import Consent, OfferTerms
from hashtagspace.domain.odrl import spell_tag
from hashtagspace.domain.terms import (
    PURPOSES,
    RIGHTS,
    Address,
    Granularity,
    Recipient,
    RecipientRole,
    TermsDocument,
)
from hashtagspace.market.asks import find_question
from hashtagspace.market.brackets import explain_bracket
from hashtagspace.market.categories import Category, Field, load_schemas
from hashtagspace.market.errors import InvalidSelection
from hashtagspace.market.noise import explain_noise
from hashtagspace.market.questions import spell_question
from hashtagspace.market.selection import SelectedKind, Selection, get_ask, price_of
from hashtagspace.market.spans import spell_count, spell_span, spell_time

_UNION = "EU"
_ROLES = {
    RecipientRole.PROCESSOR: "works for them",
    RecipientRole.JOINT_CONTROLLER: "decides with them",
    RecipientRole.THIRD_PARTY: "uses it for itself",
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What is about to be signed: an answer to an offer; `valid_until` is the last second it holds."""

    terms: TermsDocument
    offer: OfferTerms
    profile: int
    kinds: tuple[SelectedKind, ...]
    payee: bytes
    valid_until: int


def describe_consent(signing: Signing) -> str:
    """The text that is shown, lines joined by line feeds; raises `selection.ask`."""
    lines = (
        _headline(signing),
        *_buyer_lines(signing.terms),
        *(describe_kind(kind, signing.terms) for kind in signing.kinds),
        *_keeping_lines(signing.terms),
        *_withdrawal_lines(signing.terms),
        *_pay_lines(signing),
        _public_line(signing),
    )
    return "\n".join(lines)


def shown_digest(text: str) -> bytes:
    """What a selection holds of the text: its sha256."""
    return sha256(text.encode()).digest()


def verify_shown(selection: Selection, terms: TermsDocument, offer: OfferTerms, consent: Consent) -> None:
    """Raises `selection.shown` unless the person was shown the words that belong to this consent."""
    signing = Signing(terms, offer, consent.profile, selection.kinds, consent.payee, consent.valid_until)
    if shown_digest(describe_consent(signing)) != selection.shown:
        raise InvalidSelection(
            "The person was shown other words than those of this consent: do not accept it.",
            code="selection.shown",
        )


def _headline(signing: Signing) -> str:
    kinds = spell_count(len(signing.kinds), "kind")
    price = f"{spell_tag(price_of(signing.kinds, signing.terms))} TAG"
    sale = f"You sell {kinds} of data to {signing.terms.controller.name}"
    offer = signing.offer
    if not offer.epochs:
        return f"{sale} for {price}."
    times = spell_count(offer.epochs, "time")
    return f"{sale}, {times}, once every {spell_span(offer.deliver_seconds)}, for {price} each."


def _buyer_lines(terms: TermsDocument) -> list[str]:
    buyer = terms.controller
    domain = buyer.domain or "none"
    return [
        f"Offer: {terms.title}",
        f"Buyer: {_party(buyer.name, buyer.address, buyer.contact)}",
        f"Buyer's profile: {buyer.profile}; its web domain, as it says: {domain}",
        f"What for, in the buyer's words: {terms.purpose}",
        f"What for: {'; '.join(PURPOSES[purpose] for purpose in terms.purposes)}",
    ]


def _party(name: str, address: Address, contact: str) -> str:
    return (
        f"{name}, {address.street}, {address.postcode} {address.city}, {_place(address.country)}; {contact}"
    )


def _place(place: str) -> str:
    return "European Union" if place == _UNION else load_schemas().countries.get(place, place)


def describe_kind(kind: SelectedKind, terms: TermsDocument) -> str:
    """What of one kind is given, at which granularity and for how much; raises `selection.ask`."""
    ask = get_ask(kind, terms)
    category = load_schemas().get_category(kind.category)
    price = f"({spell_tag(ask.price)} TAG)"
    fields = [field for field in category.fields if field.id in kind.fields]
    match kind.granularity:
        case Granularity.EXACT if category.shape == "file":
            return f"You give a file, whole {price}"
        case Granularity.EXACT:
            return f"You give {_what(category)}, exactly as you wrote it {price}: {_titles(fields)}"
        case Granularity.BRACKET:
            return f"You give {_what(category)}, made coarse {price}: {_coarse_titles(fields)}"
        case Granularity.YESNO:
            questions = [
                spell_question(field, field.yesno, find_question(ask, field))
                for field in fields
                if field.yesno is not None
            ]
            return f"You answer yes or no on {category.title} {price}: {' '.join(questions)}"
        case Granularity.NOISED:
            noised = [f"{field.title}: {explain_noise(field.noised)}" for field in fields if field.noised]
            return f"You give {_what(category)} with random noise {price}: {'; '.join(noised)}"


def _what(category: Category) -> str:
    return f"each row of {category.title}" if category.shape == "rows" else category.title


def _coarse_titles(fields: Sequence[Field]) -> str:
    return ", ".join(f"{field.title} ({explain_bracket(field)})" for field in fields)


def _titles(fields: Sequence[Field]) -> str:
    return ", ".join(field.title for field in fields)


def _keeping_lines(terms: TermsDocument) -> list[str]:
    days = spell_count(terms.retention_days, "day")
    places = ", ".join(_place(place) for place in terms.storage_locations)
    others = [f"Also gets it: {_recipient(recipient)}" for recipient in terms.recipients]
    return [
        *(others or ["Nobody else gets it."]),
        f"Kept for {days} after you hand it over, in: {places}. Then it is deleted.",
        f"Law that applies: {_place(terms.jurisdiction)}",
        f"Your rights: {'; '.join(RIGHTS[right] for right in terms.rights)}.",
    ]


def _recipient(recipient: Recipient) -> str:
    return f"{_party(recipient.name, recipient.address, recipient.contact)} ({_ROLES[recipient.role]})"


def _withdrawal_lines(terms: TermsDocument) -> list[str]:
    page = "" if terms.withdrawal.url is None else f" {terms.withdrawal.url}"
    return [
        "You can withdraw at any time without cost, on the Consents page of any gateway or at the contract.",
        "What you earned stays yours. What was handed over cannot be taken back; the buyer must delete it.",
        f"Withdraw at the buyer, in its words: {terms.withdrawal.method}{page}",
    ]


def _pay_lines(signing: Signing) -> list[str]:
    offer = signing.offer
    last_second = spell_time(min(signing.valid_until, offer.accept_until - 1))
    span = spell_span(offer.deliver_seconds)
    deliver = (
        f"hands over a new key once in every {span}, and what it leaves out is not paid."
        if offer.epochs
        else f"hands over the key within {span}, or nothing is paid."
    )
    lines = [
        f"The buyer can accept until {last_second}. Then your program {deliver}",
        f"Paid to 0x{signing.payee.hex()}: {_when_paid(offer)}.",
    ]
    if offer.garbage_seconds:
        wait = spell_span(offer.garbage_seconds)
        proof = "the buyer can prove to the contract that the data is not what you committed to"
        lines.append(f"The pay waits for {wait} after that: meanwhile {proof}, and then gets the price back.")
    return lines


def _when_paid(offer: OfferTerms) -> str:
    if offer.epochs:
        return "the price of one time with each key that is handed over"
    if not offer.vesting_seconds:
        return "all of it when the key is handed over"
    whole, part = divmod(offer.up_front_bps, 100)
    share = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    span = spell_span(offer.vesting_seconds)
    return f"{share} % when the key is handed over, the rest evenly over {span} while you do not withdraw"


def _public_line(signing: Signing) -> str:
    """What the chain shows; where all kinds are sold or none, an answer says which."""
    answer = f"that profile {signing.profile} answered this offer, the price, the payee, the times"
    if signing.terms.min_kinds == len(signing.terms.list_categories()):
        answer += ", and which kinds you sold, for the offer takes all or none"
        return f"Public for ever: {answer}. Not public: what they say."
    return f"Public for ever: {answer}. Not public: which kinds you chose and what they say."
