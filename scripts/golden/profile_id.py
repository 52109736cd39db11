"""profile_id.json: columns custody, index, profile."""

from golden.samples import Vectors, hexed, source
from hashtagspace.domain.profile_id import profile_id_of


def build() -> Vectors:
    """The borders of both arguments and some at random."""
    random = source("profile_id")
    pairs = [
        (bytes(20), 0),
        (b"\xff" * 20, 0),
        (b"\xff" * 20, 2**256 - 1),
        *((random.randbytes(20), index) for index in (0, 0, 1, 2, 3, 1000, 2**64)),
    ]
    return {
        "custody": [hexed(custody) for custody, _ in pairs],
        "index": [str(index) for _, index in pairs],
        "profile": [str(profile_id_of(custody, index)) for custody, index in pairs],
    }
