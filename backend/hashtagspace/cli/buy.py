"""`hashtagspace buy`: a business's offers, the answers to them, and what was bought."""

from pathlib import Path

import click

from hashtagspace.cli.access import Access, settings_option, with_access
from hashtagspace.cli.shown import HexId, hexed, show, tag
from hashtagspace.client.buying import LEGAL_BASIS, Buyer
from hashtagspace.client.offer_draft import EXAMPLE, parse_tag, read_draft
from hashtagspace.domain.offer_price import find_least_price, find_most_price
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.export_folder import FORMATS, write_export
from hashtagspace.market.report import Report, spell_report, tabulate_days, tabulate_totals
from hashtagspace.market.table import build_dictionary

OFFER = HexId()


@click.group()
@settings_option
def buy() -> None:
    """Buy data: open an offer, judge and accept answers, collect, export, report."""


def _open_buyer(access: Access) -> Buyer:
    market, wallet = access.open_market(), access.open_wallet()
    vault = access.open_vault(wallet)
    try:
        return Buyer(market, wallet, vault.market_key(), access.folder)
    finally:
        vault.lock()


@buy.command()
@click.argument("draft", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--example", is_flag=True, help="Print a draft to start from.")
@click.option("--yes", is_flag=True, help="Do not ask before money is moved.")
@with_access
def offer(access: Access, draft: Path | None, *, example: bool, yes: bool) -> None:
    """Open the offer that a DRAFT file (JSON or TOML) describes, with its budget."""
    if example or draft is None:
        click.echo(EXAMPLE)
        return
    market, wallet = access.open_market(), access.open_wallet()
    written = read_draft(draft, access.find_profile(wallet))
    vault = access.open_vault(wallet)
    buyer = Buyer(market, wallet, vault.market_key(), access.folder)
    vault.lock()
    prepared = buyer.prepare(written)
    terms = parse_terms(prepared.document)
    least, most = tag(find_least_price(terms)), tag(find_most_price(terms))
    click.echo(f"{terms.title}: {tag(prepared.budget)} for answers at {least} to {most} each.", err=True)
    if not yes:
        click.confirm("Open it? The budget goes into the market.", abort=True, err=True)
    made = buyer.open(prepared)
    show(access.as_json, {"offer": hexed(made), "budget": str(prepared.budget)}, [f"opened {hexed(made)}"])


@buy.command("list")
@with_access
def list_offers(access: Access) -> None:
    """List the offers kept in the folder, as the chain has them."""
    buyer = _open_buyer(access)
    found = []
    for made, terms in buyer.list_offers():
        state = buyer.market.reads.find_offer(made)
        free, live = (0, 0) if state is None else (state.free, state.live)
        until = 0 if state is None else state.accept_until
        found.append((hexed(made), terms.title, free, live, until))
    show(
        access.as_json,
        [
            {"offer": made, "title": title, "free": str(free), "live": live, "acceptUntil": until}
            for made, title, free, live, until in found
        ],
        [f"{made}  {title}: {live} answers, {tag(free)} free" for made, title, free, live, _ in found],
    )


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("amount")
@with_access
def fund(access: Access, made: bytes, amount: str) -> None:
    """Add AMOUNT (TAG) to an offer's budget."""
    mined = _open_buyer(access).fund(made, parse_tag(amount, "amount"))
    show(access.as_json, {"transaction": hexed(mined.tx_hash)}, ["funded"])


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@with_access
def close(access: Access, made: bytes) -> None:
    """Accept no more answers; the free budget becomes credit of the wallet."""
    mined = _open_buyer(access).close(made)
    show(access.as_json, {"transaction": hexed(mined.tx_hash)}, ["closed; `buy withdraw` pays the rest out"])


@buy.command()
@with_access
def withdraw(access: Access) -> None:
    """Have the wallet's credit, such as the rest of closed offers, paid out to it."""
    buyer = _open_buyer(access)
    amount = buyer.withdraw()
    show(access.as_json, {"amount": str(amount)}, [f"paid out {tag(amount)}"])


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@with_access
def responses(access: Access, made: bytes) -> None:
    """List the answers that wait, each with every check that was made of it."""
    buyer = _open_buyer(access)
    verdicts = buyer.check(made, buyer.list_responses(made))
    lines = []
    for verdict in verdicts:
        lines.append(f"{'good' if verdict.ok else 'BAD '}  profile {verdict.profile}")
        lines += [f"        {check.name}: {check.detail}" for check in verdict.problems]
    show(
        access.as_json,
        [
            {
                "profile": verdict.profile,
                "ok": verdict.ok,
                "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in verdict.checks],
            }
            for verdict in verdicts
        ],
        lines or ["no answer waits"],
    )


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("profiles", nargs=-1)
@with_access
def accept(access: Access, made: bytes, profiles: tuple[str, ...]) -> None:
    """Accept the answers that hold, all of them or those of the PROFILES named; bad ones are left out."""
    buyer = _open_buyer(access)
    waiting = [one for one in buyer.list_responses(made) if not profiles or one.profile_id in profiles]
    outcome = buyer.accept(made, buyer.check(made, waiting))
    show(
        access.as_json,
        [
            {
                "profile": one.profile,
                "ok": one.ok,
                "code": one.code,
                "detail": one.detail,
                "deal": hexed(one.deal),
            }
            for one in outcome
        ],
        [f"{'accepted' if one.ok else 'left out'}  profile {one.profile}: {one.detail}" for one in outcome]
        or ["no answer waits"],
    )


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.option("--trust-node", is_flag=True, help="Open also what has no proof in its transaction.")
@with_access
def collect(access: Access, made: bytes, *, trust_node: bool) -> None:
    """Look for the keys that came, check their proofs, and say what became of each deal."""
    found = _open_buyer(access).collect(made, trust_node=trust_node)
    show(
        access.as_json,
        [
            {
                "profile": str(one.profile),
                "deal": hexed(one.deal),
                "epoch": one.epoch,
                "state": one.state.word,
                "outcome": one.outcome,
                "detail": one.detail,
            }
            for one in found
        ],
        [f"{one.outcome:9}  profile {one.profile}{_epoch(one.epoch)}: {one.detail}" for one in found]
        or ["nothing was accepted yet"],
    )


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to make.")
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--replace", is_flag=True, help="Replace an earlier export.")
@click.option("--trust-node", is_flag=True, help="Open also what has no proof in its transaction.")
@with_access
def export(
    access: Access, made: bytes, *, out: Path, file_format: str, replace: bool, trust_node: bool
) -> None:
    """Write what was bought as rows, with a data dictionary; who withdrew is in none of them."""
    buyer = _open_buyer(access)
    table = buyer.table(buyer.collect(made, trust_node=trust_node), made)
    terms = buyer.expected(made).terms
    dictionary = build_dictionary(table, terms.purposes, LEGAL_BASIS, terms.retention_days)
    written = write_export(out, table, dictionary, file_format, replace=replace)
    lines = [f"{len(table.rows)} rows in {written[0]}"]
    if table.withdrawn:
        lines.append(f"{len(table.withdrawn)} withdrew: see {out / 'withdrawn.json'} for what to do")
    show(
        access.as_json,
        {
            "rows": len(table.rows),
            "withdrawn": len(table.withdrawn),
            "files": [str(path) for path in written],
        },
        lines,
    )


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.option(
    "--csv", "csv_folder", type=click.Path(path_type=Path), help="Write totals.csv and days.csv here."
)
@with_access
def report(access: Access, made: bytes, *, csv_folder: Path | None) -> None:
    """Say what an offer cost and brought, by the chain's events alone."""
    found = _open_buyer(access).report(made)
    if csv_folder is not None:
        csv_folder.mkdir(parents=True, exist_ok=True)
        (csv_folder / "totals.csv").write_bytes(encode_csv(tabulate_totals(found)))
        (csv_folder / "days.csv").write_bytes(encode_csv(tabulate_days(found)))
    show(access.as_json, spell_report(found), _report_lines(found))


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("profile_id", metavar="PROFILE", type=click.IntRange(1))
@with_access
def garbage(access: Access, made: bytes, profile_id: int) -> None:
    """Contest a record that is not what was promised; it is judged here first and shown only if it is bad."""
    mined = _open_buyer(access).contest(made, profile_id)
    show(access.as_json, {"transaction": hexed(mined.tx_hash)}, ["the price went back to the offer"])


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("profile_id", metavar="PROFILE", type=click.IntRange(1))
@with_access
def reclaim(access: Access, made: bytes, profile_id: int) -> None:
    """Take back the price of a key that never came."""
    how = _open_buyer(access).reclaim(made, profile_id)
    show(access.as_json, {"way": how}, [f"the price went back to the offer ({how})"])


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("profile_id", metavar="PROFILE", type=click.IntRange(1))
@with_access
def stop(access: Access, made: bytes, profile_id: int) -> None:
    """End a subscription with its running epoch."""
    mined = _open_buyer(access).stop(made, profile_id)
    show(access.as_json, {"transaction": hexed(mined.tx_hash)}, ["stopped"])


@buy.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("profile_id", metavar="PROFILE", type=click.IntRange(1))
@click.option("--yes", is_flag=True, help="Every other copy is deleted already: do not ask.")
@with_access
def attest(access: Access, made: bytes, profile_id: int, *, yes: bool) -> None:
    """Delete the sealed records of a withdrawn deal and declare it on the chain."""
    if not yes:
        click.confirm("Are all exports and other copies of this person's rows deleted?", abort=True, err=True)
    statement = _open_buyer(access).attest(made, profile_id)
    show(access.as_json, {"statement": statement}, ["declared; the statement is kept in the folder"])


def _epoch(number: int | None) -> str:
    return "" if number is None else f", epoch {number}"


def _report_lines(found: Report) -> list[str]:
    each = "nobody was paid yet" if found.cost_per_person is None else tag(found.cost_per_person)
    return [
        f"put in {tag(found.put_in)}",
        f"  paid {tag(found.paid)}, held {tag(found.held)}",
        f"  free {tag(found.free)}, closed {tag(found.swept)}",
        f"{found.responses} answers, {found.delivered} delivered, {found.withdrawn} withdrawn",
        f"  {found.contested} contested, {found.never_delivered} never delivered",
        f"cost of a person: {each}; back from vesting: {tag(found.vesting_returned)}",
        f"deletions still to declare: {found.deletions_due}",
    ]
