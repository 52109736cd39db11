"""Intents: what a person signs, its 81-byte record, and the id both give.

Source: EIP-712; `PostRegistry.intentId` computes the same id on chain.
"""

from dataclasses import dataclass, field
from typing import Final

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import Kind
from hashtagspace.errors import InvalidIntent

RECORD_BYTES: Final = 81
SIGNATURE_BYTES: Final = 65
HEAD_BYTES: Final = 32
MAX_UINT64: Final = 2**64 - 1
INTENT_TYPE: Final = "Intent(uint64 profile,uint8 kind,bytes32 subject,bytes32 content,uint64 createdAt)"
INTENT_TYPE_HASH: Final = keccak256(INTENT_TYPE.encode())

DOMAIN_NAME: Final = "hashtagspace"
DOMAIN_VERSION: Final = "1"
_DOMAIN_TYPE_HASH: Final = keccak256(
    b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
_PAD_24: Final = bytes(24)
_PAD_31: Final = bytes(31)
_HEAD_PADDING: Final = bytes(15)


@dataclass(frozen=True, slots=True)
class Intent:
    """One statement of a profile.

    `subject` and `content` are 32 bytes; `created_at_ms` is Unix milliseconds, uint64.
    """

    profile: int
    kind: Kind
    subject: bytes
    content: bytes
    created_at_ms: int


@dataclass(frozen=True, slots=True)
class SignedIntent:
    """An intent with the 65 bytes r ‖ s ‖ v over its id."""

    intent: Intent
    signature: bytes


def domain_separator_of(name: str, version: str, chain_id: int, contract: bytes) -> bytes:
    """The EIP-712 domain separator, 32 bytes."""
    return keccak256(
        _DOMAIN_TYPE_HASH
        + keccak256(name.encode())
        + keccak256(version.encode())
        + chain_id.to_bytes(32, "big")
        + bytes(12)
        + contract
    )


@dataclass(frozen=True, slots=True)
class IntentDomain:
    """The chain and PostRegistry that an intent is for; its ids exist nowhere else."""

    chain_id: int
    post_registry: bytes
    prefix: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.post_registry) != 20:
            raise ValueError("the PostRegistry address has 20 bytes")
        separator = domain_separator_of(DOMAIN_NAME, DOMAIN_VERSION, self.chain_id, self.post_registry)
        object.__setattr__(self, "prefix", b"\x19\x01" + separator)


def encode_record(intent: Intent) -> bytes:
    """The 81 bytes profile ‖ kind ‖ subject ‖ content ‖ createdAt, big-endian."""
    if len(intent.subject) != 32 or len(intent.content) != 32:
        raise InvalidIntent("Subject and content of an intent are 32 bytes each.", code="intent.length")
    try:
        return (
            intent.profile.to_bytes(8, "big")
            + intent.kind.to_bytes(1, "big")
            + intent.subject
            + intent.content
            + intent.created_at_ms.to_bytes(8, "big")
        )
    except OverflowError:
        raise InvalidIntent(
            "A number of the intent does not fit its field: profile and createdAt are uint64.",
            code="intent.range",
        ) from None


def decode_kind(number: int) -> Kind:
    """The kind with this number; raises `intent.kind`."""
    try:
        return Kind(number)
    except ValueError:
        raise InvalidIntent(
            f"Kind {number} is not known here: kinds are 1 to {max(Kind).value}.", code="intent.kind"
        ) from None


def decode_record(record: bytes) -> Intent:
    """The intent that 81 bytes hold; raises `intent.length` or `intent.kind`."""
    if len(record) != RECORD_BYTES:
        raise InvalidIntent(
            f"An intent record has {RECORD_BYTES} bytes, this one has {len(record)}.", code="intent.length"
        )
    return Intent(
        int.from_bytes(record[:8], "big"),
        decode_kind(record[8]),
        record[9:41],
        record[41:73],
        int.from_bytes(record[73:], "big"),
    )


def record_id(record: bytes, domain: IntentDomain) -> bytes:
    """The intent id of an 81-byte record, without judging its fields (two Keccak calls)."""
    return keccak256(
        domain.prefix
        + keccak256(INTENT_TYPE_HASH + _PAD_24 + record[:8] + _PAD_31 + record[8:73] + _PAD_24 + record[73:])
    )


def intent_id(intent: Intent, domain: IntentDomain) -> bytes:
    """The EIP-712 digest that is signed; also the post id and the Merkle leaf."""
    return record_id(encode_record(intent), domain)


def encode_head(intent: Intent) -> bytes:
    """The first argument of `publish`: profile ‖ kind ‖ createdAt ‖ 15 zero bytes."""
    record = encode_record(intent)
    return record[:9] + record[73:] + _HEAD_PADDING


def decode_head(head: bytes, subject: bytes, content: bytes) -> Intent:
    """The intent of a `Published` event; raises `intent.head` on padding, `intent.kind`."""
    if len(head) != HEAD_BYTES or head[17:] != _HEAD_PADDING:
        raise InvalidIntent(
            "The head word is profile, kind, createdAt and 15 zero bytes; this one is not.",
            code="intent.head",
        )
    return decode_record(head[:9] + subject + content + head[9:17])
