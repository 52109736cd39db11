"""How long after its block a post can be read, with the real loop in a thread and a reader of its own.

Budget: 250 ms. Batches whose content is in the store; anvil mines one block for each.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from anvil_node import Anvil
from deployed import deploy
from fakes_content import MemoryContent
from sqlalchemy import Engine
from world import World, wallet

from hashtagspace.chain.rpc import Rpc
from hashtagspace.domain.kinds import Kind
from hashtagspace.indexer.hydrate import Hydrator
from hashtagspace.indexer.open import run_indexer
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.run import Indexer
from hashtagspace.indexer.source import Source
from hashtagspace.indexer.status import IndexerStatus
from hashtagspace.store.engine import open_engine
from hashtagspace.store.migrate import prepare_database
from hashtagspace.store.projection import Projection

POSTS = 60


def assemble(world: World, engine: Engine) -> Indexer:
    """An indexer as `open_indexer` builds it, over content in memory."""
    deployment, projection = world.deployed.deployment, Projection(engine)
    hydrator = Hydrator(world.content, deployment.intent_domain)
    source = Source(Rpc(world.deployed.anvil.url), deployment, projection.list_known_blocks)
    projector = Projector(projection, deployment, time.time, hydrator.keep)
    return Indexer(source, projector, projection, hydrator, IndexerStatus())


def main() -> None:
    """Prints median, 90th percentile and the longest wait in milliseconds."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    stop = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/live.sqlite3"
        world, engine = World(deploy(node), MemoryContent()), open_engine(url)
        prepare_database(engine)
        thread = threading.Thread(target=run_indexer, args=(assemble(world, engine), stop))
        try:
            alice = world.register(1, "alice")
            thread.start()
            waits = []
            reader = open_engine(url, read_only=True)
            for number in range(POSTS):
                post = world.sign(wallet(1), alice, Kind.POST, content=world.text(f"post {number} #live"))
                world.anchor(post)
                waits.append(wait_for(reader, world.id_of(post)))
            waits.sort()
            shown = [waits[len(waits) // 2], waits[len(waits) * 9 // 10], waits[-1]]
            print("block to readable post, ms: median {:.0f}, p90 {:.0f}, longest {:.0f}".format(*shown))
            reader.dispose()
        finally:
            stop.set()
            thread.join()
            node.stop()


def wait_for(reader: Engine, post_id: bytes) -> float:
    """Milliseconds from now, when the block is known to the caller, until the post can be shown."""
    start = time.perf_counter()
    while time.perf_counter() - start < 30:
        with reader.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT content_state FROM posts WHERE post_id = ?", (post_id,)
            ).first()
        if found is not None and found[0] == "available":
            return (time.perf_counter() - start) * 1000
        time.sleep(0.002)
    raise AssertionError("the post did not come")


if __name__ == "__main__":
    main()
