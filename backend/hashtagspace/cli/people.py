"""`hashtagspace people`: vouch, appeal, judge, tip; and compute any epoch again with nothing but a node."""

import sys
from collections.abc import Sequence

import click

from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.cli.access import Access, settings_option, with_access
from hashtagspace.cli.people_jury import jury
from hashtagspace.cli.people_person import open_person
from hashtagspace.cli.people_shown import PROFILE, WAY, Amount, spell_check, spell_standing
from hashtagspace.cli.shown import HexId, hexed, show, tag
from hashtagspace.client.explaining import explain_level
from hashtagspace.client.market import Way
from hashtagspace.scorer.run import verify_network
from hashtagspace.scorer.verifying import EpochCheck, Verifier

EVIDENCE = HexId()


@click.group()
@settings_option
def people() -> None:
    """Who is real: vouch, appeal, judge, tip, and check the published numbers yourself."""


people.add_command(jury)


@people.command()
@click.option("--epoch", type=click.IntRange(min=1), help="Instead of every epoch that has a root.")
@with_access
def verify(access: Access, epoch: int | None) -> None:
    """Compute published roots again from the chain alone; exit 1 if one that stands is wrong."""
    verifier = _open_verifier(access)
    found = [verifier.verify(one) for one in ([epoch] if epoch else verifier.list_posted())]
    show(access.as_json, [spell_check(check) for check in found], _tell_checks(found))
    sys.exit(0 if all(check.is_right for check in found) else 1)


def _open_verifier(access: Access) -> Verifier:
    deployment = access.load_deployment()
    rpc = SharedRpc(Rpc(access.need_rpc_url()))
    verify_network(rpc, deployment)
    return Verifier(rpc, deployment)


def _tell_checks(found: Sequence[EpochCheck]) -> list[str]:
    lines = []
    for check in found:
        header = check.header
        lines.append(
            f"epoch {check.epoch}: {hexed(header.root)}, {header.accounts} accounts, {header.vetted} vetted, "
            f"{header.covered} covered"
        )
        lines += [
            f"    {'right' if post.is_right else 'WRONG, first in ' + post.difference}: {hexed(post.root)} "
            f"({post.state.name.lower().replace('_', ' ')}, by {hexed(post.poster)})"
            for post in check.posts
        ]
    return lines or ["no root was posted yet"]


@people.command()
@click.argument("about", metavar="[PROFILE]", type=PROFILE, required=False)
@with_access
def level(access: Access, about: int | None) -> None:
    """Say a profile's level, and the numbers that it comes from, computed here."""
    chosen = about if about is not None else access.find_profile(access.open_wallet())
    verifier = _open_verifier(access)
    epoch = verifier.view.games.latest_final
    now = access.open_people().reads.read_level(chosen)
    standing = verifier.find_standing(chosen, epoch) if verifier.has_seat(chosen, epoch) else None
    document = {"profile": str(chosen), "level": now, "standing": spell_standing(standing)}
    lines = [f"level {now}" if now else "level 0: not enough evidence yet"]
    if standing is not None:
        lines.append(
            f"epoch {standing.epoch}: level {standing.level}; share {standing.share / 65_536:.3f}, "
            f"trusted vouches {standing.support / 65_536:.3f}, bound {standing.bound / 65_536:.3f}"
        )
    show(access.as_json, document, lines)


@people.command()
@click.argument("about", metavar="[PROFILE]", type=PROFILE, required=False)
@with_access
def explain(access: Access, about: int | None) -> None:
    """Say in words why a profile has its level and what is missing; the gateway's words."""
    chosen = about if about is not None else access.find_profile(access.open_wallet())
    found = explain_level(access.gateway, chosen)
    show(access.as_json, found.document, found.lines)


@people.command()
@click.argument("about", metavar="[PROFILE]", type=PROFILE, required=False)
@WAY
@with_access
def prove(access: Access, about: int | None, *, way: Way) -> None:
    """Bring a profile's level of the latest final epoch into the registry."""
    found = open_person(access, way).prove_level(about)
    show(access.as_json, {"level": found}, [f"level {found} is proven"])


