"""An indexer over a real node and a database of its own, driven step by step."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from fakes_content import MemoryContent
from sqlalchemy import Engine

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.indexer.hydrate import Blocks, Hydrator
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.run import Indexer
from hashtagspace.indexer.source import Source
from hashtagspace.indexer.status import IndexerStatus
from hashtagspace.store.projection import Projection


def assemble(
    url: str, deployment: Deployment, engine: Engine, content: Blocks | None = None, **source_options: float
) -> Indexer:
    """An opened indexer with a clock that stands still."""
    store = MemoryContent() if content is None else content
    projection = Projection(engine)
    hydrator = Hydrator(store, deployment.intent_domain, threads=2)
    options = {"patience_seconds": 0.0, **source_options}
    source = Source(Rpc(url), deployment, projection.list_known_blocks, **options)
    projector = Projector(projection, deployment, lambda: 0.0, hydrator.keep)
    indexer = Indexer(source, projector, projection, hydrator, IndexerStatus(), lambda: 0.0)
    indexer.open(Event(), patience_seconds=0)
    return indexer


@contextmanager
def indexing(
    url: str, deployment: Deployment, engine: Engine, content: Blocks | None = None, **source_options: float
) -> Iterator[Indexer]:
    """An opened indexer; `settle(indexer)` makes it catch up."""
    indexer = assemble(url, deployment, engine, content, **source_options)
    try:
        yield indexer
    finally:
        indexer.close()


def settle(indexer: Indexer) -> None:
    """Chain and available content are projected completely."""
    for _ in range(1000):
        moved = indexer.step()
        while indexer.hydrator.is_busy:
            moved |= indexer.hydrate(1.0)
        if not moved:
            return
    raise AssertionError("the indexer does not settle")
