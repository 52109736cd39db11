"""market_envelope.json: envelopes sealed with chosen randomness, and bytes that must not open."""

import hashlib
import json
from collections.abc import Callable
from random import Random

from golden import x_wing
from golden.market_samples import columns
from golden.samples import Vectors, hexed, source
from hashtagspace.errors import InvalidInput
from hashtagspace.market.envelope import (
    SUBSCRIPTION_START,
    EnvelopeContents,
    EnvelopePlace,
    decode_contents,
    encode_contents,
    envelope_key_pair,
    envelope_seed,
    open_envelope,
    seal_envelope,
)
from hashtagspace.market.record import CHUNK

SELECTION = '{"type":"selection","version":1,"kinds":[{"category":"interests","granularity":"exact"}]}'
# One of draft-ietf-hpke-pq's published vectors: KEM 0x647a with HKDF-SHA256 (the AEAD there is another one).
PUBLISHED = {
    "suite": "0x48504b45647a00010003",
    "info": "0x34663634363532303666366532303631323034373732363536333639363136653230353537323665",
    "seed": "0x3ec47fa82dd5689d27c6190e724c74ec8f608df3331ce331929e37b829676630",
    "eseed": "0x2a1c0a3745fe8a48fb62034d300f54dfe1974a5b2e169e580a8789cb1cf5fd19"
    "0fc00f3fd899594e01a8b15334b9f3fa03d8de44da86e19f5776850fb689e6c8",
    "shared": "0x58200ed1f137bd95a921bb47f6aaecf2395b26f7fd24efd3a5ffae4849e8dea3",
    "key": "0x131c2ebb469b909a40915914afd7ff5e638888ac7195dcaaaef8f9a84f0e4030",
    "baseNonce": "0x2b7a68f19e6cdbd43dda3c6d",
    "publicKeySha256": "0xad8aaf3f00d8a39bfeec2947a7d5dde68be08bba19bd301a348a45dc5fcc8341",
    "sentSha256": "0x95c0a5fca31ea59f29bbc66255ad6637b5a476b3212886af11afdc8930aeb772",
}


def contents(random: Random, chunks: int, with_leaves: bool, selection: str = SELECTION) -> EnvelopeContents:
    """What a person sends, of random bytes."""
    leaves = tuple(random.randbytes(32) for _ in range(chunks)) if with_leaves else None
    return EnvelopeContents(selection, random.randbytes(32), random.randbytes(CHUNK * chunks), leaves)


def sealed(random: Random, seed: bytes, epoch: int, sent: EnvelopeContents) -> Vectors:
    """One envelope with every value that made it."""
    place, eseed = EnvelopePlace(random.randbytes(32), epoch), random.randbytes(64)
    blob = x_wing.seal(envelope_key_pair(seed).public_key, place.info(), encode_contents(sent), eseed)
    if open_envelope(blob, seed, place) != sent:
        raise AssertionError("the shipped implementation opens what this one sealed")
    return {
        "seed": hexed(seed),
        "deal": hexed(place.deal),
        "epoch": epoch,
        "eseed": hexed(eseed),
        "selection": sent.selection,
        "receiptSalt": hexed(sent.receipt_salt),
        "record": hexed(sent.record),
        "leaves": None if sent.leaves is None else [hexed(leaf) for leaf in sent.leaves],
        "blob": hexed(blob),
    }


def key_rows(random: Random) -> list[Vectors]:
    """From a business's market key to the key in its terms."""
    rows = []
    for _ in range(3):
        market_key, salt = random.randbytes(32), random.randbytes(32)
        seed = envelope_seed(market_key, salt)
        rows.append(
            {
                "marketKey": hexed(market_key),
                "offerSalt": hexed(salt),
                "seed": hexed(seed),
                "publicKey": hexed(envelope_key_pair(seed).public_key),
            }
        )
    return rows


def _spell(**changes: object) -> str:
    members = {
        "type": "envelope",
        "version": 1,
        "selection": "s",
        "receiptSalt": "0x" + "ab" * 32,
        "chunks": 1,
        "leaves": True,
    }
    return json.dumps({k: v for k, v in (members | changes).items() if v is not None}, separators=(",", ":"))


def _plain(header: str, rest: bytes, size: int = 1024, named: int | None = None) -> bytes:
    padded = header.encode().ljust(size)
    return (len(padded) if named is None else named).to_bytes(4, "big") + padded + rest


