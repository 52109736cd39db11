"""Content that the chain names is fetched beside the chain, never in its way.

Threads fetch and verify; the caller of `collect` writes. What is not here is asked for again, later and
later, for ever: somebody may bring it back years after. The store's own disk and its network have lanes of
their own, so that content which nobody has does not keep waiting what is here.
"""

from collections.abc import Callable, Iterator
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
NETWORK_IN_FLIGHT: Final = 64
PATIENT_ATTEMPTS: Final = 12  # by then the wait is an hour
NETWORK_EVERY: Final = 48  # afterwards the network is asked every 48th time, which is every other day

_log = get_logger("hydrate")


class Blocks(Protocol):
    """What is used of a content store."""

    def find_block(self, cid: str) -> bytes | None:
        """The bytes, None when they are not here."""

    def find_local_block(self, cid: str) -> bytes | None:
        """The same, without asking a network."""

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


def is_worth_the_network(attempts: int) -> bool:
    """Whether content asked for in vain so often is looked for beyond this machine this time."""
    return attempts <= PATIENT_ATTEMPTS or attempts % NETWORK_EVERY == 0


_Result = BatchRow | DocumentRow | None
_Flights = dict[tuple[bytes, str], tuple[Wanted, Future[_Result]]]


class Hydrator:
    """Fetches wanted content by CID with a few threads for each lane."""

    def __init__(self, store: Blocks, domain: IntentDomain, *, threads: int = 4) -> None:
        self._store = store
        self._domain = domain
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hydrate")
        self._network_pool = ThreadPoolExecutor(threads, thread_name_prefix="hydrate-network")
        self._flights: _Flights = {}
        self._network_flights: _Flights = {}

    def close(self) -> None:
        """No thread is left; what was under way is forgotten and asked for again another time."""
        self._network_pool.shutdown(wait=False, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._network_pool.shutdown(wait=True)

    @property
    def room(self) -> int:
        """How many more pieces may be asked for now."""
        return IN_FLIGHT - len(self._flights)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._flights or self._network_flights)

    def ask(self, wanted: Wanted) -> None:
        """The content is being fetched; asking again meanwhile changes nothing."""
        key = (wanted.digest, wanted.what)
        if key not in self._flights and key not in self._network_flights:
            self._flights[key] = (
                wanted,
                self._pool.submit(self._fetch, wanted, self._store.find_local_block),
            )

    def find_at_hand(self, wanted: Wanted) -> DocumentRow | None:
        """A document of this machine's own store, at once; None when it is not there."""
        try:
            found = self._fetch(wanted, self._store.find_local_block)
        except HashtagspaceError:
            return None  # it is asked for again beside the chain, and told if it fails there
        return found if isinstance(found, DocumentRow) else None

    def keep(self, data: bytes) -> None:
        """A document that was published on chain is put into the store, so that others find it there."""
        self._pool.submit(self._put, data)

    def collect(self, patience_seconds: float = 0.0) -> Hydrated:
        """What came since the last call; waits up to `patience_seconds` for the first piece."""
        futures = [future for _, future in (*self._flights.values(), *self._network_flights.values())]
        if futures and patience_seconds > 0:
            wait(futures, patience_seconds, FIRST_COMPLETED)
        found = Hydrated([], [], [])
        for wanted, result in (*self._land(self._network_flights), *self._land(self._flights)):
            match result:
                case None:
                    found.missing.append(wanted)
                case BatchRow() as batch:
                    found.batches.append(batch)
                case DocumentRow() as document:
                    found.documents.append(document)
        return found

    def _land(self, flights: _Flights) -> Iterator[tuple[Wanted, _Result]]:
        """What has arrived; what is not on this machine goes on to the network instead, while it has room."""
        for key, (wanted, future) in list(flights.items()):
            if not future.done():
                continue
            del flights[key]
            result = self._result(wanted, future)
            if result is None and flights is self._flights and self._may_ask_network(wanted):
                asked = self._network_pool.submit(self._fetch, wanted, self._store.find_block)
                self._network_flights[key] = (wanted, asked)
            else:
                yield wanted, result

    def _may_ask_network(self, wanted: Wanted) -> bool:
        has_room = len(self._network_flights) < NETWORK_IN_FLIGHT
        return has_room and is_worth_the_network(wanted.attempts)

    def _result(self, wanted: Wanted, future: Future[_Result]) -> _Result:
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

    def _fetch(self, wanted: Wanted, find: Callable[[str], bytes | None]) -> _Result:
        data = find(cid_of_digest(wanted.digest))
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
