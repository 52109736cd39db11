"""`hashtagspace sell`: offers that a vault can answer, consents, keys, money."""

import json
import time
from pathlib import Path

import click

from hashtagspace.cli.access import Access, settings_option, with_access
from hashtagspace.cli.shown import Account, Choice, HexId, hexed, show, tag
from hashtagspace.client.delivering import Due
from hashtagspace.client.market import Way
from hashtagspace.client.matching import Match
from hashtagspace.client.private_files import read_file, write_private_file
from hashtagspace.client.selling import Seller
from hashtagspace.domain.terms import Granularity

OFFER = HexId()
WAY = click.option(
    "--way",
    type=click.Choice(["any", "relay", "direct"]),
    default="any",
    show_default=True,
    help="By a gateway's relay, which pays the gas, or by the wallet's own transaction.",
)
_WATCH_SECONDS = 5.0


@click.group()
@settings_option
def sell() -> None:
    """Sell your own data: answer offers, deliver keys, withdraw consent, be paid."""


def _open_seller(access: Access) -> Seller:
    market, wallet = access.open_market(), access.open_wallet()
    return Seller(market, access.open_vault(wallet), wallet)


@sell.command()
@with_access
def offers(access: Access) -> None:
    """List open offers with what of them your vault can answer; the gateway is not told."""
    matches = _open_seller(access).list_offers()
    show(
        access.as_json,
        [
            {
                "offer": hexed(match.offer.offer),
                "title": match.offer.terms.title,
                "buyer": match.offer.terms.controller.name,
                "answerable": match.is_answerable,
                "least": str(match.least),
                "most": str(match.most),
                "asks": [
                    {"category": ask.category, "granularity": ask.granularity.value, "price": str(ask.price)}
                    for ask in match.asks
                ],
            }
            for match in matches
        ],
        [line for match in matches for line in _match_lines(match)] or ["no offer is open"],
    )


def _match_lines(match: Match) -> list[str]:
    terms = match.offer.terms
    pay = f"{tag(match.least)} to {tag(match.most)}" if match.is_answerable else "your vault lacks the kinds"
    kinds = ", ".join(f"{ask.category}={ask.granularity.value}" for ask in match.asks) or "nothing"
    return [f"{hexed(match.offer.offer)}  {terms.title} ({terms.controller.name}): {pay}", f"    {kinds}"]


@sell.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.option(
    "--choose", type=Choice(), multiple=True, required=True, help="category=granularity; repeat it."
)
@click.option("--payee", type=Account(), help="Who is paid, instead of the wallet.")
@click.option("--plain", is_flag=True, help="Without the attestation that the vault keeps for this offer.")
@click.option("--days", type=click.IntRange(1, 365), default=14, show_default=True, help="How long it holds.")
@click.option("--yes", is_flag=True, help="The words were read before: sign without asking.")
@with_access
def answer(
    access: Access,
    made: bytes,
    *,
    choose: tuple[tuple[str, Granularity], ...],
    payee: bytes | None,
    days: int,
    plain: bool,
    yes: bool,
) -> None:
    """Read what an answer to OFFER does, and sign it."""
    seller = _open_seller(access)
    draft = seller.draft(
        seller.get_offer(made), dict(choose), payee=payee, valid_seconds=days * 86_400, is_attested=not plain
    )
    click.echo(draft.text, err=True)
    if draft.attested is not None:
        click.echo(f"The record goes as {hexed(draft.attested.kept.attester)} attested it.", err=True)
    if not yes:
        click.confirm("Sign this?", abort=True, err=True)
    deal = seller.answer(draft)
    show(
        access.as_json,
        {"deal": hexed(deal), "price": str(draft.price)},
        [f"answered; the deal is {hexed(deal)}"],
    )


