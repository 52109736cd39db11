"""Offers whose level does not carry what one person could earn there: they are not listed."""

from functools import lru_cache
from typing import Final, Literal

from hashtagspace.domain.offer_price import find_most_price
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.level_worth import is_worth
from hashtagspace.store import read_people
from hashtagspace.store.read_offers import OfferRecord
from hashtagspace.store.reader import Connection

Refusal = Literal["offer.level_worth"]
_KNOWN: Final = 2_048


def find_stake(connection: Connection) -> int | None:
    """What lies in a vouch, 1e-18 TAG; None on a network without people."""
    people = read_people.find_terms(connection)
    return None if people is None else people.vouch_stake


def find_refusal(record: OfferRecord, stake: int | None) -> Refusal | None:
    """Why this gateway neither lists the offer nor takes answers to it; None where its terms are not here."""
    terms = record.terms
    if stake is None or not terms.min_level or record.body is None:
        return None
    price = _most_price(bytes(record.body))
    if price is None or is_worth(terms.min_level, price * max(1, terms.epochs), stake):
        return None
    return "offer.level_worth"


@lru_cache(maxsize=_KNOWN)
def _most_price(document: bytes) -> int | None:
    try:
        return find_most_price(parse_terms(document))
    except HashtagspaceError:
        return None
