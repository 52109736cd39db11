"""stamp.json: solved stamps, and stamps that are refused."""

from dataclasses import replace

from golden.samples import NOW_MS, Vectors, hexed, source
from hashtagspace.domain.stamp import (
    WINDOW_SECONDS,
    Stamp,
    faucet_digest,
    leading_zero_bits,
    solve_stamp,
    stamp_hash,
    verify_stamp,
)
from hashtagspace.errors import InvalidStamp

NOW = NOW_MS // 1000


def row(stamp: Stamp, digest: bytes, required_bits: int = 8) -> Vectors:
    """One stamp judged at NOW; code null when it is good."""
    code = None
    try:
        verify_stamp(stamp, digest, required_bits, NOW)
    except InvalidStamp as error:
        code = error.exact_code
    return {
        "digest": hexed(digest),
        "nonce": hexed(stamp.nonce),
        "bits": stamp.bits,
        "time": stamp.time_seconds,
        "requiredBits": required_bits,
        "code": code,
    }


def build() -> Vectors:
    """`solved` holds the smallest nonce of each; `judged` are verdicts at the same moment."""
    random = source("stamp")
    digests = [random.randbytes(32) for _ in range(6)]
    solved = [
        solve_stamp(digest, bits, NOW) for digest, bits in zip(digests, (0, 1, 4, 8, 10, 12), strict=True)
    ]
    good, digest = solved[4], digests[4]
    address = random.randbytes(20)
    late = solve_stamp(digest, 8, NOW - WINDOW_SECONDS)
    return {
        "now": NOW,
        "solved": [
            {
                **row(stamp, of, stamp.bits),
                "hash": hexed(stamp_hash(of, NOW, stamp.nonce)),
                "zeroBits": leading_zero_bits(stamp_hash(of, NOW, stamp.nonce)),
            }
            for stamp, of in zip(solved, digests, strict=True)
        ],
        "judged": [
            row(good, digest),
            row(good, digest, 10),
            row(good, digest, 11),
            row(replace(good, bits=64), digest),
            row(replace(good, bits=65), digest),
            row(replace(good, nonce=good.nonce[1:]), digest),
            row(good, digests[0]),
            row(replace(good, time_seconds=NOW + 1), digest),
            row(late, digest),
            row(replace(late, time_seconds=NOW - WINDOW_SECONDS - 1), digest),
            row(replace(late, time_seconds=NOW + WINDOW_SECONDS + 1), digest),
        ],
        "faucet": {
            "address": hexed(address),
            "time": NOW,
            "digest": hexed(faucet_digest(address, NOW)),
        },
    }
