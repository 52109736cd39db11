"""Examinations by the doctor, and what they found."""

from hashtagspace.doctor.examine import examine_environment
from hashtagspace.doctor.finding import Finding

PASSWORD = "a password that is nowhere shown"


def examine(environ: dict[str, str], **changed: str) -> dict[str, Finding]:
    findings = examine_environment(environ | {f"HASHTAGSPACE_{k}": v for k, v in changed.items()})
    assert len({finding.part for finding in findings}) == len(findings)
    assert all(bool(finding.remedy) == (finding.state != "ok") for finding in findings)
    return {finding.part: finding for finding in findings}


def broken(findings: dict[str, Finding], state: str = "fail") -> dict[str, str]:
    return {part: finding.detail for part, finding in findings.items() if finding.state == state}
