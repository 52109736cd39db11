"""A society on a real chain: what is told about levels is what the contracts say, step by step."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from anvil_node import Anvil
from deployed import EPOCH_SECONDS, UNIT
from fakes import MemoryContentStore
from indexing import indexing, settle
from people_world import FOUNDERS, PeopleWorld, ring
from people_world import settle as settle_scorer
from sqlalchemy import select

from hashtagspace.api.app import create_app
from hashtagspace.api.rates import Rates
from hashtagspace.api.schemas.people_epoch import EpochDetail, Neighbourhood
from hashtagspace.api.schemas.personhood import Personhood
from hashtagspace.api.schemas.reward import RewardEpoch, TipPage
from hashtagspace.domain.keccak import keccak256
from hashtagspace.indexer.run import Indexer
from hashtagspace.scorer.tables import ScoreTables
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, read_transaction

pytestmark = pytest.mark.anvil
NEWCOMERS = ["anna", "bert", "cleo"]
LABEL = keccak256(b"hashtagspace/people/standing/v1")


@pytest.fixture
def world() -> Iterator[PeopleWorld]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    made = PeopleWorld.make(node)
    for name in NEWCOMERS:
        made.join(name)
    yield made
    node.stop()


class Watch:
    """An indexer beside the chain; `compare` holds its rows to the contract's word."""

    def __init__(self, world: PeopleWorld, indexer: Indexer, engine) -> None:
        self.world, self.indexer, self.engine = world, indexer, engine
        self.seen: set[int] = set()

    def compare(self) -> dict[str, int]:
        settle(self.indexer)
        p = tables.profiles.c
        with read_transaction(self.engine) as connection:
            rows = connection.execute(select(p.profile, p.level, p.judged_fake)).all()
        level_of = self.world.registry.functions.levelOf
        is_fake = self.world.deployed.contracts["Jury"].functions.fakeSince
        indexed = {row.profile: (row.level, row.judged_fake) for row in rows}
        contract = {one: (level_of(one).call(), is_fake(one).call() != 0) for one in indexed}
        assert indexed == contract
        self.seen |= {level for level, _ in indexed.values()}
        names = {self.world.id(name): name for name in self.world.people if name != "poster"}
        return {names[one]: level for one, (level, _) in indexed.items()}


def test_levels_and_their_reasons(world: PeopleWorld, tmp_path: Path, open_gateway) -> None:
    url = f"sqlite:///{tmp_path / 'projection.sqlite3'}"
    engine = open_engine(url)
    with indexing(world.anvil.url, world.deployment, engine) as indexer:
        watch = Watch(world, indexer, engine)
        assert set(watch.compare().values()) == {0, 3}
        founders = [f"founder{number}" for number in range(FOUNDERS)]
        world.vouch_all(ring([*founders, *NEWCOMERS], 3))
        watch.compare()
        world.begin(3)
        assert set(watch.compare().values()) == {0}
        scorer = world.scorer("poster", store=ScoreTables(open_engine(url)))
        world.take_beacon(scorer)
        settle_scorer(scorer)
        watch.compare()
        world.pass_seconds(EPOCH_SECONDS + 5)
        settle_scorer(scorer)
        levels = watch.compare()
        assert levels["anna"] >= 1
        verify_pages(world, watch, scorer, open_gateway, tmp_path)
        world.anvil.reorg(3)
        watch.compare()
        for _ in range(6):  # no more roots: levels end by time alone
            world.begin(world.epoch() + 1)
            levels = watch.compare()
        assert set(levels.values()) == {0}
        assert watch.seen >= {0, 3}
    engine.dispose()


def verify_pages(world: PeopleWorld, watch: Watch, scorer, open_gateway, folder: Path) -> None:
    anna = world.id("anna")
    world.call(world.people["bert"], "RewardPool", "tip", world.id("bert"), anna, 3 * UNIT, b"\x09" * 32)
    world.call(world.people["cleo"], "RewardPool", "tip", world.id("cleo"), anna, 2 * UNIT, bytes(32))
    world.call(world.people["cleo"], "RewardPool", "sponsor", world.epoch(), 50 * UNIT)
    watch.compare()
    made = scorer.epochs.find(scorer.ledger.look(), 3)
    gateway = SimpleNamespace(
        folder=folder, deployment=world.deployment, store=MemoryContentStore(), number=0
    )
    with open_gateway(gateway) as services:
        client = create_app(services, Rates(read=None, write=None, upload_bytes=None)).test_client()
        time.sleep(0.06)

        def get(path, model):
            answer = client.get(path)
            assert answer.status_code == 200, answer.text
            model.model_validate_json(answer.data)
            return answer.json

        told = get(f"/v1/profiles/{anna}/personhood", Personhood)
        assert (told["level"], told["epoch"], told["epochNow"]) == (world.level("anna"), 3, world.epoch())
        assert told["root"] == {"epoch": 3, "root": "0x" + made.header.root.hex(), "state": "final"}
        seat = scorer.ledger.look().facts.profiles_in(3).index(anna)
        standing = made.standing
        assert told["numbers"] == {
            "share": str(standing.share[seat]), "support": str(standing.support[seat]),
            "bound": str(standing.bound[seat]),
        }  # fmt: skip
        assert {one["state"] for one in told["partners"]} == {"live"}
        assert sum(int(one["contribution"]) for one in told["partners"]) == int(standing.support[seat])
        near = get(f"/v1/people/epochs/3/neighbourhood?profile={anna}", Neighbourhood)
        verify_neighbourhood(world, near, made, seat)
        detail = get("/v1/people/epochs/3", EpochDetail)
        assert detail["finalRoot"] == detail["computedRoot"] == near["root"]
        assert [post["agrees"] for post in detail["posts"]] == [True]
        assert len(detail["draws"]) == len(made.header.draws)
        tips = get(f"/v1/profiles/{anna}/tips", TipPage)
        assert (tips["total"], tips["count"]) == (str(5 * UNIT), 2)
        assert [tip["from"]["handle"] for tip in tips["items"]] == ["cleo", "bert"]
        pool = get(f"/v1/rewards/{world.epoch()}", RewardEpoch)
        functions = world.deployed.contracts["RewardPool"].functions
        sponsored, _, weight, _ = functions.poolOf(world.epoch()).call()
        assert (pool["sponsored"], pool["weight"]) == (str(sponsored), str(weight))
        assert pool["shares"][0]["weight"] == str(functions.receiverOf(world.epoch(), anna).call()[3])


def verify_neighbourhood(world: PeopleWorld, near: dict, made, seat: int) -> None:
    """The told standing leads to the root that the contract has; rows and numbers are the scorer's."""
    assert (near["state"], near["isWhole"], near["seat"]) == ("final", True, seat)
    node = keccak256(LABEL + bytes.fromhex(near["standing"]["word"][2:]))
    for height, sibling in enumerate(bytes.fromhex(one[2:]) for one in near["standing"]["path"]):
        node = keccak256(sibling + node if seat >> height & 1 else node + sibling)
    assert node == bytes(world.roots.functions.finalOf(3).call()[1])
    assert tuple(near["header"]["columns"]) == tuple("0x" + one.hex() for one in made.header.columns)
    assert len(near["nodes"]) == made.header.accounts
    for one in near["nodes"]:
        assert one["row"] == [int(partner) for partner in made.partners(one["seat"])]
        assert one["share"] == str(made.standing.share[one["seat"]])
