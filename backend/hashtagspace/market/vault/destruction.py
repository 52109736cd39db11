"""What a person keeps as proof that a record's key was dropped."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hashtagspace.domain import vault_forms
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.market.vault.key_file import DestroyedRecord
from hashtagspace.market.vault.members import hexed

WORDS: Final = (
    "The key of this record was dropped. Whoever bought the record still has it, and an older copy of the "
    "key file together with a way into the vault still opens it."
)


@dataclass(frozen=True, slots=True)
class Destruction:
    """The receipt of a destroyed record; its signature is over `Destruction` in `registry`'s domain."""

    registry: TypedDomain
    profile: int
    record_id: bytes
    category: str
    destroyed_at_ms: int
    signature: bytes

    def to_json(self) -> dict[str, object]:
        """The receipt as the web app downloads it."""
        return {
            "type": "destruction",
            "version": 1,
            "chainId": str(self.registry.chain_id),
            "registry": hexed(self.registry.contract),
            "profile": str(self.profile),
            "recordId": hexed(self.record_id),
            "record": hexed(sha256(self.record_id).digest()),
            "category": self.category,
            "destroyedAt": self.destroyed_at_ms,
            "signature": hexed(self.signature),
            "words": WORDS,
        }


def destruction_digest(profile: int, record_id: bytes, destroyed_at_ms: int, registry: TypedDomain) -> bytes:
    """The 32 bytes that are signed when a record is destroyed."""
    form = vault_forms.Destruction(profile, sha256(record_id).digest(), destroyed_at_ms)
    return vault_forms.vault_digest(form, registry)


def build_destruction(profile: int, gone: DestroyedRecord, registry: TypedDomain) -> Destruction:
    """The receipt of a destroyed record."""
    return Destruction(registry, profile, gone.record_id, gone.category, gone.destroyed_at_ms, gone.receipt)
