"""What may be wrong with a sale's points, proofs and bytes.

InvalidInput
├── InvalidDelivery         market.delivery
│   market.point · market.proof · market.blinding · market.opening · market.not_garbage · market.epoch
├── InvalidRecord           market.record
│   market.length · market.padding · market.words · market.path
├── InvalidEnvelope         envelope.invalid
│   envelope.key · envelope.length · envelope.sealed · envelope.header · envelope.chunks · envelope.trailing
└── InvalidSecret           market.secret
"""

from typing import ClassVar

from hashtagspace.errors import InvalidInput


class InvalidDelivery(InvalidInput):
    """Points or a proof that the contract would refuse as well."""

    code: ClassVar[str] = "market.delivery"


class InvalidRecord(InvalidInput):
    """Bytes of a record, its leaves or its paths break the format."""

    code: ClassVar[str] = "market.record"


class InvalidEnvelope(InvalidInput):
    """Bytes of a sale's outer layer that do not open, or not to what their header says."""

    code: ClassVar[str] = "envelope.invalid"


class InvalidSecret(InvalidInput):
    """A key of our own is malformed: nothing was derived from it."""

    code: ClassVar[str] = "market.secret"
