"""market_keys.json: from long-lived keys to the key of a record, on both sides."""

from random import Random

from golden.market_samples import PLACE, columns, number, place, scalar, spelled_point
from golden.samples import Vectors, hexed, source
from hashtagspace.chain.curve import BASE, FIELD, Point, lift, multiply_base, negate
from hashtagspace.domain.consent import deal_id
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput
from hashtagspace.market.blinding import (
    build_blinding,
    build_commitment,
    build_delivered,
    epoch_record,
    record_key,
    unblind,
    verify_blinding,
)
from hashtagspace.market.derivation import derive_deal_scalar, derive_offer_scalar
from hashtagspace.market.epochs import build_key_path, build_keys_root, epoch_leaf
from hashtagspace.market.points import H, wire_point


def sale(random: Random, epoch: int) -> Vectors:
    """One delivery from both long-lived keys to the key of the record."""
    vault_key, market_key, offer, nonce, salt = (random.randbytes(32) for _ in range(5))
    profile = random.getrandbits(63)
    x = derive_deal_scalar(vault_key, PLACE, offer, nonce, epoch)
    z = derive_offer_scalar(market_key, PLACE, salt)
    commitment, q = build_commitment(x), build_blinding(z)
    delivered = build_delivered(x, q)
    shared = unblind(delivered, commitment, z)
    deal = deal_id(offer, profile)
    pt_root = random.randbytes(32)
    record = epoch_record(deal, epoch, pt_root)
    return {
        "vaultKey": hexed(vault_key),
        "offer": hexed(offer),
        "nonce": hexed(nonce),
        "epoch": epoch,
        "profile": str(profile),
        "marketKey": hexed(market_key),
        "offerSalt": hexed(salt),
        "scalarX": number(x),
        "scalarZ": number(z),
        **spelled_point("x", commitment),
        **spelled_point("q", q),
        **spelled_point("d", delivered),
        "sharedX": number(shared.x),
        "sharedY": number(shared.y),
        "deal": hexed(deal),
        "key": hexed(record_key(shared, deal)),
        "ptRoot": hexed(pt_root),
        "epochRecord": hexed(record),
        "epochKey": hexed(record_key(shared, record)),
    }


def wire_row(name: str, x: int, parity: int) -> Vectors:
    """A point as sent, and its code."""
    try:
        wire_point(x, parity)
    except InvalidInput as error:
        return {"name": name, "x": number(x), "parity": parity, "code": error.exact_code}
    raise AssertionError(name)


def blinding_row(name: str, q: Point) -> Vectors:
    """A buyer's point that hides nothing, and its code."""
    try:
        verify_blinding(q)
    except InvalidInput as error:
        return {"name": name, "x": number(q.x), "y": number(q.y), "code": error.exact_code}
    raise AssertionError(name)


def tree(random: Random, count: int) -> Vectors:
    """The root over the keys of a subscription, and the path of each."""
    points = [multiply_base(scalar(random)) for _ in range(count)]
    return {
        "x": [number(point.x) for point in points],
        "parity": [point.parity for point in points],
        "leaves": [hexed(epoch_leaf(i, point)) for i, point in enumerate(points)],
        "root": hexed(build_keys_root(points)),
        "paths": [[hexed(node) for node in build_key_path(points, i)] for i in range(count)],
    }


def build() -> Vectors:
    """Eight sales, subscriptions of 1 to 9 epochs, points that are refused."""
    random = source("market_keys")
    outside = next(x for x in range(CURVE_ORDER, FIELD) if _is_abscissa(x))
    no_point = next(x for x in range(1, 100) if not _is_abscissa(x))
    return {
        **place(),
        "hx": number(H.x),
        "hy": number(H.y),
        "sales": columns([sale(random, epoch) for epoch in (0, 0, 0, 0, 1, 2, 11, 254)]),
        "subscriptions": [tree(random, count) for count in (1, 2, 3, 4, 9)],
        "refusedPoints": columns(
            [
                wire_row("x zero", 0, 0),
                wire_row("x of no point", no_point, 0),
                wire_row("x of a point, not under n", outside, 0),
                wire_row("x = n", CURVE_ORDER, 0),
                wire_row("x = p", FIELD, 0),
                wire_row("the largest number", 2**256 - 1, 1),
                wire_row("parity 2", BASE.x, 2),
                wire_row("parity 27", BASE.x, 27),
                wire_row("parity 255", BASE.x, 255),
            ]
        ),
        "refusedBlindings": columns(
            [
                blinding_row("H", H),
                blinding_row("minus H", negate(H)),
                blinding_row("x not under n", lift(outside, 0)),
            ]
        ),
    }


def _is_abscissa(x: int) -> bool:
    square = (x**3 + 7) % FIELD
    return bool(pow(square, (FIELD - 1) // 2, FIELD) == 1)
