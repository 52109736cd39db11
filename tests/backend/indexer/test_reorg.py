"""A real anvil loses blocks of several depths, with registrations, keys and anchors in them.

After each the tables equal those of a fresh index of the chain that is left.
"""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from anvil_node import Anvil
from deployed import Deployed, deploy
from indexing import indexing, settle
from projection_dump import differences, dump
from sqlalchemy import Engine, select
from world import World, wallet

from hashtagspace.chain.errors import HeadWentBack, WrongNetwork
from hashtagspace.domain import content as documents
from hashtagspace.domain.kinds import Kind
from hashtagspace.indexer.run import Indexer
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.errors import ForeignDatabase

pytestmark = pytest.mark.anvil


@pytest.fixture(params=["1", "32"], ids=["final two blocks behind", "final 64 blocks behind"])
def anvil(request: pytest.FixtureRequest) -> Iterator[Anvil]:
    node = Anvil.start("--slots-in-an-epoch", request.param)
    yield node
    node.stop()


@pytest.fixture
def world(anvil: Anvil) -> World:
    return World(deploy(anvil))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path}/projection.sqlite3")
    yield made
    made.dispose()


def assert_as_fresh(world: World, engine: Engine, tmp_path: Path, name: str) -> None:
    fresh = open_engine(f"sqlite:///{tmp_path}/{name}.sqlite3")
    with indexing(world.deployed.anvil.url, world.deployed.deployment, fresh, world.content) as indexer:
        settle(indexer)
    assert differences(dump(engine), dump(fresh)) == {}
    fresh.dispose()


def post_count(engine: Engine) -> int:
    with read_transaction(engine) as connection:
        return len(connection.execute(select(tables.posts.c.post_id)).all())


class Talk:
    """Some life on chain, a little different at each call."""

    def __init__(self, world: World) -> None:
        self.world, self.round = world, 0
        self.alice = world.register(1, "alice", world.put(documents.build_profile("Alice")))
        self.first = world.sign(wallet(1), self.alice, Kind.POST, content=world.text("the first #word"))
        world.anchor(self.first)

    def go_on(self) -> None:
        world, self.round = self.world, self.round + 1
        bob = world.register(10 + self.round, f"bob_{self.round}")
        key = wallet(100 + self.round)
        world.authorise(10 + self.round, bob, key)
        reply = world.sign(
            key,
            bob,
            Kind.REPLY,
            world.id_of(self.first),
            world.text(f"round {self.round} #word #r{self.round}"),
        )
        follow = world.sign(key, bob, Kind.FOLLOW, self.alice.to_bytes(32, "big"))
        smile = documents.build_reaction("🙂", self.first.intent.content)
        react = world.sign(key, bob, Kind.REACT, world.id_of(self.first), world.put(smile))
        edit = world.sign(
            wallet(1),
            self.alice,
            Kind.EDIT,
            world.id_of(self.first),
            world.text(f"edited {self.round} #word"),
        )
        world.anchor(reply, follow, react, edit)
        if self.round % 2:
            void_from = world.deployed.anvil.time() - 2
            world.revoke(10 + self.round, bob, key, max(void_from, self._from(bob, key.address)))

    def _from(self, profile: int, key: bytes) -> int:
        address = self.world.deployed.web3.to_checksum_address(key)
        return int(self.world.deployed.profiles.functions.sessionKeyOf(profile, address).call()[0])


def test_blocks_go_away(world: World, engine: Engine, tmp_path: Path) -> None:
    node = world.deployed.anvil
    with indexing(node.url, world.deployed.deployment, engine, world.content) as indexer:
        talk = Talk(world)
        for _ in range(6):
            talk.go_on()
        settle(indexer)
        for depth in (1, 2, 5, 20):
            before = indexer.status.reorgs
            node.reorg(depth)
            settle(indexer)
            assert indexer.status.reorgs == before + 1
            assert indexer.status.deepest_reorg_blocks >= depth
            assert_as_fresh(world, engine, tmp_path, f"reorg-{depth}")
            talk.go_on()
            settle(indexer)
            assert_as_fresh(world, engine, tmp_path, f"after-{depth}")


