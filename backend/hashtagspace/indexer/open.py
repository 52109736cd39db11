"""The indexer that settings describe."""

import time
from threading import Event

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.config import Settings
from hashtagspace.indexer.hydrate import Blocks, Hydrator
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.run import Indexer
from hashtagspace.indexer.source import Source
from hashtagspace.indexer.status import IndexerStatus
from hashtagspace.store.engine import open_engine
from hashtagspace.store.projection import Projection


def open_indexer(settings: Settings, deployment: Deployment, content: Blocks) -> Indexer:
    """The parts put together; neither node nor database has been asked yet."""
    projection = Projection(open_engine(settings.database_url))
    hydrator = Hydrator(content, deployment.intent_domain)
    source = Source(Rpc(settings.rpc_url), deployment, projection.list_known_blocks)
    projector = Projector(projection, deployment, time.time, hydrator.keep)
    return Indexer(source, projector, projection, hydrator, IndexerStatus())


def run_indexer(indexer: Indexer, stop: Event, patience_seconds: float = 30.0) -> None:
    """Follows the chain until `stop` is set, then every thread and connection is gone.

    Raises `chain.wrong_network`, `store.deployment` and other ConfigErrors, and at its start what stays
    unavailable for `patience_seconds`.
    """
    try:
        indexer.open(stop, patience_seconds)
        indexer.run(stop)
    finally:
        indexer.close()