def lying_plaintexts() -> dict[str, bytes]:
    """Plaintexts that break the format, by what is wrong with them."""
    good, body = _spell(), bytes(CHUNK + 32)
    return {
        "nothing": b"",
        "a length alone": (1024).to_bytes(4, "big"),
        "a header cut off": _plain(good, b"")[:500],
        "a header of another size": _plain(good, body, 1000),
        "a header longer than the rest": _plain(good, body, named=4096),
        "no JSON": _plain("{", body),
        "an array": _plain("[1]", body),
        "another type": _plain(_spell(type="bundle"), body),
        "another version": _plain(_spell(version=2), body),
        "true for a version": _plain(_spell(version=True), body),
        "no selection": _plain(_spell(selection=None), body),
        "a salt in capitals": _plain(_spell(receiptSalt="0x" + "AB" * 32), body),
        "a short salt": _plain(_spell(receiptSalt="0x" + "ab" * 31), body),
        "a member more": _plain(_spell(extra=1), body),
        "a member twice": _plain(good[:-1] + ',"chunks":1}', body),
        "true for a number of chunks": _plain(_spell(chunks=True), body),
        "leaves as a number": _plain(_spell(leaves=1), body),
        "more chunks than there are": _plain(_spell(chunks=4), body),
        "chunks of no record": _plain(_spell(chunks=2), bytes(2 * CHUNK + 64)),
        "fewer than no chunks": _plain(_spell(chunks=-1), body),
        "leaves of nothing": _plain(_spell(chunks=0), b""),
        "half a leaf": _plain(good, body[:-16]),
        "a byte too few": _plain(good, body[:-1]),
        "a byte too many": _plain(good, body + b"\0"),
        "leaves where none are named": _plain(_spell(leaves=False), body),
        "chunks where none are named": _plain(_spell(chunks=0, leaves=False), body),
    }


def refused(random: Random) -> list[Vectors]:
    """Bytes that no business may take for an envelope, and the code of each."""
    seed, place = random.randbytes(32), EnvelopePlace(random.randbytes(32), 3)
    public = envelope_key_pair(seed).public_key

    plain = encode_contents(EnvelopeContents("s", bytes(32)))
    good = x_wing.seal(public, place.info(), plain, random.randbytes(64))
    rows = [
        ("empty", b"", seed, place),
        ("too short", good[: 1120 + 15], seed, place),
        ("a tag of nothing", bytes(1120 + 16), seed, place),
        ("cut off", good[:-1], seed, place),
        ("a byte more", good + b"\0", seed, place),
        ("another key", good, random.randbytes(32), place),
        ("another deal", good, seed, EnvelopePlace(random.randbytes(32), 3)),
        ("another epoch", good, seed, EnvelopePlace(place.deal, 4)),
        ("a short seed", good, seed[:31], place),
        ("a low point", good[:1088] + bytes(32) + good[1120:], seed, place),
        *((f"a bit of byte {at}", _flip(good, at), seed, place) for at in (0, 1087, 1088, 1119, 1120, -1)),
    ]
    return [
        {
            "name": name,
            "seed": hexed(by),
            "deal": hexed(there.deal),
            "epoch": there.epoch,
            "blob": hexed(blob),
            "code": _code(open_envelope, blob, by, there),
        }
        for name, blob, by, there in rows
    ]


def refused_keys(random: Random) -> list[Vectors]:
    """Keys that nobody may seal to."""
    public = envelope_key_pair(random.randbytes(32)).public_key
    rows = {
        "empty": b"",
        "a byte too few": public[:-1],
        "a byte too many": public + b"\0",
        "no lattice": b"\xff" * 1184 + public[1184:],
        "a low point": public[:1184] + bytes(32),
    }
    sent, place = EnvelopeContents("s", bytes(32)), EnvelopePlace(bytes(32))
    return [
        {"name": name, "publicKey": hexed(key), "code": _code(seal_envelope, sent, key, place)}
        for name, key in rows.items()
    ]


def build() -> Vectors:
    """Envelopes with and without leaves, of a subscription too; refusals; the published vector."""
    random = source("market_envelope")
    seed = random.randbytes(32)
    rows = [
        sealed(random, seed, 0, contents(random, 1, with_leaves=True)),
        sealed(random, seed, 0, contents(random, 4, with_leaves=False)),
        sealed(random, seed, SUBSCRIPTION_START, contents(random, 0, with_leaves=False, selection="")),
        sealed(
            random,
            seed,
            254,
            contents(random, 1, with_leaves=False, selection='Zürich 東京 "\\\n\u2028' * 90),
        ),
    ]
    return {
        "keys": columns(key_rows(random)),
        "sealed": rows,
        "refused": columns(refused(random)),
        "refusedPlaintexts": columns(
            [
                {"name": name, "plain": hexed(plain), "code": _code(decode_contents, plain)}
                for name, plain in lying_plaintexts().items()
            ]
        ),
        "refusedKeys": columns(refused_keys(random)),
        "published": published(),
    }


def published() -> Vectors:
    """The draft's vector, which this module's own X-Wing must meet."""
    raw = {name: bytes.fromhex(text[2:]) for name, text in PUBLISHED.items()}
    public = envelope_key_pair(raw["seed"]).public_key
    shared, sent = x_wing.encapsulate(public, raw["eseed"])
    key, nonce = x_wing.key_schedule(shared, raw["info"], raw["suite"])
    digests = (hashlib.sha256(public).digest(), hashlib.sha256(sent).digest())
    if (shared, key, nonce) != (raw["shared"], raw["key"], raw["baseNonce"]) or digests != (
        raw["publicKeySha256"],
        raw["sentSha256"],
    ):
        raise AssertionError("not the draft's values")
    return PUBLISHED | {"publicKey": hexed(public), "sent": hexed(sent)}


def _flip(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 0x10
    return bytes(changed)


def _code(call: Callable[..., object], *arguments: object) -> str:
    try:
        call(*arguments)
    except InvalidInput as error:
        return error.exact_code
    raise AssertionError("what must be refused is not")
