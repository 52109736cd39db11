"""Composition root: builds every part from Settings and hands each what it needs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.config import Settings
from hashtagspace.depot.depot import Depot
from hashtagspace.depot.open import open_depot, open_upkeep
from hashtagspace.indexer.open import open_indexer, run_indexer
from hashtagspace.ipfs.free_space import FreeSpace, open_free_space
from hashtagspace.ipfs.open import open_content_store
from hashtagspace.ipfs.store import ContentStore
from hashtagspace.relay.open import open_relay, open_worker
from hashtagspace.relay.relay import Relay
from hashtagspace.relay.worker import run_relay
from hashtagspace.scorer.run import DEV_POLL_SECONDS, POLL_SECONDS, open_scorer, run_once, run_scorer
from hashtagspace.store.engine import open_engine
from hashtagspace.store.reader import Reader

_HEAD_TIMEOUT_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Services:
    """What the gateway is made of; `close` gives everything back."""

    settings: Settings
    deployment: Deployment
    reader: Reader
    content: ContentStore
    free_space: FreeSpace
    relay: Relay
    depot: Depot
    read_head: Callable[[], int]
    close: Callable[[], None]


def build_services(settings: Settings, threads: int = 5) -> Services:
    """The parts of a gateway that answers with so many threads.

    Raises `chain.deployment`, `store.*`, `ipfs.*` or `config.invalid`.
    Nothing is asked of chain or daemon yet: a gateway starts, and serves what it has, while they are away.
    """
    deployment = Deployment.load(settings.deployment_path)
    content = open_content_store(settings.content_store)
    engine = open_engine(settings.database_url, read_only=True, pool_count=threads)
    relay = open_relay(settings, deployment, engine, content)
    depot = open_depot(settings, deployment, engine, content)
    head = _HeadReader(Rpc(settings.rpc_url, timeout_seconds=_HEAD_TIMEOUT_SECONDS))

    reader = Reader(engine)

    def close() -> None:
        relay.close()
        depot.close()
        head.close()
        reader.close()
        engine.dispose()

    free_space = open_free_space(settings)
    return Services(settings, deployment, reader, content, free_space, relay, depot, head.read, close)


class _HeadReader:
    """Asks the node for its head. Thread-safe, which `Rpc` is not."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._lock = threading.Lock()

    def read(self) -> int:
        with self._lock:
            return int(self._rpc.call("eth_blockNumber", [], str), 16)

    def close(self) -> None:
        self._rpc.close()


def run_index(settings: Settings, stop: threading.Event) -> None:
    """Indexes until `stop` is set; raises what no retry can mend."""
    deployment = Deployment.load(settings.deployment_path)
    run_indexer(open_indexer(settings, deployment, open_content_store(settings.content_store)), stop)


def run_relay_worker(settings: Settings, stop: threading.Event) -> None:
    """Relays until `stop` is set; raises what no retry can mend."""
    deployment = Deployment.load(settings.deployment_path)
    content = open_content_store(settings.content_store)
    engine = open_engine(settings.database_url, read_only=True)
    worker = open_worker(settings, deployment, engine, content)
    upkeep, close = open_upkeep(settings, deployment, engine, content)
    beside = threading.Thread(target=upkeep.run, args=(stop,), name="upkeep")
    try:
        beside.start()
        run_relay(worker, stop)
    finally:
        stop.set()
        beside.join()
        close()
        engine.dispose()


def run_score(settings: Settings, stop: threading.Event, *, once: bool = False) -> None:
    """Scores until `stop` is set, or `once` as far as it goes now; raises what no retry can mend."""
    scorer = open_scorer(settings, Deployment.load(settings.deployment_path))
    if once:
        run_once(scorer)
    else:
        run_scorer(scorer, stop, DEV_POLL_SECONDS if settings.dev else POLL_SECONDS)