@people.command()
@click.argument("about", metavar="PROFILE", type=PROFILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
@WAY
@with_access
def vouch(access: Access, about: int, *, yes: bool, way: Way) -> None:
    """Say with a stake that somebody is behind PROFILE."""
    person = open_person(access, way)
    terms = person.network.terms
    if not yes:
        first = person.network.epoch() + 2
        click.confirm(
            f"{tag(terms.vouch_stake)} lie in this vouch. It counts from epoch {first} on if PROFILE vouches "
            "for you too. If a jury finds one of you fake, both stakes are lost. Vouch?",
            abort=True,
            err=True,
        )
    how = person.vouch(about)
    show(access.as_json, {"way": how}, [f"vouched ({how})"])


@people.command()
@click.argument("about", metavar="PROFILE", type=PROFILE)
@WAY
@with_access
def withdraw(access: Access, about: int, *, way: Way) -> None:
    """Take a vouch back; it counts through this epoch, and its stake is free four epochs later."""
    how = open_person(access, way).withdraw_vouch(about)
    show(access.as_json, {"way": how}, [f"taken back ({how})"])


@people.command()
@click.argument("about", metavar="PROFILE", type=PROFILE)
@with_access
def release(access: Access, about: int) -> None:
    """Have the stake of a vouch that was taken back."""
    open_person(access, "direct").release(about)
    show(access.as_json, {"released": True}, ["the stake is back"])


@people.command()
@click.argument("evidence", type=EVIDENCE)
@WAY
@with_access
def appeal(access: Access, evidence: bytes, *, way: Way) -> None:
    """Ask jurors to look at your profile; EVIDENCE is the digest of what they are to see."""
    case = open_person(access, way).appeal(evidence)
    show(access.as_json, {"case": case}, [f"case {case} is open; a jury is drawn in a later epoch"])


@people.command()
@click.argument("case", type=click.IntRange(min=1))
@click.argument("evidence", type=EVIDENCE)
@WAY
@with_access
def answer(access: Access, case: int, evidence: bytes, *, way: Way) -> None:
    """Answer a check of your profile."""
    how = open_person(access, way).answer(case, evidence)
    show(access.as_json, {"way": how}, [f"answered ({how})"])


@people.command()
@click.argument("case", type=click.IntRange(min=1))
@click.argument("evidence", type=EVIDENCE)
@with_access
def evidence(access: Access, case: int, evidence: bytes) -> None:
    """Show jurors more about an open case; about your own profile it is your plea."""
    open_person(access, "direct").add_evidence(case, evidence)
    show(access.as_json, {"added": True}, [f"jurors of case {case} are shown it"])


@people.command()
@click.argument("about", metavar="PROFILE", type=PROFILE)
@click.argument("evidence", type=EVIDENCE)
@with_access
def accuse(access: Access, about: int, evidence: bytes) -> None:
    """Say that PROFILE is fake; jurors decide, and the deposit is lost if they say otherwise."""
    case = open_person(access, "direct").accuse(about, evidence)
    show(access.as_json, {"case": case}, [f"case {case} is open"])


@people.command()
@click.argument("about", metavar="PROFILE", type=PROFILE)
@with_access
def ask(access: Access, about: int) -> None:
    """Pay for a check of PROFILE."""
    case = open_person(access, "direct").ask(about)
    show(access.as_json, {"case": case}, [f"case {case} is open; the profile has an epoch to answer"])


@people.command()
@click.argument("about", metavar="PROFILE", type=PROFILE)
@click.argument("amount", type=Amount())
@click.option("--post", type=HexId(), help="What for: the id of a post.")
@WAY
@with_access
def tip(access: Access, about: int, amount: int, *, post: bytes | None, way: Way) -> None:
    """Send AMOUNT of TAG to PROFILE, all of it."""
    how = open_person(access, way).tip(about, amount, post or bytes(32))
    show(access.as_json, {"way": how}, [f"{tag(amount)} sent ({how})"])


@people.command()
@click.argument("amount", type=Amount())
@click.option("--epoch", type=click.IntRange(min=1), help="Instead of the current one.")
@with_access
def sponsor(access: Access, amount: int, epoch: int | None) -> None:
    """Put AMOUNT of TAG into the pool that matches an epoch's tips."""
    person = open_person(access, "direct")
    chosen = person.network.epoch() if epoch is None else epoch
    person.sponsor(chosen, amount)
    show(access.as_json, {"epoch": chosen}, [f"{tag(amount)} are in the pool of epoch {chosen}"])


@people.command()
@click.argument("epoch", type=click.IntRange(min=1))
@WAY
@with_access
def claim(access: Access, epoch: int, *, way: Way) -> None:
    """Have your share of an epoch's pool."""
    how = open_person(access, way).claim(epoch)
    show(access.as_json, {"way": how}, [f"claimed ({how})"])
