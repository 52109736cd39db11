"""Rows of the depot: what people leave with this gateway."""

from dataclasses import dataclass

from hashtagspace.domain.consent import Consent


@dataclass(frozen=True, slots=True)
class DomainRecord:
    """The profiles that a domain names; none when it did not answer as it should."""

    profiles: frozenset[int]
    checked_at: int


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One head of a vault."""

    manifest: bytes
    sequence: int
    forget: bool
    signed_at: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A response that waits for the buyer."""

    deal: bytes
    consent: Consent
    signature: bytes
    envelope: str
    received_at_ms: int
