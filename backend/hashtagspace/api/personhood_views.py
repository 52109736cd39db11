"""A profile's level with its reasons, as JSON; the sentences are those of `personhood.explain`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from hashtagspace.api.encode import hex_of, rfc3339_seconds
from hashtagspace.api.people_partners import Partner, list_partners
from hashtagspace.api.post_views import build_card
from hashtagspace.domain.people_states import PostState
from hashtagspace.errors import NotFound
from hashtagspace.personhood import explain
from hashtagspace.personhood.definition import THRESHOLDS
from hashtagspace.personhood.explain import Situation
from hashtagspace.store import people_scores, read_cases, read_jurors, read_people, read_posts, read_roots
from hashtagspace.store.people_scores import EpochRow, ScoreRow
from hashtagspace.store.read_people import PeopleNow, VerdictRecord
from hashtagspace.store.reader import Connection

PAUSE_EPOCHS: Final = 4  # after a check or appeal without a verdict
ROOT_STATES: Final[Mapping[PostState, str]] = {
    PostState.NONE: "open",
    PostState.OPEN: "open",
    PostState.REFUTED: "refuted",
    PostState.FINAL: "final",
    PostState.PASSED_OVER: "passedOver",
}
_THRESHOLDS: Final = [
    {
        "level": number,
        "share": str(asked.share),
        "support": str(asked.support),
        "bound": str(asked.bound),
    }
    for number, asked in enumerate(THRESHOLDS, 1)
]


@dataclass(frozen=True, slots=True)
class _Facts:
    """Everything that the page is made of."""

    now: PeopleNow
    level: int
    verdicts: Sequence[VerdictRecord]
    epoch: EpochRow | None
    score: ScoreRow | None
    partners: Sequence[Partner]
    open_vouches: int
    has_seat: bool

    @property
    def vetted(self) -> VerdictRecord | None:
        """The word that counts for the profile; None where there is none, or a later one against it."""
        return None if self.fake else next((one for one in self.verdicts if not one.is_fake), None)

    @property
    def fake(self) -> VerdictRecord | None:
        """The verdict against it."""
        return next((one for one in self.verdicts if one.is_fake), None)


def build_personhood(connection: Connection, profile: int) -> dict[str, Any]:
    """The profile's level, why, and what is missing; raises `profile.unknown`."""
    author = read_posts.map_authors(connection, [profile]).get(profile)
    if author is None:
        raise NotFound("No profile with this id is known here; check it.", code="profile.unknown")
    now = read_people.find_now(connection)
    if now is None:
        return _build_nobody(profile)
    facts = _read(connection, profile, now, author.level)
    situation = _build_situation(facts)
    verdict = facts.vetted
    return {
        "profileId": str(profile),
        "level": author.level,
        "judgedFake": author.judged_fake,
        "founder": any(one.case_id is None for one in facts.verdicts),
        "vetted": None if verdict is None else _build_vetting(verdict),
        "juror": _build_juror(connection, profile),
        "epochNow": now.epoch,
        "epoch": None if facts.score is None or facts.epoch is None else facts.epoch.epoch,
        "numbers": None if facts.score is None else build_numbers(facts.score),
        "thresholds": _THRESHOLDS,
        "coverage": None if facts.epoch is None else build_coverage(facts.epoch),
        "partners": _build_partners(connection, facts.partners),
        "missing": [_build_missing(one) for one in explain.list_missing(situation)],
        "appeal": _build_appeal(connection, profile, facts),
        "root": _build_root(connection, facts.epoch),
        "nextEpochAt": rfc3339_seconds(now.terms.clock.start_of(now.epoch + 1)),
        "sentence": explain.explain_level(situation),
    }


def build_numbers(score: ScoreRow) -> dict[str, str]:
    """The three numbers as text."""
    return {"share": str(score.share), "support": str(score.support), "bound": str(score.bound)}


