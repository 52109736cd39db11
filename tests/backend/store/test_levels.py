"""The level on a profile's row is what the rule says of the chain's facts, whatever came, went and passed."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_village import TERMS, Village
from projected_world import START_SECONDS, World
from projection_dump import differences, dump
from sqlalchemy import select

from hashtagspace.domain.levels import EpochClock, LevelFacts, effective_level, is_term_counting
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.store import people_scores, read_people, read_vouches, tables
from hashtagspace.store.engine import read_transaction
from hashtagspace.store.people_scores import EpochRow, ScoreRow

PEOPLE = 4


def levels(world: World) -> dict[int, tuple[int, bool]]:
    p = tables.profiles.c
    with read_transaction(world.engine) as connection:
        rows = connection.execute(select(p.profile, p.level, p.judged_fake))
        return {row.profile: (row.level, row.judged_fake) for row in rows}


class Oracle:
    """The same acts, remembered with their blocks, and the rule applied to what is left of them."""

    def __init__(self) -> None:
        self.acts: list[tuple[int, str, tuple[int, ...]]] = []

    def note(self, number: int, act: str, *values: int) -> None:
        self.acts.append((number, act, values))

    def undo(self, number: int) -> None:
        self.acts = [act for act in self.acts if act[0] <= number]

    def level(self, profile: int, epoch: int) -> tuple[int, bool]:
        latest = max((v[0] for _, act, v in self.acts if act == "final"), default=0)
        passed = [v[1] + 1 for _, act, v in self.acts if act == "pass" and v[0] == profile]
        faked = [v[1] + 1 for _, act, v in self.acts if act == "fake" and v[0] == profile]
        facts = LevelFacts(
            min(passed, default=0),
            min(faked, default=0),
            {v[1]: v[2] for _, act, v in self.acts if act == "prove" and v[0] == profile},
            max((v[1] for _, act, v in self.acts if act == "floor" and v[0] == profile), default=0),
        )
        return effective_level(facts, latest, epoch), bool(faked)


steps = st.one_of(
    st.tuples(st.just("begin"), st.integers(1, 4)),
    st.tuples(st.just("final"), st.just(0)),
    st.tuples(st.just("prove"), st.integers(0, PEOPLE - 1), st.integers(0, 1), st.integers(0, 3)),
    st.tuples(st.just("floor"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from(["pass", "fake", "unclear", "failed accusation"]), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("undo"), st.integers(1, 12)),
)


class Story:
    """A village, its oracle, and one step of a made-up history after another."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.village = Village.create(folder, url)
        self.world = self.village.world
        self.oracle = Oracle()
        self.people = [self.village.person(f"person{number}").profile for number in range(PEOPLE)]
        self.base = self.world.number
        self.finals: list[tuple[int, int]] = []

    def step(self, what: str, *values: int) -> None:
        village, epoch = self.village, self.village.epoch
        latest = max((one for _, one in self.finals), default=0)
        match what:
            case "begin":
                village.begin(epoch + values[0])
            case "final" if latest < epoch:
                village.finish(epoch, bytes([epoch]) * 32)
                self.finals.append((self.world.number, epoch))
                self.oracle.note(self.world.number, "final", epoch)
            case "prove" if latest > values[1]:
                person, proven = self.people[values[0]], latest - values[1]
                self._prove(person, proven, values[2])
            case "floor" if latest:
                village.prove_floor(self.people[values[0]], latest)
                self.oracle.note(self.world.number, "floor", self.people[values[0]], latest)
            case "pass" | "fake" | "unclear" | "failed accusation":
                self._judge(what, self.people[values[0]], epoch)
            case "undo":
                self._undo(min(values[0], self.world.number - self.base))

    def _prove(self, person: int, epoch: int, level: int) -> None:
        known = {v[:2]: v[2] for _, act, v in self.oracle.acts if act == "prove"}
        level = known.get((person, epoch), level)  # a final root holds one standing of a profile
        self.village.prove(person, epoch, level)
        self.oracle.note(self.world.number, "prove", person, epoch, level)

    def _judge(self, what: str, person: int, epoch: int) -> None:
        verdict = {"fake": Vote.FAKE, "unclear": Vote.UNCLEAR}.get(what, Vote.PASS)
        kind = CaseKind.ACCUSATION if what == "failed accusation" else CaseKind.APPEAL
        self.village.judge(person, verdict, kind)
        if what in ("pass", "fake"):
            self.oracle.note(self.world.number, what, person, epoch)

    def _undo(self, depth: int) -> None:
        if depth:
            self.world.reorganise(depth)
            self.oracle.undo(self.world.number)
            self.finals = [final for final in self.finals if final[0] <= self.world.number]
            self.village.cases += 100  # numbers of cases that went do not come again here

    def verify(self) -> None:
        wanted = {one: self.oracle.level(one, self.village.epoch) for one in self.people}
        assert levels(self.world) == wanted


