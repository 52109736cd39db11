"""market_record.json: records of every size class, masked, with their leaves, roots and paths."""

from random import Random

from golden.market_samples import columns
from golden.samples import Vectors, hexed, source
from hashtagspace.errors import InvalidInput
from hashtagspace.market.keystream import mask
from hashtagspace.market.record import CHUNK, chunk_count, decode_record, encode_record
from hashtagspace.market.roots import build_path, build_root, list_cipher_leaves, list_plain_leaves

BORDERS = (0, 1, 220, 221, 892, 893, 3580, 3581, 7164, 7165, 14332, 14333, 117_440_508, 117_440_509)
LONGEST = 224 * 2**20 - 4


def record(random: Random, length: int) -> Vectors:
    """One record from data to roots."""
    data, key = random.randbytes(length), random.randbytes(32)
    plain = encode_record(data, random.randbytes(32 * chunk_count(length)))
    cipher = mask(plain, key)
    ct_leaves, pt_leaves = list_cipher_leaves(cipher), list_plain_leaves(plain)
    index = random.randrange(len(ct_leaves))
    return {
        "data": hexed(data),
        "key": hexed(key),
        "plain": hexed(plain),
        "cipher": hexed(cipher),
        "ctRoot": hexed(build_root(ct_leaves)),
        "ptRoot": hexed(build_root(pt_leaves)),
        "index": index,
        "ctLeaf": hexed(ct_leaves[index]),
        "ptLeaf": hexed(pt_leaves[index]),
        "ctPath": [hexed(node) for node in build_path(ct_leaves, index)],
        "ptPath": [hexed(node) for node in build_path(pt_leaves, index)],
    }


def refused(name: str, plain: bytes | bytearray) -> Vectors:
    """A plaintext that no seller of ours makes, and its code."""
    try:
        decode_record(plain)
    except InvalidInput as error:
        return {"name": name, "plain": hexed(plain), "code": error.exact_code}
    raise AssertionError(name)


def with_length(plain: bytearray, length: int) -> bytearray:
    """The record with another length written into it."""
    return plain[:32] + length.to_bytes(4, "big") + plain[36:]


def build() -> Vectors:
    """Small classes whole; the larger ones by their count."""
    random = source("market_record")
    one = encode_record(b"hello", random.randbytes(32))
    four = encode_record(bytes(221), random.randbytes(128))
    zeros = bytes(CHUNK)
    return {
        "lengths": {"length": [*BORDERS, LONGEST], "chunks": [chunk_count(n) for n in (*BORDERS, LONGEST)]},
        "tooLong": LONGEST + 1,
        "records": columns([record(random, n) for n in (0, 1, 5, 220, 221, 892, 893, 3580, 3581, 7165)]),
        "refused": columns(
            [
                refused("nothing", b""),
                refused("half a chunk", zeros[:128]),
                refused("a byte too many", one + b"\0"),
                refused("two chunks", zeros * 2),
                refused("eight chunks", zeros * 8),
                refused("twenty-four chunks", zeros * 24),
                refused("a length beyond the stream", with_length(one, 221)),
                refused("the largest length", with_length(one, 2**32 - 1)),
                refused("a length that needs fewer chunks", with_length(four, 220)),
                refused("one byte of padding", one[:-1] + b"\1"),
                refused("data behind the length", with_length(one, 4)),
            ]
        ),
    }
