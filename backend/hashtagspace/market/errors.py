"""What may be wrong with a sale's points, proofs and bytes.

InvalidInput
├── InvalidDelivery         market.delivery
│   market.point · market.proof · market.blinding · market.opening · market.not_garbage · market.epoch
├── InvalidRecord           market.record
│   market.length · market.padding · market.words · market.path
├── InvalidEnvelope         envelope.invalid
│   envelope.key · envelope.length · envelope.sealed · envelope.header · envelope.chunks · envelope.trailing
├── InvalidSecret           market.secret
├── InvalidValue            record.*      what a person keeps, by the schemas
├── InvalidImport           import.*      a file that values are read from
├── InvalidSelection        selection.*   what a person chose to sell
├── InvalidAttestation      attestation.* what somebody vouches for of it
├── InvalidBundle           bundle.*      what a seller delivered
└── InvalidReceipt          receipt.*
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


class InvalidValue(InvalidInput):
    """A value of a record does not fit its category."""

    code: ClassVar[str] = "record.value"


class InvalidImport(InvalidInput):
    """A file cannot be imported; the sentence names the limit, or row and column."""

    code: ClassVar[str] = "import.invalid"


class InvalidAttestation(InvalidInput):
    """A request or an attestation is malformed, or is not of this record, profile or offer."""

    code: ClassVar[str] = "attestation.form"


class InvalidSelection(InvalidInput):
    """A selection is malformed, or sells what the offer does not ask for."""

    code: ClassVar[str] = "selection.invalid"


class InvalidBundle(InvalidInput):
    """What was delivered is not what was sold."""

    code: ClassVar[str] = "bundle.invalid"


class InvalidReceipt(InvalidInput):
    """A consent receipt lacks a field or contradicts itself."""

    code: ClassVar[str] = "receipt.invalid"
