"""batch.json: one good batch, records skipped alone, and batches that are void as a whole."""

from hashlib import sha256

from golden.samples import DOMAIN, Vectors, hexed, random_intent, sign, source, test_key
from hashtagspace.domain.batch import ENTRY_BYTES, decode_batch, encode_batch, verify_batch
from hashtagspace.domain.intent import SignedIntent, intent_id, record_id
from hashtagspace.domain.merkle import build_root
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidBatch


def good_batch(count: int) -> bytes:
    """`count` signed intents at random."""
    random = source(f"batch {count}")
    chosen = [random_intent(random) for _ in range(count)]
    return encode_batch([SignedIntent(one, sign(test_key(1), intent_id(one, DOMAIN))) for one in chosen])


def root_of(data: bytes) -> bytes:
    """The root over the records, whatever they hold."""
    return build_root([record_id(entry.record, DOMAIN) for entry in decode_batch(data)])


def replace(data: bytes, at: int, piece: bytes) -> bytes:
    """`data` with `piece` in place of what stood at `at`."""
    return data[:at] + piece + data[at + len(piece) :]


def row(name: str, data: bytes, digest: bytes, count: int, root: bytes) -> Vectors:
    """One case: either the code of the whole batch or, for each record, its id and code."""
    case: Vectors = {
        "name": name,
        "bytes": hexed(data),
        "batchDigest": hexed(digest),
        "count": count,
        "root": hexed(root),
        "code": None,
        "ids": [],
        "codes": [],
    }
    try:
        records = verify_batch(data, digest, count, root, DOMAIN)
    except InvalidBatch as error:
        return {**case, "code": error.exact_code}
    return {
        **case,
        "ids": [hexed(record.intent_id) for record in records],
        "codes": [record.refusal and record.refusal.exact_code for record in records],
    }


def honest(name: str, data: bytes) -> Vectors:
    """A case whose anchor says what the bytes are."""
    return row(name, data, sha256(data).digest(), len(data) // ENTRY_BYTES, root_of(data))


def high_s(data: bytes) -> bytes:
    """The batch with the other signature of its first record: n − s and the other v."""
    s = int.from_bytes(data[113:145], "big")
    return replace(data, 113, (CURVE_ORDER - s).to_bytes(32, "big") + bytes((55 - data[145],)))


def build() -> Vectors:
    """Cases in the domain of intent.json."""
    data = good_batch(5)
    digest, root = sha256(data).digest(), root_of(data)
    twice = data + data[:ENTRY_BYTES]
    return {
        "chainId": str(DOMAIN.chain_id),
        "postRegistry": hexed(DOMAIN.post_registry),
        "cases": [
            honest("one record", good_batch(1)),
            honest("five records", data),
            honest("sixty-four records", good_batch(64)),
            honest("unknown kind 15 in record 2", replace(data, 2 * ENTRY_BYTES + 8, b"\x0f")),
            honest("kind 0 in record 0", replace(data, 8, b"\x00")),
            honest("profile 0 in record 4", replace(data, 4 * ENTRY_BYTES, bytes(8))),
            honest("profile 2^63 in record 1", replace(data, ENTRY_BYTES, b"\x80" + bytes(7))),
            honest("high s in record 0", high_s(data)),
            honest("v 0 in record 3", replace(data, 4 * ENTRY_BYTES - 1, b"\x00")),
            honest("r 0 in record 0", replace(data, 81, bytes(32))),
            honest("r = n in record 0", replace(data, 81, CURVE_ORDER.to_bytes(32, "big"))),
            row("bytes differ from the digest", replace(data, 0, b"\x7f"), digest, 5, root),
            row("copied root with another batch", good_batch(1), sha256(good_batch(1)).digest(), 1, root),
            row("copied root and digest, other count", data, digest, 4, root),
            row("count 0", data, digest, 0, root),
            row("count 7001", data, digest, 7001, root),
            row("one byte short", data[:-1], sha256(data[:-1]).digest(), 5, root),
            row("record twice", twice, sha256(twice).digest(), 6, root),
            row("records in another order", data[146:] + data[:146], digest, 5, root),
        ],
    }
