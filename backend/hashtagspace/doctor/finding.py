"""What the doctor says, and how it is shown."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from hashtagspace.errors import HashtagspaceError
from hashtagspace.log import scrub_text

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part; `remedy` says what to do unless it is ok."""

    part: str
    state: State
    detail: str
    remedy: str = ""


def ok(part: str, detail: str) -> Finding:
    """The part works."""
    return Finding(part, "ok", detail)


def warn(part: str, detail: str, remedy: str) -> Finding:
    """The part works, but not for long or not for everyone."""
    return Finding(part, "warn", detail, remedy)


def fail(part: str, detail: str, remedy: str) -> Finding:
    """The part does not work."""
    return Finding(part, "fail", detail, remedy)


def guard(part: str, remedy: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What the check finds; an error it raises on purpose, or one of the system, is a finding too."""
    found: list[Finding] = []
    try:
        found.extend(check())
    except HashtagspaceError as error:
        found.append(fail(part, error.detail, remedy))
    except OSError as error:
        found.append(fail(part, f"the system refuses ({error.strerror or type(error).__name__})", remedy))
    return found


def is_healthy(findings: Sequence[Finding]) -> bool:
    """True unless a part fails; warnings do not count."""
    return all(finding.state != "fail" for finding in findings)


def render_lines(findings: Sequence[Finding]) -> str:
    """One line for each finding; no URL is shown beyond its host."""
    width = max((len(finding.part) for finding in findings), default=0)
    return "\n".join(_render(finding, width) for finding in findings)


def render_json(findings: Sequence[Finding]) -> str:
    """`{"healthy": bool, "findings": [{"part", "state", "detail", "remedy"}]}`."""
    entries = [{key: _one_line(str(value)) for key, value in asdict(finding).items()} for finding in findings]
    return json.dumps({"healthy": is_healthy(findings), "findings": entries}, indent=2)


def _render(finding: Finding, width: int) -> str:
    remedy = f" → {finding.remedy}" if finding.remedy else ""
    return _one_line(f"{finding.state:<4}  {finding.part:<{width}}  {finding.detail}{remedy}")


def _one_line(text: str) -> str:
    return scrub_text(" ".join(text.splitlines()))
