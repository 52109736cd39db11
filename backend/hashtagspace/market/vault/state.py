"""What is in a vault while it is open, how it is sealed into a snapshot, and each change to it.

Every change may be applied again to a state that another device wrote meanwhile: twice is as once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from hashtagspace.domain.strict_json import Json
from hashtagspace.market.derivation import Buffer
from hashtagspace.market.vault.errors import refuse
from hashtagspace.market.vault.export_file import cid_of_blob
from hashtagspace.market.vault.key_file import (
    DealSecret,
    DestroyedRecord,
    KeyFile,
    VaultRecord,
    open_key_file,
    seal_key_file,
)
from hashtagspace.market.vault.keys import commitment_of
from hashtagspace.market.vault.manifest import (
    WRAPS,
    Manifest,
    Wrap,
    build_manifest,
    decode_manifest,
    verify_seal,
)
from hashtagspace.market.vault.merging import merge_key_files
from hashtagspace.market.vault.record_blob import RecordValue, seal_value

EMPTY: Final = KeyFile()


@dataclass(frozen=True, slots=True)
class VaultState:
    """The key file and the ways in."""

    key_file: KeyFile
    wraps: tuple[Wrap, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A manifest with its bytes."""

    data: bytes
    manifest: Manifest

    @classmethod
    def read(cls, data: bytes) -> "Written":
        """The bytes with what they spell; raises `vault.manifest`."""
        return cls(data, decode_manifest(data))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a record is made of."""

    category: str
    title: str
    value: RecordValue
    source: str = "form"
    attestation: dict[str, Json] | None = None


def build_snapshot(
    vault_key: Buffer, profile: int, sequence: int, updated_at_ms: int, state: VaultState
) -> tuple[Written, bytes]:
    """The state sealed for one sequence, and the key file's blob; raises `vault.full`, `vault.value`."""
    blob = seal_key_file(vault_key, profile, sequence, state.key_file)
    cid = cid_of_blob(blob)
    blobs = tuple(sorted({cid, *(record.cid for record in state.key_file.records)}))
    manifest = Manifest(profile, sequence, commitment_of(vault_key), state.wraps, cid, blobs, updated_at_ms)
    return Written.read(build_manifest(vault_key, manifest)), blob


def open_snapshot(
    vault_key: Buffer, profile: int, manifest: Manifest, read_blob: Callable[[str], bytes]
) -> VaultState:
    """The state behind a manifest; raises `vault.other_profile`, `.seal`, `.key_file` and as `read_blob`."""
    require_profile(manifest, profile)
    verify_seal(vault_key, manifest)
    key_file = open_key_file(vault_key, profile, manifest.sequence, read_blob(manifest.key_file))
    if not {record.cid for record in key_file.records} <= set(manifest.blobs):
        raise refuse(
            "key_file", "The vault's key file and its description do not fit; open an exported file."
        )
    return VaultState(key_file, manifest.wraps)


def require_profile(manifest: Manifest, profile: int) -> None:
    """Raises `vault.other_profile` unless the manifest is this profile's."""
    if manifest.profile != profile:
        raise refuse("other_profile", "This vault belongs to another profile; use that profile to open it.")


def is_equal(one: VaultState, two: VaultState) -> bool:
    """Whether two states say the same, in whatever order."""
    salts = [{wrap.salt for wrap in state.wraps} for state in (one, two)]
    files = [merge_key_files(state.key_file, state.key_file) for state in (one, two)]
    return salts[0] == salts[1] and files[0] == files[1]


def make_record(draft: Draft, now_ms: int, before: VaultRecord | None = None) -> tuple[VaultRecord, bytes]:
    """The record under a fresh key, with its blob; `before` keeps id and time of creation."""
    record_id = secrets.token_bytes(16) if before is None else before.record_id
    key = secrets.token_bytes(32)
    blob = seal_value(draft.value, record_id, key)
    record = VaultRecord(
        record_id=record_id,
        category=draft.category,
        title=draft.title,
        key=key,
        cid=cid_of_blob(blob),
        size=len(blob),
        source=draft.source,
        created_at_ms=now_ms if before is None else before.created_at_ms,
        # Later than before even when the clock stood still or went back.
        updated_at_ms=now_ms if before is None else max(now_ms, before.updated_at_ms + 1),
        attestation=draft.attestation,
    )
    return record, blob


def put_record(state: VaultState, record: VaultRecord) -> VaultState:
    """The record is added or takes its own place; one destroyed meanwhile stays destroyed."""
    if any(gone.record_id == record.record_id for gone in state.key_file.destroyed):
        return state
    others = tuple(known for known in state.key_file.records if known.record_id != record.record_id)
    return _with(state, records=(*others, record))


def drop_record(state: VaultState, gone: DestroyedRecord) -> VaultState:
    """The record's key is gone, its receipt stays."""
    known = state.key_file
    return _with(
        state,
        records=tuple(record for record in known.records if record.record_id != gone.record_id),
        destroyed=(*(other for other in known.destroyed if other.record_id != gone.record_id), gone),
    )


def put_deal(state: VaultState, deal: DealSecret) -> VaultState:
    """The deal's secret is added or takes the place of the one with its nonce."""
    name = deal.deal_id, deal.nonce
    others = tuple(known for known in state.key_file.deals if (known.deal_id, known.nonce) != name)
    return _with(state, deals=(*others, deal))


def add_wrap(state: VaultState, wrap: Wrap) -> VaultState:
    """One more way in; raises `vault.method_full`."""
    others = tuple(known for known in state.wraps if known.salt != wrap.salt)
    if len(others) >= WRAPS:
        raise refuse("method_full", f"A vault has at most {WRAPS} ways in; remove one first.")
    return replace(state, wraps=(*others, wrap))


def remove_wrap(state: VaultState, salt: bytes) -> VaultState:
    """A way in less; raises `vault.last_method`."""
    wraps = tuple(wrap for wrap in state.wraps if wrap.salt != salt)
    if not wraps:
        raise refuse("last_method", "This is the last way into the vault; add another one first.")
    return replace(state, wraps=wraps)


def replace_wallets(state: VaultState, wrap: Wrap) -> VaultState:
    """The wallet's wrap in place of those of all wallets."""
    others = tuple(known for known in state.wraps if known.method != "wallet")
    return add_wrap(replace(state, wraps=others), wrap)


def _with(
    state: VaultState,
    *,
    records: tuple[VaultRecord, ...] | None = None,
    deals: tuple[DealSecret, ...] | None = None,
    destroyed: tuple[DestroyedRecord, ...] | None = None,
) -> VaultState:
    known = state.key_file
    return replace(
        state,
        key_file=KeyFile(
            known.records if records is None else records,
            known.deals if deals is None else deals,
            known.destroyed if destroyed is None else destroyed,
        ),
    )
