"""Which offers a person could answer: found out here, with the vault, and told to nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hashtagspace.client.market_records import Business, Offer
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.terms import Ask, Granularity, TermsDocument
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.errors import HashtagspaceError, InvalidInput, NotFound
from hashtagspace.market.asks import verify_terms
from hashtagspace.market.blinding import verify_blinding
from hashtagspace.market.ladder import can_answer
from hashtagspace.market.points import wire_point
from hashtagspace.market.record_values import RecordValue
from hashtagspace.market.vault.key_file import VaultRecord

Choices = Mapping[str, Granularity]
"""One granularity for each category that is sold."""


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An offer whose terms and key were checked against its id."""

    offer: bytes
    buyer: bytes
    on_chain: OfferTerms
    document: bytes
    terms: TermsDocument
    business: Business | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An offer and what of it a vault can answer; the least and most that pays, in 1e-18 TAG."""

    offer: OpenOffer
    asks: tuple[Ask, ...]
    least: int
    most: int

    @property
    def is_answerable(self) -> bool:
        """Whether the vault holds enough kinds."""
        return len({ask.category for ask in self.asks}) >= self.offer.terms.min_kinds


@dataclass(frozen=True, slots=True)
class Held:
    """A record of the vault with its value."""

    record: VaultRecord
    value: RecordValue


def verify_offer(found: Offer) -> OpenOffer:
    """The offer, every part checked; raises `offer.mismatch`, `offer.no_terms`, `terms.*`, `market.*`."""
    on_chain = found.verify()
    document = found.read_document()
    if document is None:
        raise NotFound(
            "The gateway has not the terms of this offer; they may come, or another gateway has them.",
            code="offer.no_terms",
        )
    terms = parse_terms(document)
    verify_terms(terms)
    verify_blinding(wire_point(on_chain.qx, on_chain.q_parity))
    buyer = bytes.fromhex(found.buyer.removeprefix("0x"))
    return OpenOffer(found.id, buyer, on_chain, document, terms, found.business)


def match_offers(offers: Iterable[Offer], vault: SaleVault) -> list[Match]:
    """Every offer that is what it says, with the asks that the vault can answer, the best paid first."""
    held = read_vault(vault)
    matches = []
    for found in offers:
        try:
            offer = verify_offer(found)
        except HashtagspaceError:
            continue  # an offer nobody can check is no offer
        matches.append(match_offer(offer, held))
    return sorted(matches, key=lambda match: (not match.is_answerable, -match.most))


def match_offer(offer: OpenOffer, held: Sequence[Held]) -> Match:
    """What of the offer these records can answer."""
    asks = tuple(ask for ask in offer.terms.asks if find_held(ask, held) is not None)
    prices = [sorted({ask.price for ask in asks if ask.category == name}) for name in _categories(asks)]
    least = sum(sorted(one[0] for one in prices)[: offer.terms.min_kinds])
    most = sum(sorted((one[-1] for one in prices), reverse=True)[: offer.terms.max_kinds])
    return Match(offer, asks, least, most)


def read_vault(vault: SaleVault) -> list[Held]:
    """Every record that can be read with its value, the latest first."""
    held = []
    for record in sorted(vault.list_records(), key=lambda record: -record.updated_at_ms):
        try:
            held.append(Held(record, vault.read_value(record)))
        except InvalidInput:
            continue  # lost, or of a newer program: it answers nothing, and keeps nothing else from it
    return held


def find_held(ask: Ask, held: Sequence[Held]) -> Held | None:
    """The latest record that answers the ask."""
    return next((one for one in held if can_answer(ask, one.value)), None)


def choose_asks(offer: OpenOffer, choices: Choices) -> list[Ask]:
    """The asks that are chosen; raises `selection.ask` for one that the offer does not have."""
    asks = []
    for category, granularity in choices.items():
        ask = offer.terms.find_ask(category, granularity)
        if ask is None:
            raise InvalidInput(
                f"The offer does not ask for {category} as {granularity.value}.", code="selection.ask"
            )
        asks.append(ask)
    return asks


def _categories(asks: Sequence[Ask]) -> list[str]:
    return list(dict.fromkeys(ask.category for ask in asks))