@given(st.lists(steps, max_size=25))
def test_after_every_step(history: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        story = Story(Path(folder))
        for what, *values in history:
            story.step(what, *values)
            story.verify()
        story.world.projection.close()


HISTORY = [
    ("pass", 0), ("pass", 1), ("fake", 1), ("begin", 1), ("final", 0), ("prove", 3, 0, 2), ("prove", 2, 0, 3),
    ("begin", 1), ("final", 0), ("prove", 2, 0, 1), ("undo", 1), ("failed accusation", 3), ("begin", 3),
    ("floor", 2), ("begin", 1), ("undo", 2), ("begin", 2),
]  # fmt: skip


@pytest.mark.postgres
def test_the_same_in_postgresql(tmp_path: Path, postgres_url: str) -> None:
    story = Story(tmp_path, postgres_url)
    for what, *values in HISTORY:
        story.step(what, *values)
        story.verify()
    story.world.projection.close()


def test_the_story_has_every_level(tmp_path: Path) -> None:
    story, seen = Story(tmp_path), set()
    for what, *values in HISTORY:
        story.step(what, *values)
        seen |= set(levels(story.world).values())
    assert seen == {(0, False), (0, True), (1, False), (2, False), (3, False)}


def test_indexing_again_gives_equal_tables(tmp_path: Path) -> None:
    """One range of final blocks, as a fresh database reads them, against block by block with a reorg."""
    (tmp_path / "live").mkdir()
    (tmp_path / "again").mkdir()
    village = Village.create(tmp_path / "live")
    one, two = village.person("one").profile, village.person("two").profile
    blocks = record(village.world)
    live(village, one, two)
    again = World.create(tmp_path / "again", None, TERMS)
    for block in blocks(village.world.number):
        again.projector.apply([block], block.number, is_live=False)
    assert differences(dump(village.world.engine), dump(again.engine)) == {}
    assert levels(again)[one] == (3, False)
    together = World.create(make(tmp_path / "together"), None, TERMS)
    together.projector.apply(blocks(village.world.number), village.world.number, is_live=False)
    assert differences(dump(village.world.engine), dump(together.engine)) == {}


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def record(world: World):
    """Everything that is projected from now on, and what was before; without what was undone."""
    kept: dict[int, object] = {}
    apply = world.projector.apply
    first = world.number
    assert first == 2

    def applied(blocks, head, *, is_live):
        for number in [number for number in kept if number >= blocks[0].number]:
            del kept[number]
        kept.update({block.number: block for block in blocks})
        apply(blocks, head, is_live=is_live)

    world.projector.apply = applied
    # The registrations were blocks of their own before: they are said again.
    world.reorganise(2)
    world.person("one")
    world.person("two")
    return lambda last: [kept[number] for number in sorted(kept) if number <= last]


def live(village: Village, one: int, two: int) -> None:
    village.begin(2)
    village.befriend(one, two)
    case = village.open_case(one)
    village.draw(case, (two, 11, 12, 13, 14))
    village.decide(case, one, Vote.PASS)
    village.tip(0, two, 5)
    village.world.reorganise(1)
    village.tip(one, two, 7)
    village.finish(2)
    village.prove(two, 2, 2)
    village.prove(two, 2, 2)
    village.begin(3)


def test_a_founder_who_registers_later(tmp_path: Path) -> None:
    village = Village.create(tmp_path)
    late = Village.create(make(tmp_path / "other")).person("late")
    village.found(late.profile)
    assert levels(village.world) == {}
    village.person("late")
    assert levels(village.world)[late.profile] == (3, False)
    village.begin(2)
    assert levels(village.world)[late.profile] == (3, False)
    village.begin(3)
    assert levels(village.world)[late.profile] == (0, False)


def test_a_network_without_people(tmp_path: Path) -> None:
    world = World.create(tmp_path)
    ann = world.person("ann")
    assert levels(world) == {ann.profile: (0, False)}
    with read_transaction(world.engine) as connection:
        assert read_people.find_now(connection) is None


def test_what_was_computed_from_undone_facts_is_forgotten(tmp_path: Path) -> None:
    village = Village.create(tmp_path)
    ann = village.person("ann").profile
    village.begin(2)
    village.beacon(2)
    before = village.world.number
    village.begin(3)
    village.world.block()
    for epoch in (1, 2, 3):
        row = EpochRow(epoch, bytes([epoch]) * 32, 1, 1, 0, 0, 0, "withheld", b"", 0)
        people_scores.write_epoch(
            village.world.engine, row, [ScoreRow(ann, 0, 0, 0, 0, 0, 0, is_vetted=False, is_fake=False)]
        )
    village.world.reorganise(1)
    assert kept_epochs(village) == [1, 2, 3]
    village.world.reorganise(village.world.number - before)
    assert kept_epochs(village) == [1, 2]
    village.world.reorganise(1)
    assert kept_epochs(village) == [1]


def kept_epochs(village: Village) -> list[int]:
    with read_transaction(village.world.engine) as connection:
        return [n for n in range(1, 5) if people_scores.find_epoch(connection, n) is not None]


def test_terms_of_vouches(tmp_path: Path) -> None:
    village = Village.create(tmp_path)
    village.befriend(1, 2)
    village.begin(2)
    village.withdraw(1, 2)
    village.begin(7)
    village.release(1, 2)
    village.vouch(1, 2)
    with read_transaction(village.world.engine) as connection:
        found = [
            (t.sender, t.receiver, t.since, t.until, t.is_held) for t in read_vouches.list_terms(connection)
        ]
        assert found == [(1, 2, 1, 2, False), (1, 2, 7, None, True), (2, 1, 1, None, True)]
        partners = {epoch: read_vouches.map_partners(connection, [1], epoch)[1] for epoch in range(1, 11)}
        seats = [(one.seat, one.profile) for one in read_people.list_seats(connection, 2)]
    assert partners == {1: set(), 2: set(), **{e: set() for e in range(3, 9)}, 9: {2}, 10: {2}}
    assert seats == [(0, 1), (1, 2)]


def test_epochs_of_times() -> None:
    clock = EpochClock(START_SECONDS, 100)
    assert [clock.epoch_at(START_SECONDS + t) for t in (-1, 0, 99, 100, 250)] == [0, 1, 1, 2, 3]
    assert clock.start_of(3) == START_SECONDS + 200
    assert [is_term_counting(1, None, e) for e in (1, 2, 3)] == [False, False, True]
    assert [is_term_counting(1, 4, e) for e in (3, 4, 5)] == [True, True, False]
