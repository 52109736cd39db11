"""`hashtagspace people jury`: what a vetted profile does as a juror."""

import click

from hashtagspace.cli.access import Access, settings_option, with_access
from hashtagspace.cli.people_person import open_person
from hashtagspace.cli.shown import hexed, show, tag
from hashtagspace.client.juror import Juror
from hashtagspace.domain.people_states import Vote

CASE = click.IntRange(min=1)


@click.group()
@settings_option
def jury() -> None:
    """Judge cases: stake, look, seal a vote, open it when its time has come."""


def _open_juror(access: Access) -> Juror:
    return Juror(open_person(access, "direct"), access.folder)


@jury.command()
@with_access
def join(access: Access) -> None:
    """Stake and be drawn from the next epoch on."""
    juror = _open_juror(access)
    juror.join()
    stake = juror.person.network.terms.juror_stake
    show(
        access.as_json,
        {"stake": str(stake)},
        [f"{tag(stake)} staked; who stays away from a jury loses a tenth"],
    )


@jury.command()
@with_access
def leave(access: Access) -> None:
    """Be drawn no more from the next epoch on; the stake is free eight epochs later."""
    _open_juror(access).leave()
    show(access.as_json, {"left": True}, ["left; take the stake eight epochs from now"])


@jury.command("take-stake")
@with_access
def take_stake(access: Access) -> None:
    """Have the stake back."""
    _open_juror(access).take_stake()
    show(access.as_json, {"taken": True}, ["the stake is back"])


@jury.command()
@with_access
def duties(access: Access) -> None:
    """List the cases on whose jury you sit."""
    juror = _open_juror(access)
    found = []
    for case in juror.list_duties():
        profile, _, _, _, until, *_, evidence = juror.person.network.read("Jury", "caseOf", case)
        found.append({"case": case, "profile": str(profile), "until": until, "evidence": hexed(evidence)})
    lines = [f"case {one['case']}: profile {one['profile']}, evidence {one['evidence']}" for one in found]
    show(access.as_json, found, lines or ["no case waits for you"])


@jury.command()
@click.argument("case", type=CASE)
@click.argument("word", metavar="VOTE", type=click.Choice(["unclear", "pass", "fake"]))
@with_access
def vote(access: Access, case: int, word: str) -> None:
    """Seal a vote; what opens it is kept in the folder, and lost with it."""
    _open_juror(access).commit_vote(case, Vote[word.upper()])
    show(access.as_json, {"sealed": True}, ["sealed; reveal it once the time for sealing is over"])


@jury.command()
@click.argument("case", type=CASE)
@with_access
def reveal(access: Access, case: int) -> None:
    """Open the sealed vote."""
    found = _open_juror(access).reveal_vote(case)
    show(access.as_json, {"vote": found.name.lower()}, [f"opened: {found.name.lower()}"])
