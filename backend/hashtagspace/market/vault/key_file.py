"""The key file: which records there are and their keys, what each sale needs again, what was destroyed."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hashtagspace.domain.cid import parse_cid
from hashtagspace.domain.strict_json import Json, parse_json
from hashtagspace.errors import InvalidCid, InvalidContent
from hashtagspace.market.derivation import Buffer
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.keys import file_key
from hashtagspace.market.vault.members import Members, hexed
from hashtagspace.market.vault.padding import KEY_FILE_SIZES, padded_size

T = TypeVar("T")

SOURCES: Final = ("form", "import", "activity", "file")
STAGES: Final = ("prepared", "dropped", "signed", "sent", "closed", "withdrawn")
_CONTEXT: Final = b"hashtagspace/vault/keys/v1"
_IV: Final = 12
_RECORDS: Final = 900
_OTHERS: Final = 10_000
_SIGNATURE: Final = 4096


@dataclass(frozen=True, slots=True)
class VaultRecord:
    """One encrypted item; its value lies in the blob `cid` under `key`, fresh for every change."""

    record_id: bytes
    category: str
    title: str
    key: bytes = field(repr=False)
    cid: str
    size: int
    source: str
    created_at_ms: int
    updated_at_ms: int
    attestation: dict[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class DealSecret:
    """What a sale needs again, saved before its consent is signed; `consent` as the API spells it.

    `state` goes prepared, signed, sent, closed; dropped before it was signed, withdrawn for good.
    """

    deal_id: bytes
    offer_id: bytes
    nonce: bytes = field(repr=False)
    receipt_salt: bytes = field(repr=False)
    selection: str
    consent: dict[str, Json]
    signature: bytes | None
    envelope: str | None
    terms: bytes
    epochs: int
    created_at_ms: int
    state: str = "prepared"


@dataclass(frozen=True, slots=True)
class DestroyedRecord:
    """What is left of a destroyed record; `receipt` is the signature over its `Destruction`."""

    record_id: bytes
    category: str
    destroyed_at_ms: int
    receipt: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Everything a vault knows but the values themselves."""

    records: tuple[VaultRecord, ...] = ()
    deals: tuple[DealSecret, ...] = ()
    destroyed: tuple[DestroyedRecord, ...] = ()


def seal_key_file(
    vault_key: Buffer, profile: int, sequence: int, key_file: KeyFile, iv: bytes | None = None
) -> bytes:
    """The blob of a key file; it opens for this profile and sequence alone. Only vectors give the iv."""
    iv = secrets.token_bytes(_IV) if iv is None else iv
    plain = encode_key_file(key_file)
    return iv + AESGCM(file_key(vault_key)).encrypt(iv, plain, _context(profile, sequence))


def open_key_file(vault_key: Buffer, profile: int, sequence: int, blob: bytes) -> KeyFile:
    """The key file in a blob; raises `vault.key_file`."""
    try:
        plain = AESGCM(file_key(vault_key)).decrypt(blob[:_IV], blob[_IV:], _context(profile, sequence))
    except (InvalidTag, ValueError):
        raise _unreadable("it is not sealed by this vault") from None
    return decode_key_file(plain)


def encode_key_file(key_file: KeyFile) -> bytes:
    """JSON padded with spaces, so that its size says little; raises `vault.full` above 8 MiB, `vault.value`.

    Nothing is written that `decode_key_file` would refuse.
    """
    members = {
        "type": "vault-keys",
        "version": 1,
        "records": [_spell_record(record) for record in key_file.records],
        "deals": [_spell_deal(deal) for deal in key_file.deals],
        "destroyed": [_spell_destroyed(gone) for gone in key_file.destroyed],
    }
    try:
        data = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
        _read(parse_json(data))
    except (InvalidContent, InvalidCid, TypeError, ValueError) as failure:
        raise refuse("value", f"A record or a deal cannot be saved: {failure}.") from None
    size = padded_size(len(data), KEY_FILE_SIZES)
    if size is None:
        raise refuse("full", "The vault is full; destroy records that you need no more.")
    return data.ljust(size)


def decode_key_file(plain: bytes) -> KeyFile:
    """The key file that a plaintext spells; raises `vault.key_file`."""
    try:
        return _read(parse_json(plain))
    except (InvalidContent, InvalidCid, ValueError) as failure:
        raise _unreadable(str(failure)) from None


