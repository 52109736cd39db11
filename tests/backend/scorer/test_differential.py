"""One long history, computed four ways: the process, another with a node alone, the tables, the twin.

The contracts are asked about every vouch and verdict besides.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from anvil_node import Anvil
from deployed import EPOCH_SECONDS
from indexing import indexing
from indexing import settle as settle_index
from people_world import FOUNDERS, PeopleWorld, ring, settle
from sqlalchemy import create_engine, text

from hashtagspace.chain.reverts import CallReverted
from hashtagspace.client.juror import Juror
from hashtagspace.client.people import Person
from hashtagspace.client.people_network import PeopleNetwork
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.errors import Conflict
from hashtagspace.personhood.exact import score_exact
from hashtagspace.personhood.facts import Facts, Term, build_inputs, is_same
from hashtagspace.scorer.scorer import Scorer
from hashtagspace.scorer.tables import ScoreTables
from hashtagspace.store.engine import open_engine
from hashtagspace.store.migrate import prepare_database

pytestmark = pytest.mark.anvil
FOUNDED = [f"founder{number}" for number in range(FOUNDERS)]
NEWCOMERS = ["anna", "bert", "cleo", "dora", "emil", "fred", "gina", "hugo"]
EVIDENCE = b"\x07" * 32
LAST_EPOCH = 6


class History:
    """Six epochs in which people vouch, take back, are vetted and judged fake."""

    def __init__(self, world: PeopleWorld, folder: Path) -> None:
        self.world = world
        self.random = random.Random(11)
        self.scorer = world.scorer("poster")
        network = PeopleNetwork(world.deployment, world.anvil.url, poll_seconds=0.01)
        self.people = {name: Person(network, world.people[name], world.id(name)) for name in world.people
                       if name != "poster"}  # fmt: skip
        self.jurors = [Juror(self.people[name], folder) for name in FOUNDED]

    def live(self) -> None:
        for juror in self.jurors:
            juror.join()
        self.world.vouch_all(ring([*FOUNDED, *NEWCOMERS[:5]], 2))
        self.people["anna"].appeal(EVIDENCE)
        for epoch in range(2, LAST_EPOCH + 2):
            self.world.begin(epoch)
            self.world.take_beacon(self.scorer)
            settle(self.scorer)
            self.vote(Vote.FAKE if epoch == 3 else Vote.PASS)
            if epoch == 2:
                self.people["bert"].accuse(self.world.id("cleo"), EVIDENCE)
            self.mingle()
            settle(self.scorer)
        self.world.begin(LAST_EPOCH + 3)
        settle(self.scorer)

    def vote(self, vote: Vote) -> None:
        duties = [(juror, case) for juror in self.jurors for case in juror.list_duties()]
        for juror, case in duties:
            juror.commit_vote(case, vote)
        if duties:
            self.world.pass_seconds(EPOCH_SECONDS // 2 + 5)
        for juror, case in duties:
            juror.reveal_vote(case)
        settle(self.scorer)

    def mingle(self) -> None:
        names = list(self.people)
        for _ in range(12):
            one, other = self.random.sample(names, 2)
            vouching = self.people[one].is_vouching(self.world.id(other))
            try:
                if vouching and self.random.random() < 0.6:
                    self.people[one].withdraw_vouch(self.world.id(other))
                elif not vouching:
                    self.people[one].vouch(self.world.id(other))
                    self.people[other].vouch(self.world.id(one))
            except (CallReverted, Conflict):
                continue  # a judged fake, or a stake that still lies there: no part of the history


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    node = Anvil.start("--slots-in-an-epoch", "1")
    try:
        world = PeopleWorld.make(node)
        for name in NEWCOMERS:
            world.join(name)
        made = History(world, tmp_path_factory.mktemp("votes"))
        made.live()
        yield made
    finally:
        node.stop()


def test_every_epoch_was_posted_and_is_final(history: History) -> None:
    finals = history.scorer.ledger.look().games.finals
    assert set(range(3, LAST_EPOCH + 1)) <= set(finals)
    facts = history.scorer.ledger.look().facts
    assert history.world.id("anna") in facts.vetted
    assert history.world.id("cleo") in facts.fakes
    assert any(len(terms) > 1 or terms[0].until for terms in facts.terms.values())


def test_a_second_process_with_a_node_alone_finds_the_same_roots(history: History, tmp_path: Path) -> None:
    file = history.world.deployed.write(tmp_path / "31337.json")
    command = [sys.executable, "-m", "hashtagspace.cli", "people", "verify", "--json"]
    options = [f"--rpc-url={history.world.anvil.url}", f"--deployment={file}", "--gateway=http://127.0.0.1:9"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [*command, *options],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {check["epoch"]: check for check in json.loads(done.stdout)}
    for epoch in range(3, LAST_EPOCH + 1):
        assert found[epoch]["root"] == found[epoch]["final"] == "0x" + history.world.final_root(epoch).hex()


def test_the_projected_tables_give_the_same_inputs(history: History, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'projection.sqlite3'}"
    engine = open_engine(url)
    with indexing(history.world.anvil.url, history.world.deployment, engine) as indexer:
        settle_index(indexer)
    by_tables, by_chain = read_tables(url), history.scorer.ledger.look().facts
    for epoch in range(1, LAST_EPOCH + 2):
        assert is_same(build_inputs(by_tables, epoch, 2), build_inputs(by_chain, epoch, 2)), epoch


def read_tables(url: str) -> Facts:
    """The same facts, told by the indexer's tables."""
    facts = Facts()
    place = "ORDER BY block_number, log_index"
    with create_engine(url).connect() as connection:

        def rows(query: str) -> list[tuple]:
            return [tuple(row) for row in connection.execute(text(query))]

        facts.seats += [(p, e) for p, e in rows("SELECT profile, epoch FROM people_seats ORDER BY seat")]
        facts.beacons.update(dict(rows("SELECT epoch, beacon FROM people_beacons")))
        kinds = dict(rows("SELECT case_id, kind FROM case_openings"))
        for sender, receiver, event, epoch in rows(
            f"SELECT sender, receiver, event, epoch FROM vouch_events {place}"
        ):
            terms = facts.terms.setdefault((sender, receiver), [])
            if event == "vouched":
                terms.append(Term(epoch, None))
            elif event == "withdrawn":
                terms[-1] = Term(terms[-1].since, epoch)
        for profile, verdict, epoch, case in rows(
            f"SELECT profile, verdict, epoch, case_id FROM people_verdicts {place}"
        ):
            if verdict == Vote.FAKE:
                facts.fakes.setdefault(profile, epoch + 1)
            elif (
                verdict == Vote.PASS and kinds.get(case) != CaseKind.ACCUSATION and profile not in facts.fakes
            ):
                facts.vetted.setdefault(profile, epoch + 1)
    return facts


