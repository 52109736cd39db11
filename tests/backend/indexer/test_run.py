"""The loop: it survives what passes, ends on what does not, and two of it are one too many."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import free_port
from deployed import Deployed
from fake_node import FakeNode, FakeRpc
from fakes_content import MemoryContent
from indexing import indexing, settle
from projection_dump import differences, dump
from sqlalchemy import Engine, select
from world import World, wallet

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import WrongNetwork
from hashtagspace.domain.kinds import Kind
from hashtagspace.errors import ChainUnavailable
from hashtagspace.indexer.hydrate import Hydrator
from hashtagspace.indexer.open import run_indexer
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.run import Indexer
from hashtagspace.indexer.source import Source
from hashtagspace.indexer.status import IndexerStatus
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.errors import StoreContended
from hashtagspace.store.projection import Projection


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path}/projection.sqlite3")
    yield made
    made.dispose()


def over(node: FakeNode, engine: Engine) -> tuple[Indexer, FakeRpc]:
    rpc, deployment, projection = FakeRpc(node), node.deployment, Projection(engine)
    hydrator = Hydrator(MemoryContent(), deployment.intent_domain)
    source = Source(rpc, deployment, projection.list_known_blocks)
    projector = Projector(projection, deployment, time.time, hydrator.keep)
    return Indexer(source, projector, projection, hydrator, IndexerStatus()), rpc


def wait_until(condition: object, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def test_failures_pass_and_the_loop_goes_on(engine: Engine) -> None:
    node, stop = FakeNode(), threading.Event()
    node.grow(1, 2)
    indexer, rpc = over(node, engine)
    thread = threading.Thread(target=run_indexer, args=(indexer, stop))
    thread.start()
    try:
        wait_until(lambda: indexer.status.indexed_number == 2)
        rpc.failures = [ChainUnavailable("away"), ChainUnavailable("still away")]
        node.grow(3)
        wait_until(lambda: indexer.status.indexed_number == 3)
        assert indexer.status.chain_failures == 2
        assert indexer.status.events == 6
        assert indexer.status.snapshot()["lag_blocks"] == 0
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()


def test_what_no_retry_can_mend_ends_it(engine: Engine) -> None:
    node = FakeNode()
    node.grow(1)
    indexer, _ = over(node, engine)
    node.chain_id = 5
    with pytest.raises(WrongNetwork):
        run_indexer(indexer, threading.Event())


def test_no_node_at_the_start(engine: Engine) -> None:
    addresses = {"ProfileRegistry": b"\x01" * 20, "PostRegistry": b"\x02" * 20, "DataMarket": b"\x03" * 20}
    deployment = Deployment(1, 0, b"\0" * 32, addresses)
    with (
        pytest.raises(ChainUnavailable, match="not reachable"),
        indexing(f"http://127.0.0.1:{free_port()}", deployment, engine),
    ):
        pass


def test_a_stop_in_the_middle_of_a_backfill(engine: Engine) -> None:
    node, stop = FakeNode(), threading.Event()
    node.grow(*([1] * 50))
    indexer, _ = over(node, engine)
    indexer.open(threading.Event())

    def twist(method: str, answer: object) -> object:
        if method == "eth_getLogs":
            stop.set()
        return answer

    node.twist = twist
    indexer.step(stop)
    assert indexer.projector.progress.tip.number < 50
    stop.clear()
    node.twist = lambda _method, answer: answer
    indexer.step(stop)
    assert indexer.projector.progress.tip.number == 50
    indexer.close()


def test_two_indexers_on_one_database(engine: Engine, tmp_path: Path) -> None:
    node = FakeNode()
    node.grow(1, 1)
    one, _ = over(node, engine)
    one.open(threading.Event())
    second = open_engine(f"sqlite:///{tmp_path}/projection.sqlite3")
    other, _ = over(node, second)
    other.open(threading.Event())
    one.step()
    node.grow(1)
    with pytest.raises(StoreContended, match="Another indexer"):
        other.step()
    one.close()
    other.close()


def test_a_crash_between_two_blocks_loses_and_doubles_nothing(engine: Engine) -> None:
    node = FakeNode()
    node.grow(*([2] * 10))
    first, rpc = over(node, engine)
    first.open(threading.Event())
    seen = []

    def twist(method: str, answer: object) -> object:
        if method == "eth_getLogs":
            seen.append(1)
            if len(seen) == 5:
                raise KeyboardInterrupt
        return answer

    node.twist = twist
    with pytest.raises(KeyboardInterrupt):
        first.step()
    first.close()
    del rpc
    second, _ = over(node, engine)
    second.open(threading.Event())
    second.step()
    with read_transaction(engine) as connection:
        rows = connection.execute(
            select(tables.publications.c.block_number, tables.publications.c.log_index)
        ).all()
    assert sorted(tuple(row) for row in rows) == [(n, i) for n in range(1, 11) for i in range(2)]
    second.close()


@pytest.mark.anvil
def test_the_real_loop_follows_a_real_chain(deployed: Deployed, engine: Engine, tmp_path: Path) -> None:
    world, stop = World(deployed), threading.Event()
    with indexing(deployed.anvil.url, deployed.deployment, engine, world.content) as indexer:
        thread = threading.Thread(target=indexer.run, args=(stop,))
        thread.start()
        try:
            alice = world.register(1, "alice")
            late = world.text("late #news")
            world.content.hidden = set(world.content.blocks)
            post = world.sign(wallet(1), alice, Kind.POST, content=late)
            world.anchor(post)
            wait_until(lambda: _state_of(engine, world.id_of(post)) == "unavailable")
            deployed.anvil.reorg(1)
            wait_until(lambda: _state_of(engine, world.id_of(post)) is None)
            world.anchor(post)
            wait_until(lambda: _state_of(engine, world.id_of(post)) == "unavailable")
            world.content.hidden.clear()
            _make_due(engine)
            wait_until(lambda: _state_of(engine, world.id_of(post)) == "available")
            with read_transaction(engine) as connection:
                assert connection.execute(select(tables.arrivals.c.id)).scalars().all() == [world.id_of(post)]
        finally:
            stop.set()
            thread.join(10)
    fresh = open_engine(f"sqlite:///{tmp_path}/fresh.sqlite3")
    with indexing(deployed.anvil.url, deployed.deployment, fresh, world.content) as again:
        settle(again)
    assert differences(dump(engine), dump(fresh)) == {}
    fresh.dispose()


def _state_of(engine: Engine, post_id: bytes) -> str | None:
    with read_transaction(engine) as connection:
        found = connection.execute(
            select(tables.posts.c.content_state).where(tables.posts.c.post_id == post_id)
        ).first()
    return None if found is None else str(found[0])


def _make_due(engine: Engine) -> None:
    """The hour of the back-off is over."""
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE wanted SET next_at = 0")
