"""What anybody may do for the others: beacons, proofs of levels, drawn checks, juries."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.domain.people_states import CaseState
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.leaves import read_word
from hashtagspace.scorer.calls import Call, spell_header
from hashtagspace.scorer.epochs import Epochs
from hashtagspace.scorer.ledger import View

READABLE_BLOCKS: Final = 256  # whose hashes the chain still knows
CLOCK: Final = "EpochClock"
JURY: Final = "Jury"
REGISTRY: Final = "PersonhoodRegistry"


def plan_commit(view: View) -> Iterator[Call]:
    """The current epoch has a target for its beacon."""
    epoch = view.epoch
    target = view.games.targets.get(epoch)
    if epoch in view.games.beacons or epoch < 1:
        return
    if target is None or view.head.number > target + READABLE_BLOCKS:
        yield Call(CLOCK, "commit", (), is_expected=False)


def find_target(view: View) -> int | None:
    """The block whose header would give the current epoch its beacon now; None: not yet, or no longer."""
    target = view.games.targets.get(view.epoch)
    if view.epoch in view.games.beacons or target is None:
        return None
    return target if target < view.head.number <= target + READABLE_BLOCKS - 1 else None


def plan_levels(view: View, epochs: Epochs, most: int) -> Iterator[Call]:
    """Levels of the latest final epoch that nobody has proven yet, of at most `most` profiles."""
    epoch = view.games.latest_final
    made = epochs.find(view, epoch)
    if (
        made is None
        or made.is_empty
        or not _is_published(made)
        or view.games.finals[epoch].root != made.header.root
    ):
        return
    proven, done = view.games.proven.get(epoch, {}), 0
    column = made.share_column + 1
    for seat, profile in enumerate(view.facts.profiles_in(epoch)):
        word = read_word(made.standings, seat)
        if word >> 96 == 0 or profile in proven:
            continue
        if done >= most:
            return
        done += 1
        path = made.path(column, seat)
        yield Call(REGISTRY, "proveLevel", (profile, epoch, word, list(path)))


def _is_published(made: Commitment) -> bool:
    return 4 * made.header.covered >= made.accounts


def plan_checks(view: View, purse: int) -> Iterator[Call]:
    """Drawn checks of the two latest final epochs, as long as what sponsors gave pays for them."""
    latest = view.games.latest_final
    for epoch in (latest, latest - 1):
        post = view.games.finals.get(epoch)
        for number in range(len(post.header.draws) if post is not None else 0):
            if post is None or (epoch, number) in view.games.checks or purse < view.terms.case_deposit:
                continue
            purse -= view.terms.case_deposit
            yield Call(REGISTRY, "check", (spell_header(post.header), number), is_expected=False)


def plan_cases(view: View, registry: bytes) -> Iterator[Call]:
    """Juries are drawn as soon as they can be, so that nobody waits for a nicer beacon; then what ends.

    Cases without a jury are closed for the sponsors' checks alone: who pays for another gets the deposit
    back, and would have our gas besides.
    """
    quarter = view.terms.clock.epoch_seconds // 4
    for case in view.games.cases.values():
        match case.state:
            case CaseState.READY:
                if view.epoch > case.epoch and view.epoch in view.games.beacons:
                    yield Call(JURY, "draw", (case.id,), is_expected=False)
                if case.payer == registry:
                    yield from _plan_close(view, case.id, case.epoch + 8)
            case CaseState.VOTING:
                if view.now > case.until + quarter or case.is_revealed:
                    yield Call(JURY, "decide", (case.id,), is_expected=False)
            case CaseState.ASKED if case.payer == registry:
                yield from _plan_close(view, case.id, case.epoch + 1)
            case _:
                pass


def _plan_close(view: View, case: int, epoch: int) -> Iterator[Call]:
    if view.epoch >= epoch:
        yield Call(JURY, "close", (case,), is_expected=False)
