"""From transactions on a real anvil to rows, block by block and again from nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deployed import Deployed
from indexing import indexing, settle
from projection_dump import differences, dump
from sqlalchemy import Engine, select
from world import World, wallet

from hashtagspace.domain import content as documents
from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, read_transaction

pytestmark = pytest.mark.anvil


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path}/projection.sqlite3")
    yield made
    made.dispose()


@pytest.fixture
def world(deployed: Deployed) -> World:
    return World(deployed)


def fresh(world: World, tmp_path: Path, name: str = "fresh") -> Engine:
    """The same chain and content indexed from nothing."""
    engine = open_engine(f"sqlite:///{tmp_path}/{name}.sqlite3")
    with indexing(world.deployed.anvil.url, world.deployed.deployment, engine, world.content) as indexer:
        settle(indexer)
    return engine


def test_two_people_talk(world: World, engine: Engine, tmp_path: Path) -> None:
    with indexing(world.deployed.anvil.url, world.deployed.deployment, engine, world.content) as indexer:
        alice = world.register(1, "alice", world.put(documents.build_profile("Alice", "hello")))
        bob = world.register(2, "bob")
        settle(indexer)
        first = world.sign(wallet(1), alice, Kind.POST, content=world.text("good morning #Berlin"))
        settle(indexer)
        reply = world.sign(
            wallet(2), bob, Kind.REPLY, world.id_of(first), world.text("morning! #berlin #coffee")
        )
        smile = documents.build_reaction("🙂", first.intent.content)
        react = world.sign(wallet(2), bob, Kind.REACT, world.id_of(first), world.put(smile))
        follow = world.sign(wallet(2), bob, Kind.FOLLOW, alice.to_bytes(32, "big"))
        world.anchor(first, reply, react, follow)
        settle(indexer)
        inline = documents.build_post("on chain")
        direct = world.sign(wallet(1), alice, Kind.POST, content=world.put(inline))
        world.publish(wallet(1), direct, inline)
        settle(indexer)
    with read_transaction(engine) as connection:
        posts = {bytes(row.post_id): row for row in connection.execute(select(tables.posts))}
        assert set(posts) == {world.id_of(first), world.id_of(reply), world.id_of(direct)}
        assert posts[world.id_of(reply)].root_id == world.id_of(first)
        assert all(row.content_state == "available" for row in posts.values())
        counts = connection.execute(select(tables.post_counts)).one()
        assert tuple(counts) == (world.id_of(first), 1, 0, 0, 1)
        tags = {row.tag: (row.posts, row.followers) for row in connection.execute(select(tables.tag_counts))}
        assert tags == {"berlin": (2, 0), "coffee": (1, 0)}
        followed = connection.execute(select(tables.follows.c.profile, tables.follows.c.target)).all()
        assert [tuple(row) for row in followed] == [(bob, alice)]
        names = {row.handle: row.name for row in connection.execute(select(tables.profiles))}
        assert names == {"alice": "Alice", "bob": None}
    assert differences(dump(engine), dump(fresh(world, tmp_path))) == {}


def test_no_reader_sees_a_post_of_this_gateway_without_its_words(world: World, engine: Engine) -> None:
    with indexing(world.deployed.anvil.url, world.deployed.deployment, engine, world.content) as indexer:
        alice = world.register(1, "alice")
        settle(indexer)
        posts = [
            world.sign(wallet(1), alice, Kind.POST, content=world.text(f"word {number}"))
            for number in range(20)
        ]
        world.anchor(*posts)
        states: list[str] = []
        for _ in range(500):
            indexer.step()
            with read_transaction(engine) as connection:
                states = list(connection.execute(select(tables.posts.c.content_state)).scalars())
            if states:
                break
    assert states == ["available"] * 20
