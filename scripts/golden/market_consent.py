"""market_consent.json: offers, deals, receipts and the two messages that a sale has signed."""

from dataclasses import fields
from random import Random

from golden.market_samples import DOMAIN, columns, number, place
from golden.samples import Vectors, address_of, hexed, sign, source, test_key
from hashtagspace.config import origin_of
from hashtagspace.domain.consent import (
    Consent,
    OfferTerms,
    Revoke,
    consent_digest,
    consent_to_wallet,
    deal_id,
    offer_id,
    receipt_digest,
)
from hashtagspace.domain.market_forms import OffersAccess, market_digest

MOST = 2**256 - 1
ACCESSES = (("https://example.org", 1_794_000_000), ("http://127.0.0.1:8000", 2**53 - 1))
ORIGINS = (
    "https://example.org",
    "https://example.org/",
    "HTTPS://Example.ORG:443/gateway?x=1#y",
    "http://example.org:80",
    "http://example.org:443",
    "https://example.org:8443/v1",
    "http://127.0.0.1:8000",
    "http://[::1]:8000/",
    "https://user:secret@example.org/",
    "https://bücher.example/",
)


def camel(name: str) -> str:
    """`q_parity` as `qParity`."""
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


def offer(buyer: bytes, terms: OfferTerms) -> Vectors:
    """One offer with its id; every value is a word."""
    row: Vectors = {"buyer": hexed(buyer)}
    for field in fields(terms):
        value = getattr(terms, field.name)
        row[camel(field.name)] = hexed(value) if isinstance(value, bytes) else number(value)
    return {**row, "id": hexed(offer_id(buyer, terms))}


def form(message: Consent | Revoke) -> Vectors:
    """One message: who signed, the digest, the wallet's argument."""
    digest = consent_digest(message, DOMAIN)
    return {
        "form": message.STRUCT.name,
        "type": message.STRUCT.encoded,
        "typeHash": hexed(message.STRUCT.type_hash()),
        "digest": hexed(digest),
        "signer": hexed(address_of(test_key(1))),
        "signature": hexed(sign(test_key(1), digest)),
        "wallet": consent_to_wallet(message, DOMAIN),
    }


def access(gateway: str, deadline: int) -> Vectors:
    """What a business signs to read its answers at one gateway."""
    message = OffersAccess(address_of(test_key(1)), gateway, deadline)
    digest = market_digest(message, DOMAIN)
    return {
        "buyer": hexed(message.buyer),
        "gateway": gateway,
        "deadline": str(deadline),
        "digest": hexed(digest),
        "signature": hexed(sign(test_key(1), digest)),
    }


def consent(random: Random) -> Consent:
    """A consent at random."""
    word = random.randbytes
    return Consent(
        word(32),
        random.getrandbits(63),
        word(20),
        random.getrandbits(90),
        random.getrandbits(33),
        word(32),
        word(32),
        random.getrandbits(256),
        random.getrandbits(1),
        random.getrandbits(256),
        random.getrandbits(1),
        word(32),
        word(32),
        word(32),
    )


def terms(random: Random) -> OfferTerms:
    """Terms at random within their types."""
    sizes = (64, 32, 32, 32, 16, 32, 8, 8)
    rest = [random.getrandbits(bits) for bits in sizes]
    return OfferTerms(
        random.randbytes(32),
        random.randbytes(32),
        random.getrandbits(256),
        random.getrandbits(1),
        *rest,
    )


def build() -> Vectors:
    """Random values, and the largest of each type."""
    random = source("market_consent")
    full, large = b"\xff" * 32, 2**64 - 1
    most = Consent(
        full, large, b"\xff" * 20, 2**128 - 1, large, full, full, MOST, 255, MOST, 255, full, full, full
    )
    revokes = [Revoke(random.randbytes(32), random.getrandbits(63), random.getrandbits(33)) for _ in range(3)]
    offers = [offer(random.randbytes(20), terms(random)) for _ in range(5)]
    deals = [(random.randbytes(32), random.getrandbits(63)) for _ in range(5)] + [(full, large)]
    receipts = [(random.randbytes(32), random.randbytes(size)) for size in (0, 1, 31, 32, 33, 500)]
    return {
        **place(),
        "separator": hexed(DOMAIN.separator()),
        "forms": [form(message) for message in (*[consent(random) for _ in range(5)], most, *revokes)],
        "accesses": columns([access(*one) for one in ACCESSES]),
        "origins": {"url": list(ORIGINS), "origin": [origin_of(url) for url in ORIGINS]},
        "offers": columns(offers),
        "deals": {
            "offer": [hexed(one) for one, _ in deals],
            "profile": [str(profile) for _, profile in deals],
            "id": [hexed(deal_id(one, profile)) for one, profile in deals],
        },
        "receipts": {
            "salt": [hexed(salt) for salt, _ in receipts],
            "bytes": [hexed(data) for _, data in receipts],
            "digest": [hexed(receipt_digest(salt, data)) for salt, data in receipts],
        },
    }
