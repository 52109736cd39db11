"""The campaign report as a file: what it was computed from, what came out, and where the two disagree.

Inputs are of two kinds: `chain`, which anybody reads again from the block that is named, and `disclosed`,
which the business counted itself. A second person recomputes the first and takes or asks for the second.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import msgspec

from hashtagspace.errors import InvalidInput
from hashtagspace.market.roi import Arm, Inputs, Number, Stratum, Unit, compute_numbers

TYPE: Final = "roi-report"
VERSION: Final = 1
_DECIMALS: Final[dict[Unit, int]] = {"share": 4, "people": 1, "tag": 4, "per_thousand_tag": 4}
_SLACK: Final = 1e-3
"""Of the last digit: what rounding may differ by between two machines without turning a digit."""
LIMITS: Final = (
    "Hired people are not seen: a real person whose account somebody rents counts as real.",
    "A jury of five can be wrong; its verdicts are taken as they are.",
    "Interval: 95 %. It holds whatever drawn people who gave no answer are.",
    "People are counted by the level they have at the block named, not at the time they were paid.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the chain's part was read: anybody reads it there again."""

    chain_id: int
    market: bytes
    offer: bytes
    block: int
    block_hash: bytes
    time: int
    epoch: int | None
    """Of the calibration sample; None without one."""
    sample_size: int


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report: where, from what, and the numbers. `audience_digest`: sha-256 of the business's own list."""

    place: Place
    inputs: Inputs
    audience_digest: bytes | None
    drawn: tuple[tuple[int, str], ...]
    """The calibration sample: (profile, its verdict), those of the level first."""
    limits: tuple[str, ...] = LIMITS


@dataclass(frozen=True, slots=True)
class Difference:
    """What the file says under a name, and what came out here."""

    name: str
    told: str
    found: str


def spell_file(report: ReportFile) -> dict[str, object]:
    """The report as JSON: amounts and shares as decimal text, outwards in the last digit of an interval."""
    place = report.place
    return {
        "type": TYPE,
        "version": VERSION,
        "network": {"chainId": place.chain_id, "market": _hex(place.market)},
        "offer": _hex(place.offer),
        "block": {"number": place.block, "hash": _hex(place.block_hash), "time": place.time},
        "calibration": None if place.epoch is None else {"epoch": place.epoch, "size": place.sample_size},
        "inputs": spell_inputs(report.inputs),
        "audienceDigest": None if report.audience_digest is None else _hex(report.audience_digest),
        "drawn": [{"profile": str(profile), "verdict": verdict} for profile, verdict in report.drawn],
        "numbers": [spell_number(number) for number in compute_numbers(report.inputs)],
        "limits": list(report.limits),
    }


def spell_inputs(inputs: Inputs) -> dict[str, object]:
    """The inputs by their names; amounts as text of 1e-18 TAG."""
    spelled: dict[str, object] = {}
    for field in fields(inputs):
        value = getattr(inputs, field.name)
        if isinstance(value, Stratum | Arm):
            value = {_camel(name): count for name, count in asdict(value).items()}
        elif field.name in ("paid", "untargeted_spend") and value is not None:
            value = str(value)
        spelled[_camel(field.name)] = value
    return spelled


def spell_number(number: Number) -> dict[str, object]:
    """One number; `value`, `low` and `high` are None where it is not shown, and `why` says why."""
    digits, interval = _DECIMALS[number.unit], number.interval
    body: dict[str, object] = {
        "name": number.name,
        "formula": number.formula,
        "inputs": list(number.inputs),
        "unit": number.unit,
        "value": None,
        "low": None,
        "high": None,
        "why": number.why,
    }
    if interval is not None:
        ten = 10**digits
        body["value"] = _spell(math.floor(interval.estimate * ten + 0.5), digits)
        is_exact = interval.low == interval.high
        low = math.floor(interval.low * ten + _SLACK)
        high = math.ceil(interval.high * ten - _SLACK)
        body["low"] = body["value"] if is_exact else _spell(low, digits)
        body["high"] = body["value"] if is_exact else _spell(high, digits)
    return body


