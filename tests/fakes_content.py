"""A content store in memory, whose blocks can be hidden and shown again."""

from hashlib import sha256

from hashtagspace.domain.cid import cid_of_digest


class MemoryContent:
    """What the indexer asks of a content store."""

    def __init__(self) -> None:
        self.blocks: dict[str, bytes] = {}
        self.hidden: set[str] = set()
        self.asked: list[str] = []

    def put_block(self, data: bytes, codec: int = 0x55) -> str:
        cid = cid_of_digest(sha256(data).digest(), codec)
        self.blocks[cid] = data
        return cid

    def find_block(self, cid: str) -> bytes | None:
        self.asked.append(cid)
        return None if cid in self.hidden else self.blocks.get(cid)

    def find_local_block(self, cid: str) -> bytes | None:
        return self.find_block(cid)

    def hide(self, data: bytes) -> None:
        self.hidden.add(cid_of_digest(sha256(data).digest()))

    def show(self, data: bytes) -> None:
        self.hidden.discard(cid_of_digest(sha256(data).digest()))
