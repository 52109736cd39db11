"""`hashtagspace report` and `hashtagspace calibrate`.

What a campaign costs per real person, and checking that.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from hashtagspace.cli.access import Access, settings_option, with_access
from hashtagspace.cli.shown import HexId, hexed, show
from hashtagspace.client.audience import read_audience
from hashtagspace.client.calibrating import ask_checks
from hashtagspace.client.offer_draft import parse_tag
from hashtagspace.client.people_reading import read_people
from hashtagspace.client.reporting import Asked, Disclosed, Reporter
from hashtagspace.errors import InvalidInput, NotFound
from hashtagspace.market.export_csv import encode_csv
from hashtagspace.market.roi import compute_numbers
from hashtagspace.market.roi_document import LIMITS, Difference, ReportFile, spell_file, spell_number
from hashtagspace.market.roi_words import describe_number, tabulate_numbers
from hashtagspace.personhood.calibration import SAMPLE_SIZE, JudgedSample

_FILE = click.Path(path_type=Path, dir_okay=False)
_LEVEL = click.IntRange(1, 3)


@click.command()
@settings_option
@click.argument("made", metavar="OFFER", type=HexId(), required=False)
@click.option("--verify", "checked", type=_FILE, help="Recompute every number of this report instead.")
@click.option("--out", type=_FILE, help="Write the report here (JSON), for others to verify.")
@click.option("--csv", "csv_file", type=_FILE, help="Write the numbers here (CSV).")
@click.option("--level", type=_LEVEL, help="The filter; the offer's own level, or 1, unless told.")
@click.option("--epoch", type=click.IntRange(1), help="Calibration sample; the best-judged of the last 12.")
@click.option(
    "--size", type=click.IntRange(1), default=SAMPLE_SIZE, show_default=True, help="Drawn on each side."
)
@click.option(
    "--audience", "listed", type=_FILE, help="Your list (CSV: profile,arm,converted); it stays here."
)
@click.option("--untargeted-spend", help="TAG spent on the untargeted arm of the list.")
@with_access
def report(
    access: Access,
    made: bytes | None,
    *,
    checked: Path | None,
    out: Path | None,
    csv_file: Path | None,
    listed: Path | None,
    untargeted_spend: str | None,
    **asked: int | None,
) -> None:
    """Say what OFFER costs per real person, with intervals; needs a node, no key and no gateway.

    With --verify FILE, the report in FILE is recomputed from the chain: each number that differs is named,
    and the exit status is 1.
    """
    reporter = Reporter(access.open_market())
    audience = None if listed is None else read_audience(_read(listed))
    if checked is not None:
        _tell_differences(access, reporter.verify(_read(checked), audience), has_list=audience is not None)
        return
    if made is None:
        raise InvalidInput("Name an offer, or a report to check with --verify.", code="cli.offer")
    spend = None if untargeted_spend is None else parse_tag(untargeted_spend, "untargeted-spend")
    size = asked["size"] or SAMPLE_SIZE
    found = reporter.make(made, Asked(asked["level"], asked["epoch"], size), Disclosed(audience, spend))
    if out is not None:
        out.write_text(json.dumps(spell_file(found), indent=2) + "\n", encoding="utf-8")
    if csv_file is not None:
        csv_file.write_bytes(encode_csv(tabulate_numbers(compute_numbers(found.inputs))))
    show(access.as_json, spell_file(found), _report_lines(found))


@click.command()
@settings_option
@click.option("--epoch", type=click.IntRange(1), help="The best-judged of the last 12 unless told.")
@click.option("--level", type=_LEVEL, default=1, show_default=True, help="The filter.")
@click.option(
    "--size", type=click.IntRange(1), default=SAMPLE_SIZE, show_default=True, help="Drawn on each side."
)
@click.option("--ask", "most", type=click.IntRange(1), help="Pay for checks of so many who have no verdict.")
@click.option("--yes", is_flag=True, help="Do not ask before deposits are paid.")
@with_access
def calibrate(
    access: Access, *, epoch: int | None, level: int, size: int, most: int | None, yes: bool
) -> None:
    """List who is drawn to measure what a level lets through; --ask has them judged."""
    market = access.open_market()
    people = read_people(market, market.reads.read_head())
    sample = people.find_sample(level, size) if epoch is None else people.draw(epoch, level, size)
    if sample is None:
        raise NotFound(
            "No sample of the last 12 epochs has a verdict yet: name an epoch with --epoch.",
            code="calibration.none",
        )
    if most is None:
        show(access.as_json, _spell_sample(sample), _sample_lines(sample))
        return
    if not yes:
        click.confirm("Ask for the checks? Each takes the deposit of a case.", abort=True, err=True)
    asked = ask_checks(market, access.open_wallet(), sample, most)
    show(
        access.as_json,
        [{"profile": str(one.profile), "ok": one.ok, "detail": one.detail} for one in asked],
        [f"profile {one.profile}: {one.detail}" for one in asked] or ["everybody drawn is judged"],
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise InvalidInput(f"{path} cannot be read: correct the path.", code="cli.file") from None


def _tell_differences(access: Access, differences: Sequence[Difference], *, has_list: bool) -> None:
    lines = [f"DIFFERS  {one.name}: the report says {one.told}; it is {one.found}" for one in differences]
    whole = (
        "every number comes out of the chain and the list"
        if has_list
        else ("every number comes out of the chain and the counts that the report discloses")
    )
    show(
        access.as_json,
        {
            "holds": not differences,
            "listChecked": has_list,
            "differences": [{"name": one.name, "told": one.told, "found": one.found} for one in differences],
        },
        lines or [f"holds: {whole}"],
    )
    if differences:
        sys.exit(1)


def _report_lines(found: ReportFile) -> list[str]:
    place = found.place
    sample = "no calibration sample" if place.epoch is None else f"calibration sample of epoch {place.epoch}"
    head = f"offer {hexed(place.offer)}, as of block {place.block}, level {found.inputs.level}, {sample}"
    numbers = [describe_number(spell_number(number)) for number in compute_numbers(found.inputs)]
    return [head, *(f"  {line}" for line in numbers), *LIMITS]


def _spell_sample(sample: JudgedSample) -> dict[str, object]:
    return {
        "epoch": sample.epoch,
        **{
            name: {
                "population": side.population,
                "drawn": [{"profile": str(one), "verdict": verdict} for one, verdict in side.drawn],
            }
            for name, side in (("accepted", sample.accepted), ("rejected", sample.rejected))
        },
    }


def _sample_lines(sample: JudgedSample) -> list[str]:
    lines = [f"epoch {sample.epoch}"]
    for name, side in (("of the level", sample.accepted), ("below it", sample.rejected)):
        real, fake, silent = (side.count(verdict) for verdict in ("real", "fake", "silent"))
        drawn = f"{len(side.drawn)} of {side.population} drawn"
        lines.append(f"{name}: {drawn}, {real} real, {fake} fake, {silent} without a verdict")
        lines += [f"  {verdict:6}  profile {profile}" for profile, verdict in side.drawn]
    return lines