def _read(value: Json) -> KeyFile:
    members = Members(value)
    members.constant("type", "vault-keys")
    members.constant("version", 1)
    key_file = KeyFile(
        members.items("records", _RECORDS, _read_record),
        members.items("deals", _OTHERS, _read_deal),
        members.items("destroyed", _OTHERS, _read_destroyed),
    )
    members.end()
    _require_different([record.record_id for record in key_file.records])
    _require_different([deal.deal_id + deal.nonce for deal in key_file.deals])
    _require_different([gone.record_id for gone in key_file.destroyed])
    return key_file


def _read_record(value: Json) -> VaultRecord:
    members = Members(value)
    record = VaultRecord(
        record_id=members.hex("recordId", 16),
        category=members.text("category", 64, 1),
        title=members.text("title", 200),
        key=members.hex("key", 32),
        cid=parse_cid(members.text("cid", 64)).text,
        size=members.integer("size", 1),
        source=members.choice("source", SOURCES),
        created_at_ms=members.integer("createdAt"),
        updated_at_ms=members.integer("updatedAt"),
        attestation=members.plain_or_none("attestation"),
    )
    members.end()
    return record


def _read_deal(value: Json) -> DealSecret:
    members = Members(value)
    envelope = members.text_or_none("envelope", 64)
    deal = DealSecret(
        deal_id=members.hex("dealId", 32),
        offer_id=members.hex("offerId", 32),
        nonce=members.hex("nonce", 32),
        receipt_salt=members.hex("receiptSalt", 32),
        selection=members.text("selection", 65_536),
        consent=members.plain("consent"),
        signature=members.hex_or_none("signature", 1, _SIGNATURE),
        envelope=None if envelope is None else parse_cid(envelope).text,
        terms=members.hex("terms", 32),
        epochs=members.integer("epochs", 0, 255),
        created_at_ms=members.integer("createdAt"),
        state=members.choice("state", STAGES),
    )
    members.end()
    return deal


def _read_destroyed(value: Json) -> DestroyedRecord:
    members = Members(value)
    gone = DestroyedRecord(
        record_id=members.hex("recordId", 16),
        category=members.text("category", 64, 1),
        destroyed_at_ms=members.integer("destroyedAt"),
        receipt=members.hex("receipt", 1, _SIGNATURE),
    )
    members.end()
    return gone


def _spell_record(record: VaultRecord) -> dict[str, object]:
    return {
        "recordId": hexed(record.record_id),
        "category": record.category,
        "title": record.title,
        "key": hexed(record.key),
        "cid": record.cid,
        "size": record.size,
        "source": record.source,
        "createdAt": record.created_at_ms,
        "updatedAt": record.updated_at_ms,
        "attestation": record.attestation,
    }


def _spell_deal(deal: DealSecret) -> dict[str, object]:
    return {
        "dealId": hexed(deal.deal_id),
        "offerId": hexed(deal.offer_id),
        "nonce": hexed(deal.nonce),
        "receiptSalt": hexed(deal.receipt_salt),
        "selection": deal.selection,
        "consent": deal.consent,
        "signature": None if deal.signature is None else hexed(deal.signature),
        "envelope": deal.envelope,
        "terms": hexed(deal.terms),
        "epochs": deal.epochs,
        "createdAt": deal.created_at_ms,
        "state": deal.state,
    }


def _spell_destroyed(gone: DestroyedRecord) -> dict[str, object]:
    return {
        "recordId": hexed(gone.record_id),
        "category": gone.category,
        "destroyedAt": gone.destroyed_at_ms,
        "receipt": hexed(gone.receipt),
    }


def _require_different(ids: Sequence[bytes]) -> None:
    if len(set(ids)) != len(ids):
        raise ValueError("an id occurs twice")


def _context(profile: int, sequence: int) -> bytes:
    return _CONTEXT + profile.to_bytes(8, "big") + sequence.to_bytes(8, "big")


def _unreadable(why: str) -> InvalidVault:
    return refuse(
        "key_file",
        f"The vault's key file does not open ({why}). Open the copy of this device or an exported file; a "
        "newer version of this program may also be needed.",
    )
