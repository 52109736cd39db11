"""Drives a projection through a made-up chain; shared by the tests of its law."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from random import Random

from chain_model import DOMAIN, GENESIS_TIME, ModelChain
from model_documents import EVERY_DOCUMENT
from sqlalchemy import Engine

from hashtagspace.chain.deployment import Deployment
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.stream import Block, Reorg
from hashtagspace.indexer.verify import read_document, verify_batch
from hashtagspace.store.engine import open_engine
from hashtagspace.store.projection import Projection
from hashtagspace.store.write_checkpoint import Header

MARKET = b"\x33" * 20
START = Header(0, b"\x01" * 32, GENESIS_TIME)
DEPLOYMENT = Deployment(
    DOMAIN.chain_id,
    0,
    START.block_hash,
    {"ProfileRegistry": b"\x22" * 20, "PostRegistry": DOMAIN.post_registry, "DataMarket": MARKET},
)


class Run:
    """One projection and the content it has been given."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.projection = Projection(engine)
        self.projector = Projector(self.projection, DEPLOYMENT, lambda: 0.0)
        self.projector.open(START)

    def apply(self, blocks: list[Block], *, is_live: bool = True) -> None:
        if blocks:
            self.projector.apply(blocks, blocks[-1].number, is_live=is_live)

    def undo_to(self, blocks: list[Block]) -> None:
        last = blocks[-1] if blocks else None
        ancestor = START if last is None else Header(last.number, last.block_hash, last.time_seconds)
        self.projector.undo(Reorg(*ancestor), ancestor.number)

    def give(self, batches: list[bytes], documents: list[bytes]) -> None:
        self.projection.write_content(
            [verify_batch(digest_of(data), data, DOMAIN) for data in batches],
            [read_document(digest_of(data), data) for data in documents],
            is_live=True,
        )


@contextmanager
def memory_run() -> Iterator[Run]:
    engine = open_engine("sqlite://")
    try:
        yield Run(engine)
    finally:
        engine.dispose()


def digest_of(data: bytes) -> bytes:
    return sha256(data).digest()


def live(run: Run, chain: ModelChain, rng: Random, length: int) -> set[bytes]:
    """Blocks, reorganisations and content in a random order; the content that came."""
    given_: set[bytes] = set()
    for _ in range(length):
        if rng.random() < 0.15 and chain.blocks:
            chain.drop(rng.randint(1, min(6, len(chain.blocks))))
            run.undo_to(chain.blocks)
        run.apply([chain.grow() for _ in range(rng.choice([1, 1, 1, 3]))])
        if rng.random() < 0.5:
            batches = rng.sample(chain.batches, min(len(chain.batches), rng.randint(0, 3)))
            documents = rng.sample(EVERY_DOCUMENT, rng.randint(0, 4))
            run.give(batches, documents)
            given_.update(batches, documents)
    return given_
