"""What is under way about roots, levels and cases, folded from events; small, and copied for a look ahead."""

from dataclasses import dataclass, field, replace
from typing import Final

from hashtagspace.domain import jury_events as cases
from hashtagspace.domain import people_events as events
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_events import PeopleEvent
from hashtagspace.domain.people_states import CaseKind, CaseState, PostState, Turn
from hashtagspace.personhood.dispute import DisputeView, Opening
from hashtagspace.personhood.header import Header, Witness

JURORS: Final = 5
_PROVEN_EPOCHS: Final = 4  # whose proofs are remembered
_KEPT_EPOCHS: Final = 6  # behind the latest final one


@dataclass(frozen=True, slots=True)
class Shown:
    """What a move of a dispute showed, by its event: nodes or a witness, whichever it reads as."""

    nodes: tuple[bytes, ...] = ()
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A root by a poster."""

    id: bytes
    epoch: int
    root: bytes
    poster: bytes
    until: int
    header: Header
    state: PostState = PostState.OPEN


@dataclass(frozen=True, slots=True)
class Case:
    """A case that is not over; `epoch`: when it became ready."""

    id: int
    profile: int
    state: CaseState
    epoch: int
    payer: bytes
    until: int = 0
    revealed: int = 0

    @property
    def is_revealed(self) -> bool:
        """Whether every juror has opened its vote."""
        return self.revealed == JURORS


@dataclass(slots=True)
class Games:
    """Everything that a process may still have to do something about; `keeps_all`: and what is long over."""

    keeps_all: bool = False
    beacons: dict[int, bytes] = field(default_factory=dict)
    targets: dict[int, int] = field(default_factory=dict)
    posts: dict[bytes, Post] = field(default_factory=dict)
    finals: dict[int, Post] = field(default_factory=dict)
    disputes: dict[int, DisputeView] = field(default_factory=dict)
    credits: dict[bytes, int] = field(default_factory=dict)
    proven: dict[int, dict[int, int]] = field(default_factory=dict)  # epoch -> profile -> level
    checks: set[tuple[int, int]] = field(default_factory=set)
    cases: dict[int, Case] = field(default_factory=dict)
    _shown: dict[int, Shown] = field(default_factory=dict)

    def copy(self) -> "Games":
        """Another of the same; what is in it never changes."""
        return Games(
            self.keeps_all,
            dict(self.beacons),
            dict(self.targets),
            dict(self.posts),
            dict(self.finals),
            dict(self.disputes),
            dict(self.credits),
            {epoch: dict(levels) for epoch, levels in self.proven.items()},
            set(self.checks),
            dict(self.cases),
            dict(self._shown),
        )

    def disputes_of(self, post: bytes) -> list[DisputeView]:
        """Those that are not over."""
        return [one for one in self.disputes.values() if one.post == post and one.turn is not Turn.OVER]

    def posts_of(self, epoch: int, state: PostState = PostState.OPEN) -> list[Post]:
        """The posts of an epoch that are in a state."""
        return [post for post in self.posts.values() if post.epoch == epoch and post.state is state]

    @property
    def latest_final(self) -> int:
        """The latest epoch with a final root; 0: none."""
        return max(self.finals, default=0)

    def apply(self, event: PeopleEvent, shown: Shown | None, header: Header | None, epoch: int) -> None:
        """One event in chain order, with what it shows, decoded, and the epoch of its block."""
        match event:
            case events.RootPosted() if header is not None:
                self.posts[event.post] = Post(
                    event.post, event.epoch, event.root, event.poster, event.until_seconds, header
                )
            case events.RootRefuted():
                self._end_post(event.post, PostState.REFUTED)
            case events.RootPassedOver():
                self._end_post(event.post, PostState.PASSED_OVER)
            case events.RootFinal():
                self._end_post(event.post, PostState.FINAL)
                self.finals[event.epoch] = self.posts[event.post]
                self._forget(event.epoch - _KEPT_EPOCHS)
            case _:
                self._apply_number(event)
                self._apply_dispute(event, shown)
                self._apply_case(event, epoch)

    def _apply_number(self, event: PeopleEvent) -> None:
        match event:
            case events.BeaconCommitted():
                self.targets[event.epoch] = event.target
            case events.BeaconTaken():
                self.beacons[event.epoch] = event.beacon
            case events.RootsCredited():
                self.credits[event.payee] = self.credits.get(event.payee, 0) + event.amount
            case events.RootsWithdrawn():
                self.credits.pop(event.payee, None)
            case events.LevelProven():
                self.proven.setdefault(event.epoch, {})[event.profile] = event.level
                for old in sorted(self.proven)[:-_PROVEN_EPOCHS]:
                    del self.proven[old]
            case events.CheckOpened():
                self.checks.add((event.epoch, event.number))
            case _:
                pass

    def _forget(self, last: int) -> None:
        """Posts of epochs up to `last` that are over with all their disputes are dropped."""
        if self.keeps_all:
            return
        for post in [one for one in self.posts.values() if one.epoch <= last]:
            if post.state is PostState.OPEN or self.disputes_of(post.id):
                continue
            del self.posts[post.id]
            for dispute in [one.id for one in self.disputes.values() if one.post == post.id]:
                del self.disputes[dispute]
        for epoch in [one for one in self.finals if one <= last]:
            del self.finals[epoch]
        for epoch in [one for one in self.beacons if one <= last]:
            del self.beacons[epoch]
            self.targets.pop(epoch, None)

    def _end_post(self, post: bytes, state: PostState) -> None:
        self.posts[post] = replace(self.posts[post], state=state)

    def _apply_dispute(self, event: PeopleEvent, shown: Shown | None) -> None:
        match event:
            case events.RootDisputed():
                self.disputes[event.dispute] = DisputeView(
                    event.dispute, event.post, event.challenger, event.column, 0, 0, Turn.NONE, 0
                )
            case events.DisputeShown() if shown is not None:
                self._shown[event.dispute] = shown
            case events.DisputeMoved():
                self._move(event)
            case events.DisputeEnded():
                self.disputes[event.dispute] = replace(self.disputes[event.dispute], turn=Turn.OVER)
            case _:
                pass

    def _move(self, event: events.DisputeMoved) -> None:
        dispute = replace(
            self.disputes[event.dispute],
            turn=event.turn,
            position=event.position,
            height=event.height,
            until=event.until_seconds,
        )
        shown = self._shown.pop(event.dispute, None)
        if shown is not None and event.turn is Turn.CHOOSE:
            opening = Opening(event.height, event.position, shown.nodes)
            dispute = replace(dispute, openings=(*dispute.openings, opening))
        if shown is not None and event.turn is Turn.CONTRADICT:
            dispute = replace(dispute, witness=shown.witness)
        self.disputes[event.dispute] = dispute

    def _apply_case(self, event: PeopleEvent, epoch: int) -> None:
        match event:
            case cases.CaseOpened():
                state = CaseState.ASKED if event.kind is CaseKind.CHECK else CaseState.READY
                self.cases[event.case_id] = Case(event.case_id, event.profile, state, epoch, event.payer)
            case cases.CaseAnswered():
                case = self.cases[event.case_id]
                self.cases[event.case_id] = replace(case, state=CaseState.READY, epoch=epoch)
            case cases.JuryDrawn():
                self.cases[event.case_id] = replace(
                    self.cases[event.case_id], state=CaseState.VOTING, until=event.commit_until_seconds
                )
            case cases.VoteRevealed():
                case = self.cases[event.case_id]
                self.cases[event.case_id] = replace(case, revealed=case.revealed + 1)
            case cases.CaseDecided() | cases.CaseClosed():
                self.cases.pop(event.case_id, None)
            case _:
                pass


def post_id(root: bytes, poster: bytes) -> bytes:
    """keccak256(words(root, poster))."""
    return keccak256(root + bytes(12) + poster)
