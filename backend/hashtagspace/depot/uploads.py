"""Files that people upload: noted before they are stored, dropped once nothing names them."""

from collections.abc import Callable
from typing import Final

from hashtagspace.depot.ports import Files
from hashtagspace.domain.cid import digest_of_cid
from hashtagspace.errors import HashtagspaceError
from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.store import cid_of_block
from hashtagspace.log import get_logger
from hashtagspace.store.depot_uploads import (
    Upload,
    find_upload,
    forget_upload,
    is_block_needed,
    is_file_named,
    list_due,
    lock_uploads,
    mark_looked_at,
    note_upload,
)
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.read_needed import is_block_named, is_file_shown
from hashtagspace.store.reader import Connection, Reader

GRACE_SECONDS: Final = 86_400
_AT_ONCE: Final = 2_000
_log = get_logger("depot")


class Uploads:
    """Keeps uploads and drops them again. Thread-safe."""

    def __init__(self, outbox: Outbox, reader: Reader, files: Files, wall: Callable[[], float]) -> None:
        """`reader`: the projection, which says what the chain names."""
        self._outbox = outbox
        self._reader = reader
        self._files = files
        self._wall = wall

    def add_file(self, data: bytes) -> str:
        """The file is kept, for a day if nothing names it; its CID. Raises `ipfs.*`, `store.unavailable`."""
        digests: set[bytes] = set()

        def note(block: bytes, codec: int) -> str:
            cid = cid_of_block(block, codec)
            digests.add(digest_of_cid(cid))
            return cid

        self._note(write_file(data, note), len(data), digests)
        return self._files.add_file(data)

    def add_document(self, data: bytes) -> str:
        """The same for a document, which is one block."""
        cid = cid_of_block(data)
        self._note(cid, len(data), {digest_of_cid(cid)})
        return self._files.put_block(data)

    def drop_unnamed(self) -> int:
        """Uploads older than a day that nothing names are gone; how many went now.

        Stops early when the store or a database does not answer.
        """
        now = int(self._wall())
        with self._outbox.read() as connection:
            due = list_due(connection, self._outbox.network_id, now - GRACE_SECONDS, _AT_ONCE)
        return sum(self.drop(upload.cid) for upload in due)

    def drop(self, cid: str) -> bool:
        """Whether the upload went: it is older than a day, and nothing names it.

        Holds the outbox's lock, so that nobody uploads or names the same bytes in between.
        """
        network, now = self._outbox.network_id, int(self._wall())
        with self._reader.connection() as chain, self._outbox.write() as connection:
            lock_uploads(connection)
            upload = find_upload(connection, network, cid)
            if upload is None or upload.uploaded_at > now - GRACE_SECONDS:
                return False
            if self._is_named(connection, chain, cid):
                mark_looked_at(connection, network, cid, now)
                return False
            self._files.drop_file(
                cid,
                lambda digest: (
                    is_block_needed(connection, network, digest, but=cid) or is_block_named(chain, digest)
                ),
            )
            forget_upload(connection, network, cid)
        return True

    def drop_quietly(self, cids: list[str]) -> None:
        """Those of the uploads that nothing names are gone, unless something does not answer now."""
        try:
            for cid in cids:
                self.drop(cid)
        except HashtagspaceError as error:
            _log.warning("depot.not_dropped", code=error.exact_code)

    def _is_named(self, connection: Connection, chain: Connection, cid: str) -> bool:
        network, root = self._outbox.network_id, digest_of_cid(cid)
        return (
            is_file_named(connection, network, cid)
            or is_file_shown(chain, cid)
            or is_block_named(chain, root)
            or is_block_needed(connection, network, root, but=cid)
        )

    def _note(self, cid: str, size: int, digests: set[bytes]) -> None:
        with self._outbox.write() as connection:
            note_upload(connection, self._outbox.network_id, Upload(cid, size, int(self._wall())), digests)
