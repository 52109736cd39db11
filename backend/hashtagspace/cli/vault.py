"""`hashtagspace vault`: a person's data, encrypted, from a shell."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from hashtagspace.cli.access import Access, ask_secret, settings_option, with_access
from hashtagspace.cli.shown import hexed, show
from hashtagspace.client.attesting import Attester
from hashtagspace.client.private_files import read_file, write_private_file
from hashtagspace.client.vault import Passphrase, RecoveryCode, Unlock, Vault, create_code, unlock_by
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.strict_json import parse_json
from hashtagspace.errors import Conflict, InvalidInput
from hashtagspace.market.categories import load_schemas
from hashtagspace.market.noise import keep_noise
from hashtagspace.market.record_values import parse_value, spell_value


@click.group()
@settings_option
def vault() -> None:
    """Keep private data where only you can read it."""


@vault.command()
@click.option(
    "--passphrase", is_flag=True, help="Set a passphrase as a further way in; you are asked for it."
)
@click.option("--no-wallet", is_flag=True, help="The wallet cannot open it: for contract accounts.")
@with_access
def create(access: Access, *, passphrase: bool, no_wallet: bool) -> None:
    """Make a vault; prints its recovery code once, and nowhere else."""
    wallet = access.open_wallet()
    code = create_code()
    unlocks: list[Unlock] = [RecoveryCode(code)]
    if not no_wallet:
        unlocks.append(unlock_by(wallet))
    if passphrase or no_wallet:
        unlocks.append(Passphrase(ask_secret("Passphrase for the vault")))
    made = Vault.create(access.vault_ports(wallet), unlocks)
    profile = made.profile_id
    made.lock()
    show(
        access.as_json,
        {"profile": profile, "recoveryCode": code},
        ["Write this recovery code down; it is shown once:", "", f"    {code}", ""],
    )


@vault.command("list")
@with_access
def list_records(access: Access) -> None:
    """List records, without their values, and what was destroyed."""
    found = access.open_vault(access.open_wallet())
    show(
        access.as_json,
        {
            "records": [
                {
                    "record": hexed(record.record_id),
                    "category": record.category,
                    "title": record.title,
                    "updatedAt": _moment(record.updated_at_ms),
                }
                for record in found.records
            ],
            "deals": len(found.deals),
            "destroyed": [hexed(gone.record_id) for gone in found.destroyed],
            "savedAt": found.whereabouts,
            "notices": [notice.sentence for notice in found.notices],
        },
        [
            *(notice.sentence for notice in found.notices),
            *(f"{hexed(record.record_id)}  {record.category}: {record.title}" for record in found.records),
            f"{len(found.records)} records, {len(found.destroyed)} destroyed, {len(found.deals)} deals",
        ],
    )


@vault.command()
@click.argument("category")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--title", help="What you call it; else the category's name.")
@with_access
def add(access: Access, category: str, file: Path, *, title: str | None) -> None:
    """Add a record of CATEGORY from a JSON FILE: {"fields": {…}}, {"rows": […]}, or a file's own form."""
    data = read_file(file)
    shape = load_schemas().get_category(category)
    value = keep_noise(parse_value(category, parse_json(data)))
    kept = access.open_vault(access.open_wallet()).add(
        category, title or shape.title, dict(spell_value(value))
    )
    show(access.as_json, {"record": hexed(kept.record_id)}, [f"added {hexed(kept.record_id)}"])


@vault.command()
@click.argument("request", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="The data was judged before: sign without asking.")
@with_access
def attest(access: Access, request: Path, file: Path, *, yes: bool) -> None:
    """As an attester: read the data in REQUEST, sign that it is true, and write FILE for the person."""
    deployment = access.load_deployment()
    attester = Attester(access.open_wallet(), TypedDomain(deployment.chain_id, deployment.data_market))
    asked = attester.read(read_file(request))
    click.echo(json.dumps(parse_json(asked.bundle), ensure_ascii=False, indent=2), err=True)
    if not yes:
        click.confirm(f"Is this true, and of profile {asked.kind.profile}? Sign it?", abort=True, err=True)
    write_private_file(file.resolve(), attester.attest(asked, int(time.time())))
    show(
        access.as_json,
        {"file": str(file), "profile": str(asked.kind.profile), "ptRoot": hexed(asked.pt_root)},
        [f"signed; hand {file} back, and keep no copy of the data"],
    )


@vault.command()
@click.argument("record")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the receipt goes.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_access
def destroy(access: Access, record: str, *, out: Path | None, yes: bool) -> None:
    """Destroy a record's key; older copies with a way in still open it, and buyers still have it."""
    if not yes:
        click.confirm("Destroy this record for good?", abort=True, err=True)
    found = access.open_vault(access.open_wallet())
    receipt = found.destroy(_record_id(record)).to_json()
    text = json.dumps(receipt, ensure_ascii=False, indent=2)
    if out is not None:
        write_private_file(out.resolve(), text.encode())
    show(access.as_json, receipt, ["destroyed" if out is None else f"destroyed; the receipt is in {out}"])


@vault.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Overwrite the file.")
@with_access
def export(access: Access, file: Path, *, replace: bool) -> None:
    """Write the whole vault, encrypted as it is, to FILE (.hsvault)."""
    if file.exists() and not replace:
        raise Conflict(
            f"{file} exists already: choose another name, or give --replace.", code="export.exists"
        )
    data = access.open_vault(access.open_wallet()).export_file()
    write_private_file(file.resolve(), data)
    show(access.as_json, {"file": str(file), "bytes": len(data)}, [f"{len(data):,} bytes in {file}"])


def _record_id(text: str) -> bytes:
    try:
        data = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        data = b""
    if len(data) != 16:
        raise InvalidInput("A record is named by 0x and 32 hex digits; see `vault list`.", code="cli.record")
    return data


def _moment(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