def test_the_contracts_say_the_same_of_every_vouch_and_verdict(history: History) -> None:
    vouches, jury = (history.world.deployed.contracts[name] for name in ("Vouches", "Jury"))
    facts = history.scorer.ledger.look().facts
    for epoch in (3, 5):
        inputs, profiles = build_inputs(facts, epoch, 2), facts.profiles_in(epoch)
        assert len(profiles) == vouches.functions.seatsBefore(epoch).call()
        rows = [
            inputs.graph.partners[a:b].tolist()
            for a, b in zip(inputs.graph.offsets, inputs.graph.offsets[1:], strict=False)
        ]
        for seat, profile in enumerate(profiles):
            live = [other for other in range(len(profiles)) if other != seat
                    and vouches.functions.isLive(profile, profiles[other], epoch).call()]  # fmt: skip
            assert live == rows[seat]
            is_member = bool(live)
            assert (seat in inputs.vetted) == (is_member and jury.functions.isVetted(profile, epoch).call())
            assert (seat in inputs.fakes) == (is_member and jury.functions.isFake(profile, epoch).call())


def test_the_plain_twin_gives_the_same_levels(history: History) -> None:
    facts = history.scorer.ledger.look().facts
    for epoch in range(3, LAST_EPOCH + 1):
        made = history.scorer.epochs.find(history.scorer.ledger.look(), epoch)
        assert made is not None
        inputs = build_inputs(facts, epoch, 2)
        members = np.flatnonzero(made.members)
        place = {int(seat): number for number, seat in enumerate(members)}
        edges = [(place[seat], place[one]) for seat in place for one in made.partners(seat)]
        exact = score_exact(len(members), edges, [place[s] for s in inputs.vetted.tolist()],
                            [place[s] for s in inputs.fakes.tolist()])  # fmt: skip
        assert exact.level == made.standing.level.tolist()
        assert exact.share == made.standing.share.tolist()
        assert exact.bound == made.standing.bound.tolist()


def test_scores_are_kept_for_readers_and_written_again_when_lost(history: History, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'scores.sqlite3'}")
    prepare_database(engine)

    def read() -> list[tuple]:
        with engine.connect() as connection:
            query = text(
                "SELECT epoch, profile, seat, share, support, bound, level FROM people_scores ORDER BY 1, 3"
            )
            return [tuple(row) for row in connection.execute(query)]

    def keep() -> list[tuple]:
        rpc = history.world.rpc()
        Scorer(rpc, history.world.deployment, None, ScoreTables(engine, lambda: 0.0)).step()
        return read()

    first = keep()
    assert {row[0] for row in first} >= {LAST_EPOCH, LAST_EPOCH + 1}
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM people_scores"))
        connection.execute(text("DELETE FROM people_epochs"))
    assert keep() == first
