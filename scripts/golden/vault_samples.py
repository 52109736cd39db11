"""A vault for vectors: its key, ways in, records and sales, every value out of a seeded source."""

from random import Random

from golden.samples import NOW_MS, address_of, sign, test_key
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.vault_forms import VaultUnlock, vault_digest
from hashtagspace.market.vault.key_file import DealSecret, DestroyedRecord, KeyFile, VaultRecord
from hashtagspace.market.vault.keys import commitment_of
from hashtagspace.market.vault.manifest import Manifest, Wrap
from hashtagspace.market.vault.unlocking import read_code, secret_of, spell_code, stretch_passphrase
from hashtagspace.market.vault.wraps import wrap_key

REGISTRY = TypedDomain(31337, bytes.fromhex("5fc8d32690cc91d4c39d9d3abcbd16989f875707"))
PROFILE = 0x7A3F_0102_0304_0506
CUSTODY = test_key(1)
PASSPHRASE = "correct horse battery stäple"  # noqa: S105  everybody knows it


def a_cid(random: Random) -> str:
    """The address of some block."""
    return cid_of_digest(random.randbytes(32))


def wraps(random: Random, vault_key: bytes) -> list[tuple[Wrap, bytes]]:
    """One wrap of each method, with its secret."""
    made = []
    for method in ("wallet", "code", "passphrase"):
        salt, iv = random.randbytes(32), random.randbytes(12)
        match method:
            case "wallet":
                digest = vault_digest(VaultUnlock(PROFILE, salt), REGISTRY)
                secret = secret_of(sign(CUSTODY, digest), digest, address_of(CUSTODY))
            case "code":
                secret = read_code(spell_code(random.randbytes(20)))
            case _:
                secret = stretch_passphrase(PASSPHRASE, salt)
        custody = address_of(CUSTODY) if method == "wallet" else None
        made.append(
            (wrap_key(vault_key, secret, Wrap(method, salt, iv, b"", NOW_MS, custody), PROFILE), secret)
        )
    return made


def manifest(random: Random, vault_key: bytes, ways: list[Wrap], sequence: int = 1) -> Manifest:
    """A manifest with three blobs."""
    blobs = tuple(sorted(a_cid(random) for _ in range(3)))
    return Manifest(PROFILE, sequence, commitment_of(vault_key), tuple(ways), blobs[1], blobs, NOW_MS)


def record(random: Random, title: str = "Interests", updated: int = 0) -> VaultRecord:
    """An entry of a key file."""
    return VaultRecord(
        record_id=random.randbytes(16),
        category="interests",
        title=title,
        key=random.randbytes(32),
        cid=a_cid(random),
        size=284,
        source="form",
        created_at_ms=NOW_MS,
        updated_at_ms=NOW_MS + updated,
        attestation=None,
    )


def deal(random: Random, state: str = "prepared") -> DealSecret:
    """What a sale needs again."""
    return DealSecret(
        deal_id=random.randbytes(32),
        offer_id=random.randbytes(32),
        nonce=random.randbytes(32),
        receipt_salt=random.randbytes(32),
        selection='{"type":"selection","version":1}',
        consent={"offer": "0x" + random.randbytes(32).hex(), "price": "1000000000000000000", "qParity": "1"},
        signature=None if state == "prepared" else random.randbytes(65),
        envelope=None if state == "prepared" else a_cid(random),
        terms=random.randbytes(32),
        epochs=0,
        created_at_ms=NOW_MS,
        state=state,
    )


def destroyed(random: Random, record_id: bytes | None = None, later: int = 0) -> DestroyedRecord:
    """What is left of a record."""
    return DestroyedRecord(
        random.randbytes(16) if record_id is None else record_id,
        "contact",
        NOW_MS + later,
        random.randbytes(65),
    )


def key_file(random: Random) -> KeyFile:
    """Two records, two sales, one destroyed record."""
    return KeyFile(
        (record(random), record(random, 'Zürich “東京” \\ "quoted"\n')),
        (deal(random), deal(random, "sent")),
        (destroyed(random),),
    )
