"""Content that the chain names is fetched beside the chain, never in its way.

Threads fetch and verify; the caller of `collect` writes. What is not here is asked for again, later and
later, for ever: somebody may bring it back years after.
"""

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final, Protocol

from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.intent import IntentDomain
from hashtagspace.errors import HashtagspaceError, Unavailable
from hashtagspace.indexer.verify import is_content_of, read_document, verify_batch
from hashtagspace.log import get_logger
from hashtagspace.store.write_content import BATCH, BatchRow, DocumentRow, Wanted

FIRST_DELAY_SECONDS: Final = 1
LONGEST_DELAY_SECONDS: Final = 3600
IN_FLIGHT: Final = 256

_log = get_logger("hydrate")


class Blocks(Protocol):
    """What is used of a content store."""

    def find_block(self, cid: str) -> bytes | None:
        """The bytes, None when they are not here."""

    def put_block(self, data: bytes) -> str:
        """The bytes are kept."""


@dataclass(frozen=True, slots=True)
class Hydrated:
    """What came of the content asked for."""

    batches: list[BatchRow]
    documents: list[DocumentRow]
    missing: list[Wanted]


def delay_seconds(attempts: int) -> int:
    """How long to wait after so many attempts in vain: 1 s, 2 s, 4 s … one hour."""
    return min(FIRST_DELAY_SECONDS << min(attempts, 20), LONGEST_DELAY_SECONDS)


class Hydrator:
    """Fetches wanted content by CID with a few threads."""

    def __init__(self, store: Blocks, domain: IntentDomain, *, threads: int = 4) -> None:
        self._store = store
        self._domain = domain
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hydrate")
        self._flights: dict[tuple[bytes, str], tuple[Wanted, Future[BatchRow | DocumentRow | None]]] = {}

    def close(self) -> None:
        """No thread is left; what was under way is forgotten and asked for again another time."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def room(self) -> int:
        """How many more pieces may be asked for now."""
        return IN_FLIGHT - len(self._flights)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._flights)

    def ask(self, wanted: Wanted) -> None:
        """The content is being fetched; asking again meanwhile changes nothing."""
        key = (wanted.digest, wanted.what)
        if key not in self._flights:
            self._flights[key] = (wanted, self._pool.submit(self._fetch, wanted))

    def keep(self, data: bytes) -> None:
        """A document that was published on chain is put into the store, so that others find it there."""
        self._pool.submit(self._put, data)

    def collect(self, patience_seconds: float = 0.0) -> Hydrated:
        """What came since the last call; waits up to `patience_seconds` for the first piece."""
        futures = [future for _, future in self._flights.values()]
        if futures and patience_seconds > 0:
            wait(futures, patience_seconds, FIRST_COMPLETED)
        found = Hydrated([], [], [])
        for key, (wanted, future) in list(self._flights.items()):
            if not future.done():
                continue
            del self._flights[key]
            match self._result(wanted, future):
                case None:
                    found.missing.append(wanted)
                case BatchRow() as batch:
                    found.batches.append(batch)
                case DocumentRow() as document:
                    found.documents.append(document)
        return found

    def _result(
        self, wanted: Wanted, future: Future[BatchRow | DocumentRow | None]
    ) -> BatchRow | DocumentRow | None:
        try:
            return future.result()
        except Unavailable as error:
            if wanted.attempts == 0:
                _log.warning(
                    "hydrate.unavailable", what=wanted.what, digest=wanted.digest.hex(), why=str(error)
                )
        except HashtagspaceError as error:
            _log.warning("hydrate.refused", what=wanted.what, digest=wanted.digest.hex(), why=str(error))
        return None

    def _fetch(self, wanted: Wanted) -> BatchRow | DocumentRow | None:
        data = self._store.find_block(cid_of_digest(wanted.digest))
        if data is None:
            return None
        if not is_content_of(wanted.digest, data):
            _log.warning("hydrate.mismatch", what=wanted.what, digest=wanted.digest.hex())
            return None
        if wanted.what == BATCH:
            return verify_batch(wanted.digest, data, self._domain)
        return read_document(wanted.digest, data)

    def _put(self, data: bytes) -> None:
        try:
            self._store.put_block(data)
        except HashtagspaceError as error:
            _log.warning("hydrate.not_kept", why=str(error))
