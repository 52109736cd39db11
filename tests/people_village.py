"""People events in a projected world: what the contracts would announce, without anybody's signature."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from projected_world import BLOCK_SECONDS, START_SECONDS, Person, World

from hashtagspace.domain import jury_events, people_events, reward_events
from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.people_states import CaseKind, Turn, Vote
from hashtagspace.domain.people_terms import PeopleTerms

UNIT = 10**18
EPOCH_SECONDS = 100
TERMS = PeopleTerms(
    b"\x77" * 20, EpochClock(START_SECONDS, EPOCH_SECONDS), 10 * UNIT, 200 * UNIT, 25 * UNIT, 500 * UNIT,
    100 * UNIT, 20 * UNIT,
)  # fmt: skip
PAYER = b"\x0a" * 20


def word(*parts: object) -> bytes:
    return sha256(repr(parts).encode()).digest()


@dataclass
class Village:
    """People who vouch and judge, each act in a block of its own."""

    world: World
    seats: dict[int, int] = field(default_factory=dict)
    cases: int = 0
    disputes: int = 0

    @classmethod
    def create(cls, folder: Path, url: str | None = None) -> "Village":
        return cls(World.create(folder, url, TERMS))

    @property
    def epoch(self) -> int:
        return TERMS.clock.epoch_at(self.world.now())

    def begin(self, epoch: int) -> None:
        """The epoch has begun; nothing happened in between."""
        blocks = (TERMS.clock.start_of(epoch) - self.world.now()) // BLOCK_SECONDS
        assert blocks > 0, "that epoch has begun already"
        self.world.number += blocks - 1
        self.world.block()
        assert self.epoch == epoch

    def tell(self, kind: type, *values: Any) -> None:
        self.world.block(lambda at: kind(at, self.world._tx(), *values))

    def found(self, profile: int) -> None:
        self.tell(jury_events.Founded, profile)

    def vouch(self, one: int, other: int) -> None:
        if one not in self.seats:
            self.seats[one] = len(self.seats)
            self.tell(people_events.SeatGiven, one, self.seats[one], self.epoch)
        self.tell(people_events.Vouched, one, other, self.epoch)

    def befriend(self, one: int, other: int) -> None:
        self.vouch(one, other)
        self.vouch(other, one)

    def withdraw(self, one: int, other: int) -> None:
        self.tell(people_events.VouchWithdrawn, one, other, self.epoch)

    def release(self, one: int, other: int) -> None:
        self.tell(people_events.StakeReleased, one, other, PAYER)

    def open_case(self, profile: int, kind: CaseKind = CaseKind.APPEAL) -> int:
        self.cases += 1
        evidence = bytes(32) if kind is CaseKind.CHECK else word("evidence", self.cases)
        self.tell(jury_events.CaseOpened, self.cases, profile, kind, PAYER, evidence)
        return self.cases

    def answer(self, case: int) -> None:
        self.tell(jury_events.CaseAnswered, case, word("answer", case))

    def add(self, case: int, by: bytes, evidence: bytes) -> None:
        self.tell(jury_events.EvidenceAdded, case, by, evidence)

    def draw(self, case: int, jurors: tuple[int, ...]) -> None:
        self.tell(jury_events.JuryDrawn, case, jurors, self.world.now() + EPOCH_SECONDS // 2)

    def commit(self, case: int, juror: int) -> None:
        self.tell(jury_events.VoteCommitted, case, juror, word("seal", case, juror))

    def reveal(self, case: int, juror: int, vote: Vote) -> None:
        self.tell(jury_events.VoteRevealed, case, juror, vote)

    def decide(self, case: int, profile: int, verdict: Vote) -> None:
        self.tell(jury_events.CaseDecided, case, profile, verdict, self.epoch)

    def judge(self, profile: int, verdict: Vote, kind: CaseKind = CaseKind.APPEAL) -> int:
        """A case that was opened and decided."""
        case = self.open_case(profile, kind)
        self.decide(case, profile, verdict)
        return case

    def beacon(self, epoch: int) -> bytes:
        self.tell(people_events.BeaconTaken, epoch, word("beacon", epoch))
        return word("beacon", epoch)

    def post(self, epoch: int, header: bytes, poster: bytes = PAYER) -> bytes:
        """A root by its header; the post's number."""
        from hashtagspace.domain.keccak import keccak256  # noqa: PLC0415

        root = keccak256(header)
        post = keccak256(root + poster.rjust(32, b"\0"))
        until = self.world.now() + EPOCH_SECONDS
        self.tell(people_events.RootPosted, post, epoch, root, poster, until, header)
        return post

    def finish(self, epoch: int, post: bytes = b"\x05" * 32, root: bytes = b"\x06" * 32) -> None:
        self.tell(people_events.RootFinal, epoch, root, post)

    def dispute(self, post: bytes, column: int) -> int:
        self.disputes += 1
        self.tell(people_events.RootDisputed, self.disputes, post, b"\x0c" * 20, column)
        until = self.world.now() + 6
        self.tell(people_events.DisputeMoved, self.disputes, Turn.OPEN, 0, 3, word("node"), until)
        return self.disputes

    def prove(self, profile: int, epoch: int, level: int) -> None:
        self.tell(people_events.LevelProven, profile, epoch, level, level << 96)

    def prove_floor(self, profile: int, epoch: int) -> None:
        self.tell(people_events.FloorProven, profile, epoch, (1, 2, 3))

    def tip(self, sender: int, receiver: int, amount: int, memo: bytes = bytes(32)) -> None:
        self.tell(reward_events.Tipped, sender, receiver, memo, PAYER, PAYER, amount)

    def person(self, handle: str) -> Person:
        return self.world.person(handle)