class _File(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """The file as it is read; the rest is judged by comparing."""

    type: str
    version: int
    network: dict[str, Any]
    offer: str
    block: dict[str, Any]
    calibration: dict[str, int] | None
    inputs: dict[str, Any]
    audience_digest: str | None
    drawn: list[dict[str, str]]
    numbers: list[dict[str, Any]]
    limits: list[str]


def parse_file(data: bytes) -> tuple[ReportFile, list[dict[str, Any]]]:
    """The report and the numbers that stand in it, unjudged; raises `report.malformed`."""
    try:
        body = msgspec.json.decode(data, type=_File)
        if (body.type, body.version) != (TYPE, VERSION):
            raise ValueError(f"it is a {body.type} of version {body.version}")
        report = ReportFile(
            _read_place(body),
            read_inputs(body.inputs),
            _find_digest(body),
            _read_drawn(body),
            tuple(body.limits),
        )
        return report, body.numbers
    except (msgspec.DecodeError, ValueError, TypeError, KeyError) as error:
        raise InvalidInput(
            f"The file is no report that reads here: {error}.", code="report.malformed"
        ) from None


def read_inputs(body: Mapping[str, Any]) -> Inputs:
    """Inputs from their JSON; raises ValueError, TypeError or KeyError."""
    names = {_camel(field.name): field.name for field in fields(Inputs)}
    if set(body) != set(names):
        raise ValueError(f"inputs are {', '.join(names)}")
    values: dict[str, Any] = {}
    for spelled, name in names.items():
        value = body[spelled]
        if name.startswith("sample_"):
            value = None if value is None else _read_counts(Stratum, value)
        elif name in ("audience", "reached", "held_out", "untargeted"):
            value = None if value is None and name == "audience" else _read_counts(Arm, value)
        elif name in ("paid", "untargeted_spend"):
            value = None if value is None and name != "paid" else _count(int(value))
        else:
            value = _count(value)
        values[name] = value
    inputs = Inputs(**values)
    _require_sense(inputs)
    return inputs


def compare_numbers(told: Iterable[Mapping[str, Any]], inputs: Inputs) -> list[Difference]:
    """Each number of a file that does not come out of these inputs, by name.

    Missing and invented ones too.
    """
    found = {number.name: spell_number(number) for number in compute_numbers(inputs)}
    differences = []
    for body in told:
        name = str(body.get("name"))
        ours = found.pop(name, None)
        if ours is None:
            differences.append(Difference(name, _words(body), "no number of a report"))
        elif dict(body) != ours:
            differences.append(Difference(name, _words(body), _words(ours)))
    return [*differences, *(Difference(name, "missing", _words(ours)) for name, ours in found.items())]


def compare_inputs(told: Inputs, found: Inputs, names: Iterable[str]) -> list[Difference]:
    """Those of the named inputs that differ."""
    one, other = spell_inputs(told), spell_inputs(found)
    return [
        Difference(f"inputs.{name}", str(one[name]), str(other[name]))
        for name in map(_camel, names)
        if one[name] != other[name]
    ]


def _require_sense(inputs: Inputs) -> None:
    if not 1 <= inputs.level <= 3:
        raise ValueError("a filter is a level from 1 to 3")
    for arm in (inputs.audience, inputs.reached, inputs.held_out, inputs.untargeted):
        if arm is not None and (
            arm.accepted_conversions > arm.accepted or arm.rejected_conversions > arm.rejected
        ):
            raise ValueError("nobody converts twice")
    for sample in (inputs.sample_accepted, inputs.sample_rejected):
        if sample is not None and sample.real + sample.fake + sample.silent > sample.population:
            raise ValueError("a sample is no larger than what it is drawn from")


def _read_counts(kind: type, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Stratum or an Arm
    names = {_camel(field.name): field.name for field in fields(kind)}
    if set(body) != set(names):
        raise ValueError(f"counts are {', '.join(names)}")
    return kind(**{name: _count(body[spelled]) for spelled, name in names.items()})


def _count(value: Any) -> int:  # noqa: ANN401 - JSON
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**128:
        raise ValueError(f"{value!r} is no count")
    return value


def _read_place(body: _File) -> Place:
    calibration = body.calibration
    return Place(
        _count(body.network["chainId"]), _unhex(body.network["market"], 20), _unhex(body.offer, 32),
        _count(body.block["number"]), _unhex(body.block["hash"], 32), _count(body.block["time"]),
        None if calibration is None else _count(calibration["epoch"]),
        0 if calibration is None else _count(calibration["size"]),
    )  # fmt: skip


def _find_digest(body: _File) -> bytes | None:
    return None if body.audience_digest is None else _unhex(body.audience_digest, 32)


def _read_drawn(body: _File) -> tuple[tuple[int, str], ...]:
    return tuple((int(one["profile"]), one["verdict"]) for one in body.drawn)


def _unhex(text: str, length: int) -> bytes:
    data = bytes.fromhex(text.removeprefix("0x"))
    if len(data) != length:
        raise ValueError(f"{text} has not {length} bytes")
    return data


def _hex(data: bytes) -> str:
    return "0x" + data.hex()


def _spell(units: int, digits: int) -> str:
    whole, part = divmod(abs(units), 10**digits)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{digits}d}"


def _words(body: Mapping[str, Any]) -> str:
    if body.get("value") is None:
        return f"not shown ({body.get('why')})"
    return f"{body['value']} ({body.get('low')} to {body.get('high')})"


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
