"""What goes into the depot and what comes out of it."""

from dataclasses import dataclass

from hashtagspace.domain.consent import Consent


@dataclass(frozen=True, slots=True)
class ResponseSubmission:
    """A signed consent and the CID of its envelope."""

    consent: Consent
    signature: bytes
    envelope: str


@dataclass(frozen=True, slots=True)
class HeadSubmission:
    """The next head of a vault; `manifest` are its bytes."""

    profile: int
    manifest: bytes
    sequence: int
    forget: bool
    signed_at: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class EpochSubmission:
    """The envelope of one epoch."""

    deal: bytes
    epoch: int
    envelope: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class BuyerAccess:
    """A buyer's signature that it reads its offers' responses; good until `deadline`, Unix seconds.

    `gateway`: the origin it was signed for, which is this gateway's own.
    """

    gateway: str
    deadline: int
    signature: bytes
