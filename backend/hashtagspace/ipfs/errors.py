"""Errors of the content store; the tree continues that of `hashtagspace.errors`.

InvalidContent
├── BlockTooLarge       ipfs.too_large
├── InvalidDag          ipfs.dag
└── InvalidCar          ipfs.car, or ipfs.mismatch for a block that is not what its CID says
InvalidInput
├── InvalidFormat       ipfs.format
└── RangeNotSatisfiable ipfs.range
NotFound
├── BlockNotFound       ipfs.not_found, retryable: content may arrive later
└── NotCached           ipfs.not_cached
ContentUnavailable      all retryable: a block is absent until right bytes for it are had
├── IpfsUnavailable     ipfs.unavailable
├── StoreFull           ipfs.disk_full
├── DiskFloor           content.disk_floor
├── BlockMismatch       ipfs.mismatch
└── BlockCorrupted      ipfs.corrupted
"""

from hashtagspace.errors import ContentUnavailable, InvalidContent, InvalidInput, NotFound


class BlockTooLarge(InvalidContent):
    """A block, a file or a DAG exceeds the limit that bounds it."""

    code = "ipfs.too_large"


class InvalidDag(InvalidContent):
    """A node is not dag-pb and UnixFS in the one form that this network uses."""

    code = "ipfs.dag"


class InvalidCar(InvalidContent):
    """An archive is malformed or cut short, or holds a block that is not what its CID says."""

    code = "ipfs.car"


class InvalidFormat(InvalidInput):
    """A request names no format, or one that is not served here."""

    code = "ipfs.format"


class RangeNotSatisfiable(InvalidInput):
    """The bytes asked for lie outside the block or file."""

    code = "ipfs.range"


class BlockNotFound(NotFound):
    """No block with this CID is here; it may arrive later."""

    code = "ipfs.not_found"
    retryable = True


class NotCached(NotFound):
    """The block is not here and the caller forbade looking elsewhere."""

    code = "ipfs.not_cached"


class IpfsUnavailable(ContentUnavailable):
    """The store does not answer, or answers with something that is no answer."""

    code = "ipfs.unavailable"


class StoreFull(ContentUnavailable):
    """The disk or its quota is full; nothing of the block was kept."""

    code = "ipfs.disk_full"


class DiskFloor(ContentUnavailable):
    """The disk has room, but what is left is for outbox and projection."""

    code = "content.disk_floor"


class BlockMismatch(ContentUnavailable):
    """The bytes a store answered with are not those of the CID; they are not passed on."""

    code = "ipfs.mismatch"


class BlockCorrupted(ContentUnavailable):
    """A block on this disk no longer matches its CID; it was moved to quarantine and may be put again."""

    code = "ipfs.corrupted"
