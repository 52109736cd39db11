"""Stand-ins for the ports of the backend: each behaves as its Protocol says, in memory."""

from hashtagspace.domain.cid import RAW, digest_of_cid
from hashtagspace.ipfs.block_store import BlockStore
from hashtagspace.ipfs.dag_walk import list_present
from hashtagspace.ipfs.errors import IpfsUnavailable
from hashtagspace.ipfs.store import cid_of_block


class MemoryContentStore(BlockStore):
    """A `ContentStore` in a dictionary; `is_down` makes every call fail as an absent daemon does."""

    def __init__(self):
        self.blocks = {}
        self.is_down = False

    def put_block(self, data, codec=RAW):
        self.check()
        cid = cid_of_block(data, codec)
        self.blocks[cid] = data
        return cid

    def find_block(self, cid):
        self.check()
        digest_of_cid(cid)
        return self.blocks.get(cid)

    def has_block(self, cid):
        return self.find_block(cid) is not None

    def drop_file(self, cid, is_needed):
        self.check()
        for part in list_present(self, cid):
            if not is_needed(digest_of_cid(part)):
                del self.blocks[part]

    def check(self):
        if self.is_down:
            raise IpfsUnavailable("The content store does not answer.")
