"""cid.json: CIDs and their parts, and texts that are none."""

from base64 import b32encode
from hashlib import sha256

from golden.samples import Vectors, hexed, source
from hashtagspace.domain.cid import DAG_PB, RAW, cid_of_digest, parse_cid
from hashtagspace.errors import InvalidCid


def base32(raw: bytes) -> str:
    """Multibase base32 of any bytes."""
    return "b" + b32encode(raw).decode().rstrip("=").lower()


def refused() -> list[Vectors]:
    """Near misses with the code each gets."""
    good = cid_of_digest(sha256(b"").digest())
    digest = bytes(32)
    texts = [
        "",
        "b",
        good[:-1],
        good + "a",
        good.upper(),
        "B" + good[1:].upper(),
        "z" + good[1:],
        " " + good,
        good + "\n",
        good[:-1] + "v",
        good[:10] + "0" + good[11:],
        good[:10] + "=" + good[11:],
        good[:10] + "é" + good[11:],
        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
        "zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA",
        "f01551220" + "00" * 32,
        base32(b"\x01\x55\x1b\x20" + digest),
        base32(b"\x01\x71\x12\x20" + digest),
        base32(b"\x02\x55\x12\x20" + digest),
        base32(b"\x01\x55\x12\x1f" + digest),
        base32(b"\x01\x55\x12\x20" + digest[:31]),
        base32(b"\x01\x55\x12\x20" + digest + b"\x00"),
    ]
    rows: list[Vectors] = []
    for text in texts:
        try:
            parse_cid(text)
        except InvalidCid as error:
            rows.append({"text": text, "code": error.exact_code})
        else:
            raise AssertionError(text)
    return rows


def build() -> Vectors:
    """Columns for what is accepted."""
    random = source("cid")
    digests = [
        bytes(32),
        b"\xff" * 32,
        sha256(b"").digest(),
        sha256(b"hello").digest(),
        *(random.randbytes(32) for _ in range(20)),
    ]
    return {
        "digest": [hexed(digest) for digest in digests],
        "raw": [cid_of_digest(digest, RAW) for digest in digests],
        "dagPb": [cid_of_digest(digest, DAG_PB) for digest in digests],
        "refused": refused(),
    }