@sell.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.argument("chosen", metavar="CATEGORY=GRANULARITY", type=Choice())
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_access
def request(access: Access, made: bytes, chosen: tuple[str, Granularity], *, file: Path) -> None:
    """Write FILE for an attester whom OFFER trusts: your data in the clear, to be vouched for."""
    seller = _open_seller(access)
    data = seller.request_attestation(seller.get_offer(made), *chosen)
    write_private_file(file.resolve(), data)
    show(
        access.as_json,
        {"file": str(file), "attesters": [hexed(one) for one in seller.get_offer(made).terms.attesters]},
        [f"{file} holds this data in the clear: give it to the attester alone, then delete it"],
    )


@sell.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_access
def keep(access: Access, *, file: Path) -> None:
    """Keep the attestation in FILE beside its record, once it was checked; it is sold with the record."""
    record = _open_seller(access).keep_attestation(read_file(file))
    show(access.as_json, {"record": hexed(record.record_id)}, [f"kept beside {hexed(record.record_id)}"])


@sell.command()
@WAY
@click.option("--watch", is_flag=True, help="Go on until stopped: deliver whatever becomes due.")
@with_access
def deliver(access: Access, *, way: Way, watch: bool) -> None:
    """Deliver the keys of accepted consents: only final ones, in time, by the node you named."""
    seller = _open_seller(access)
    while True:
        found = seller.deliver_due(way)
        show(access.as_json, [_spell_due(due) for due in found], _due_lines(found))
        if not watch:
            return
        time.sleep(_WATCH_SECONDS)


@sell.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@WAY
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_access
def revoke(access: Access, made: bytes, *, way: Way, yes: bool) -> None:
    """Withdraw consent, in whatever state the deal is, also before it was accepted."""
    if not yes:
        click.confirm("Withdraw consent? What was not earned goes back to the offer.", abort=True, err=True)
    how = _open_seller(access).revoke(made, way)
    show(access.as_json, {"way": how}, [f"withdrawn ({how}); what you earned stays yours"])


@sell.command()
@click.option("--payee", type=Account(), help="Whose money, instead of the wallet's.")
@with_access
def earnings(access: Access, *, payee: bytes | None) -> None:
    """Say what was earned and paid out, by the chain."""
    found = _open_seller(access).earnings(payee)
    show(
        access.as_json,
        {
            "credit": str(found.credit),
            "credited": str(found.credited),
            "withdrawn": str(found.withdrawn),
            "history": [
                {
                    "type": type(one.event).__name__.lower(),
                    "at": one.time_seconds,
                    "amount": str(getattr(one.event, "amount", 0)),
                    "transaction": hexed(one.event.transaction_hash),
                }
                for one in found.history
            ],
        },
        [f"earned {tag(found.credited)}, paid out {tag(found.withdrawn)}, waiting {tag(found.credit)}"],
    )


@sell.command()
@click.option("--payee", type=Account(), help="Who is paid, instead of the wallet.")
@WAY
@with_access
def withdraw(access: Access, *, payee: bytes | None, way: Way) -> None:
    """Collect what is due of every deal and have all credit paid out."""
    seller = _open_seller(access)
    found = seller.collect_due(way)
    amount = seller.withdraw(payee, way)
    show(
        access.as_json,
        {"amount": str(amount), "deals": [_spell_due(due) for due in found]},
        [*_due_lines([due for due in found if due.step == "done"]), f"paid out {tag(amount)}"],
    )


@sell.command()
@click.argument("made", metavar="OFFER", type=OFFER)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write, for you alone.")
@with_access
def receipt(access: Access, made: bytes, *, out: Path | None) -> None:
    """Write the consent receipt (ISO/IEC TS 27560) of an answer."""
    text = json.dumps(_open_seller(access).receipt(made), ensure_ascii=False, indent=2)
    if out is None:
        click.echo(text)
        return
    write_private_file(out.resolve(), text.encode())
    show(access.as_json, {"file": str(out)}, [f"the receipt is in {out}"])


def _spell_due(due: Due) -> dict[str, str]:
    return {"offer": hexed(due.offer), "deal": hexed(due.deal), "step": due.step, "detail": due.detail}


def _due_lines(found: list[Due]) -> list[str]:
    return [f"{due.step:9}  {hexed(due.offer)}: {due.detail}" for due in found] or ["nothing is due"]
