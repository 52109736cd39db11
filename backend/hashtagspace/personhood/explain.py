"""Levels in plain words: every sentence that is shown about a level is made here, from facts alone.

"Not enough evidence" (level 0) and "judged fake" are different things and are never called by one name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hashtagspace.personhood.definition import MOST_LEVEL, ONE, THRESHOLDS

Kind = Literal["share", "support", "bound", "vouches", "coverage", "epoch", "seat"]
NOBODY: Final = "Nobody has a level on this network: it was deployed without founders. Everything else works."


@dataclass(frozen=True, slots=True)
class Numbers:
    """The three numbers of a profile in an epoch, in 1/65,536."""

    share: int
    support: int
    bound: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a profile. Epochs 0 = none; `raw_level`: what its numbers give by themselves.

    `epoch`: of the numbers. `vouches` and `live`: its open vouches, and how many partners count now.
    """

    level: int
    epoch_now: int
    is_fake: bool = False
    is_founder: bool = False
    fake_since: int = 0
    vetted_since: int = 0
    has_seat: bool = False
    vouches: int = 0
    live: int = 0
    epoch: int = 0
    numbers: Numbers | None = None
    raw_level: int = 0
    gate: str = "open"
    latest_final: int = 0
    is_floor: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a level lacks; `need` and `have` in 1/65,536, None where nothing is counted."""

    level: int
    kind: Kind
    need: int | None
    have: int | None
    sentence: str


def explain_level(s: Situation) -> str:
    """Why the profile has its level."""
    if s.is_fake:
        return (
            f"A jury judged this profile fake, from epoch {s.fake_since} on and for good: four of five drawn "
            "jurors agreed."
        )
    if s.level == 0:
        return "Not enough evidence yet. That says nothing against whoever is behind this profile."
    if s.is_floor:
        return (
            "Level 1 for now: no newer root has come, and three people with level 2 who vouch for each other "
            "with this profile carry it."
        )
    if s.vetted_since and s.epoch_now < s.vetted_since + 2:
        who = "It is one of this network's founders" if s.is_founder else "A jury found a person behind it"
        return f"Level 3 for two epochs: {who}. After that its level comes from its vouches."
    return (
        f"Level {s.level}: trust from people whom juries looked at reaches this profile through people who "
        f"vouch for each other, as computed for epoch {s.latest_final} and proven against its root."
    )


def explain_coverage(covered: int, accounts: int, gate: str) -> str:
    """How far the checks of an epoch reach, and what that means for its levels."""
    percent = 100 * covered // accounts if accounts else 0
    reach = f"Checks by juries reach {covered} of {accounts} profiles with mutual vouches ({percent} %)."
    match gate:
        case "withheld":
            return f"{reach} That is less than a quarter, so no levels are shown for this epoch."
        case "warned":
            return f"{reach} That is less than a half: take levels of this epoch with care."
        case _:
            return reach


def explain_appeal(state: str, possible_from: int, deposit: int) -> str:
    """How the profile gets a check of its own."""
    amount = f"{deposit / 10**18:g} TAG"
    match state:
        case "open":
            return "A case about this profile is open; its jurors decide."
        case "waiting":
            return f"The next check can be asked for from epoch {possible_from} on."
        case _:
            return (
                "You can ask for a check of your own: five drawn jurors look at what you show them. It takes "
                f"a deposit of {amount}, which comes back if four of them pass you."
            )


def list_missing(s: Situation) -> Sequence[Missing]:
    """What the next level lacks, first what has to come first; nothing at the top, and for a judged fake."""
    if s.is_fake or s.level >= MOST_LEVEL or not s.epoch_now:
        return []
    return list(_list_missing(s, s.level + 1))


def _list_missing(s: Situation, level: int) -> Iterator[Missing]:
    def lacks(kind: Kind, sentence: str, need: int | None = None, have: int | None = None) -> Missing:
        return Missing(level, kind, need, have, sentence)

    if not s.has_seat:
        yield lacks("seat", "Vouch for somebody who vouches for you too: only mutual vouches count.")
        return
    if not s.live:
        yield lacks("vouches", _explain_waiting(s.vouches))
        return
    if s.numbers is None:
        yield lacks(
            "epoch", f"The vouches count from the numbers of epoch {s.epoch_now} on; they are to come."
        )
        return
    if s.gate == "withheld":
        yield lacks("coverage", "Too few profiles were looked at by juries for levels to mean anything yet.")
    yield from _list_numbers(s.numbers, level)
    if s.raw_level >= level:
        yield lacks("epoch", _explain_proving(s, level))


def _list_numbers(numbers: Numbers, level: int) -> Iterator[Missing]:
    asked = THRESHOLDS[level - 1]
    if numbers.share < asked.share:
        yield Missing(
            level, "share", asked.share, numbers.share,
            f"{_average(numbers.share)} of an average profile's trust arrives; level {level} takes "
            f"{_average(asked.share)}. More mutual vouches with people who have a level bring more.",
        )  # fmt: skip
    if numbers.support < asked.support:
        yield Missing(
            level, "support", asked.support, numbers.support,
            f"The vouches of trusted people add up to {_hundredths(numbers.support)}; level {level} takes "
            f"{asked.support // ONE}. {_more_vouches(asked.support - numbers.support)}",
        )  # fmt: skip
    if numbers.bound < asked.bound:
        yield Missing(
            level, "bound", asked.bound, numbers.bound,
            f"Close to people whom juries looked at, {_average(numbers.bound)} arrives; level {level} takes "
            f"{_average(asked.bound)}. Vouches nearer to checked people, or a check of your own, bring more.",
        )  # fmt: skip


def _explain_waiting(vouches: int) -> str:
    if not vouches:
        return "No vouch of this profile is open. Vouch for somebody who vouches for you too."
    return (
        "No mutual vouch counts in this epoch: both sides have to vouch, and a vouch counts from the second "
        "epoch after its own on."
    )


def _explain_proving(s: Situation, level: int) -> str:
    if s.latest_final < s.epoch:
        return (
            f"The numbers of epoch {s.epoch} are enough for level {level}: it shows once that epoch's root "
            "is final and the level is proven against it."
        )
    return f"The numbers of epoch {s.epoch} are enough for level {level}: anybody can prove it on chain now."


def _hundredths(number: int) -> str:
    """Rounded down, so that what falls short of a threshold never reads as if it were there."""
    return f"{max(0, number) * 100 // ONE / 100:.2f}"


def _more_vouches(lacking: int) -> str:
    """A partner adds at most 1, whoever they are."""
    count = -(-lacking // ONE)
    vouches = "One more mutual vouch" if count == 1 else f"{count} more mutual vouches"
    return f"{vouches} with people who have a level can be enough."


def _average(share: int) -> str:
    return f"{100 * share / ONE:.0f} %"