def build_coverage(epoch: EpochRow) -> dict[str, Any]:
    """How far the checks of an epoch reach."""
    return {
        "accounts": epoch.accounts,
        "covered": epoch.covered,
        "share": str((epoch.covered << 16) // max(1, epoch.accounts)),
        "gate": epoch.gate,
        "sentence": explain.explain_coverage(epoch.covered, epoch.accounts, epoch.gate),
    }


def _build_nobody(profile: int) -> dict[str, Any]:
    nothing = ("vetted", "juror", "epochNow", "epoch", "numbers", "coverage", "appeal", "root", "nextEpochAt")
    return {
        "profileId": str(profile), "level": 0, "judgedFake": False, "founder": False,
        "thresholds": _THRESHOLDS, "partners": [], "missing": [], "sentence": explain.NOBODY,
        **dict.fromkeys(nothing),
    }  # fmt: skip


def _read(connection: Connection, profile: int, now: PeopleNow, level: int) -> _Facts:
    number = people_scores.read_latest(connection)
    epoch = people_scores.find_epoch(connection, number)
    partners, open_vouches = list_partners(connection, profile, now.epoch, number)
    score = people_scores.map_scores(connection, number, [profile]).get(profile)
    return _Facts(
        now=now,
        level=level,
        verdicts=read_people.list_verdicts(connection, profile),
        epoch=epoch,
        score=None if score is None or not score.weight else score,
        partners=partners,
        open_vouches=open_vouches,
        has_seat=read_people.find_seat(connection, profile) is not None,
    )


def _build_situation(facts: _Facts) -> Situation:
    now, score, vetted, fake = facts.now, facts.score, facts.vetted, facts.fake
    numbers = None if score is None else explain.Numbers(score.share, score.support, score.bound)
    return Situation(
        level=facts.level,
        epoch_now=now.epoch,
        is_fake=fake is not None,
        is_founder=vetted is not None and vetted.case_id is None,
        fake_since=0 if fake is None else fake.since,
        vetted_since=0 if vetted is None else vetted.since,
        has_seat=facts.has_seat,
        vouches=facts.open_vouches,
        live=sum(partner.is_counting for partner in facts.partners),
        epoch=0 if facts.epoch is None else facts.epoch.epoch,
        numbers=numbers,
        raw_level=0 if score is None else score.level,
        gate="open" if facts.epoch is None else facts.epoch.gate,
        latest_final=now.latest_final,
        is_floor=bool(facts.level) and now.epoch > now.latest_final + 2,
    )


def _build_vetting(verdict: VerdictRecord) -> dict[str, Any]:
    case_id = verdict.case_id
    return {"since": verdict.since, "caseId": None if case_id is None else str(case_id)}


def _build_juror(connection: Connection, profile: int) -> dict[str, Any] | None:
    seat = read_jurors.find_juror(connection, profile)
    return None if seat is None else {"fromEpoch": seat.from_epoch, "untilEpoch": seat.until_epoch}


def _build_partners(connection: Connection, partners: Sequence[Partner]) -> list[dict[str, Any]]:
    authors = read_posts.map_authors(connection, [partner.profile for partner in partners])
    return [
        {
            "profile": build_card(authors[partner.profile]),
            "state": partner.state,
            "since": partner.since,
            "liveFrom": partner.live_from,
            "until": partner.until,
            "isVouching": partner.is_vouching,
            "share": None if partner.share is None else str(partner.share),
            "contribution": None if partner.contribution is None else str(partner.contribution),
        }
        for partner in partners
        if partner.profile in authors
    ]


def _build_missing(missing: explain.Missing) -> dict[str, Any]:
    body = asdict(missing)
    texts = {name: None if body[name] is None else str(body[name]) for name in ("need", "have")}
    return body | texts


def _build_appeal(connection: Connection, profile: int, facts: _Facts) -> dict[str, Any] | None:
    """None for who needs no check, or can have none."""
    if facts.vetted is not None or facts.fake is not None:
        return None
    found, decided = read_cases.find_open_check(connection, profile)
    possible = decided + PAUSE_EPOCHS if decided else facts.now.epoch
    state = "open" if found else "waiting" if possible > facts.now.epoch else "possible"
    deposit = facts.now.terms.case_deposit
    return {
        "state": state,
        "caseId": None if found is None else str(found.case_id),
        "deposit": str(deposit),
        "possibleFrom": None if found else max(possible, facts.now.epoch),
        "sentence": explain.explain_appeal(state, possible, deposit),
    }


def _build_root(connection: Connection, epoch: EpochRow | None) -> dict[str, Any] | None:
    """What became of the root that the numbers are committed to."""
    if epoch is None:
        return None
    posts = read_roots.map_posts(connection, epoch.epoch, epoch.epoch).get(epoch.epoch, [])
    own = [post for post in posts if post.root == epoch.root]
    best = read_roots.find_final(own) or next((post for post in own if post.state is PostState.OPEN), None)
    state = PostState.OPEN if not own else (best or own[-1]).state
    return {"epoch": epoch.epoch, "root": hex_of(epoch.root), "state": ROOT_STATES[state]}