def test_a_batch_is_anchored_again_after_its_block_went_away(
    world: World, engine: Engine, tmp_path: Path
) -> None:
    node = world.deployed.anvil
    with indexing(node.url, world.deployed.deployment, engine, world.content) as indexer:
        talk = Talk(world)
        settle(indexer)
        second = world.sign(wallet(1), talk.alice, Kind.POST, content=world.text("second"))
        world.anchor(second)
        settle(indexer)
        assert post_count(engine) == 2
        node.reorg(1)
        settle(indexer)
        assert post_count(engine) == 1
        asked = len(world.content.asked)
        world.anchor(second)
        settle(indexer)
        assert post_count(engine) == 2
        assert len(world.content.asked) == asked  # its bytes were kept
        assert_as_fresh(world, engine, tmp_path, "again")


def test_a_revocation_reaches_back_and_a_reorg_takes_it_back(
    world: World, engine: Engine, tmp_path: Path
) -> None:
    node = world.deployed.anvil
    with indexing(node.url, world.deployed.deployment, engine, world.content) as indexer:
        alice = world.register(1, "alice")
        key = wallet(50)
        world.authorise(1, alice, key)
        authorised_at = node.time()
        node.move_time(3600)
        stolen = world.sign(key, alice, Kind.POST, content=world.text("not me #stolen"))
        world.anchor(stolen)
        settle(indexer)
        assert post_count(engine) == 1
        world.revoke(1, alice, key, authorised_at + 60)
        settle(indexer)
        assert post_count(engine) == 0
        with read_transaction(engine) as connection:
            fault = connection.execute(select(tables.intents.c.fault)).scalar_one()
            assert connection.execute(select(tables.tag_counts)).all() == []
        assert fault == "intent.unauthorised"
        assert_as_fresh(world, engine, tmp_path, "revoked")
        node.reorg(1)
        settle(indexer)
        assert post_count(engine) == 1
        assert_as_fresh(world, engine, tmp_path, "taken back")


def test_a_node_that_is_behind_gets_time_then_its_word_counts(
    world: World, engine: Engine, tmp_path: Path
) -> None:
    node = world.deployed.anvil
    talk = Talk(world)
    snapshot = node.snapshot()
    talk.go_on()
    with indexing(node.url, world.deployed.deployment, engine, world.content, patience_seconds=60) as indexer:
        settle(indexer)
        tip = indexer.projector.progress.tip
        node.revert(snapshot)
        with pytest.raises(HeadWentBack):
            indexer.step()
        assert indexer.projector.progress.tip == tip
    with indexing(node.url, world.deployed.deployment, engine, world.content) as indexer:
        settle(indexer)
        assert indexer.projector.progress.tip.number == node.head()
        assert post_count(engine) == 1
        assert_as_fresh(world, engine, tmp_path, "truncated")
        talk.go_on()
        settle(indexer)
        assert_as_fresh(world, engine, tmp_path, "grown again")


def test_a_chain_without_the_start_block_is_refused(world: World, engine: Engine) -> None:
    Talk(world)
    world.deployed.anvil.mine(2)
    with indexing(world.deployed.anvil.url, world.deployed.deployment, engine, world.content) as indexer:
        settle(indexer)
    before = dump(engine)
    other = Anvil.start("--timestamp", "1700000000")
    try:
        with pytest.raises(WrongNetwork, match=r"Deploy again"):
            run_once(other.url, world.deployed, engine)
    finally:
        other.stop()
    assert dump(engine) == before


def test_a_chain_reset_while_running_is_refused(world: World, engine: Engine) -> None:
    node = world.deployed.anvil
    Talk(world)
    with indexing(node.url, world.deployed.deployment, engine, world.content) as indexer:
        settle(indexer)
        before = dump(engine)
        port = node.port
        node.stop()
        reset = Anvil.start("--timestamp", "1700000000", port=port)
        try:
            reset.mine(60)
            with pytest.raises(WrongNetwork, match="Deploy again"):
                indexer.run(Event())
        finally:
            reset.stop()
        assert dump(engine) == before


def test_a_database_of_another_deployment_is_refused(world: World, engine: Engine) -> None:
    with indexing(world.deployed.anvil.url, world.deployed.deployment, engine, world.content) as indexer:
        settle(indexer)
    again = deploy(world.deployed.anvil)
    with pytest.raises(ForeignDatabase, match="HASHTAGSPACE_DATABASE_URL"):
        run_once(again.anvil.url, again, engine)


def run_once(url: str, deployed: Deployed, engine: Engine) -> Indexer | None:
    with indexing(url, deployed.deployment, engine) as indexer:
        return indexer
