"""Opaque ciphertext at a gateway: put as a file, read back block by block, every block checked."""

from io import BytesIO
from typing import Final

from hashtagspace.client.gateway import Gateway
from hashtagspace.client.records import Stored
from hashtagspace.domain.cid import RAW, parse_cid
from hashtagspace.errors import InvalidContent
from hashtagspace.ipfs.car import open_car
from hashtagspace.ipfs.dag_walk import Limits, walk_file
from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.store import cid_of_block

BLOB_LIMIT_BYTES: Final = 10 * 1024 * 1024
_MIME: Final = "application/octet-stream"
# Inner nodes, CIDs and the header on top of the file itself: about one part in a thousand.
_CAR_OVERHEAD_BYTES: Final = 64 * 1024


class Blobs:
    """Files of one gateway, by CID; what it answers is believed only as far as it hashes to the CID."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def put(self, data: bytes) -> str:
        """The bytes are at the gateway; their CID. Raises `blob.mismatch` when it names another one."""
        cid = cid_of_blob(data)
        stored = self._gateway.upload("/v1/blobs", data, _MIME, Stored)
        if stored.cid != cid:
            raise InvalidContent("The gateway keeps other bytes than it was given.", code="blob.mismatch")
        return cid

    def get(self, cid: str, most_bytes: int = BLOB_LIMIT_BYTES) -> bytes:
        """The file of this CID; raises `ipfs.*`, `gateway.*` or `cid.*`.

        A gateway that sends other bytes, more of them, or too few is refused.
        """
        parse_cid(cid)
        archive = self._gateway.read_car(cid, most_bytes + most_bytes // 64 + _CAR_OVERHEAD_BYTES)
        blocks = dict(open_car(BytesIO(archive)).blocks)
        return b"".join(
            data
            for part, data, _ in walk_file(_Blocks(blocks), cid, limits=Limits(total_bytes=most_bytes))
            if parse_cid(part).codec == RAW
        )


class _Blocks:
    """The blocks of one archive."""

    def __init__(self, blocks: dict[str, bytes]) -> None:
        self._blocks = blocks

    def find_block(self, cid: str) -> bytes | None:
        return self._blocks.get(cid)


def cid_of_blob(data: bytes) -> str:
    """The CID that every gateway gives these bytes as a file."""
    return write_file(data, cid_of_block)
