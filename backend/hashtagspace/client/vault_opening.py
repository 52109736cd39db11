"""How a vault comes to be open: made anew, opened from gateway and copy together, or out of a file."""

from collections.abc import Sequence

from hashtagspace.client.vault_finding import Found, find_vault
from hashtagspace.client.vault_ports import VaultPorts
from hashtagspace.client.vault_storage import VaultStorage
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.derivation import wipe
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.export_file import parse_export
from hashtagspace.market.vault.key_file import KeyFile
from hashtagspace.market.vault.keys import commitment_of, create_vault_key
from hashtagspace.market.vault.manifest import WRAPS
from hashtagspace.market.vault.merging import merge_key_files
from hashtagspace.market.vault.state import VaultState, Written, open_snapshot, require_profile
from hashtagspace.market.vault.unlocking import Unlock
from hashtagspace.market.vault.wraps import create_wrap, method_of, unwrap_with


def create_vault(ports: VaultPorts, unlocks: Sequence[Unlock], *, replace: bool) -> VaultStorage:
    """A new, empty vault, saved; raises as `Vault.create` says."""
    if len({method_of(unlock) for unlock in unlocks}) < 2 or len(unlocks) > WRAPS:
        raise refuse(
            "two_methods", "A vault starts with two different ways in, so that losing one loses nothing."
        )
    found = find_vault(ports)
    if found is not None and (not replace or found.copy is not None):
        raise _exists()
    key = create_vault_key()
    now = ports.clock_ms()
    wraps = tuple(create_wrap(key, unlock, ports.profile, ports.registry, now) for unlock in unlocks)
    storage = VaultStorage(ports, key, VaultState(KeyFile(), wraps), _sequence_of(found))
    storage.save(lambda state: state)
    return storage


def open_vault(ports: VaultPorts, unlock: Unlock) -> VaultStorage:
    """The vault, opened: copy and gateway put together; raises as `Vault.open` says."""
    found = find_vault(ports)
    latest = _latest(found)
    if found is None or latest is None:
        raise refuse("none", "This profile has no vault yet; make one, or import an exported file.")
    commitment = latest.manifest.commitment
    wraps = {
        wrap.salt: wrap
        for there in _sides(found)
        if there.manifest.commitment == commitment
        for wrap in there.manifest.wraps
    }
    key = unwrap_with(unlock, list(wraps.values()), ports.profile, ports.registry, commitment)
    try:
        storage = open_found(ports, found, key)
    except HashtagspaceError:
        wipe(key)
        raise
    storage.notices = found.notices + storage.notices
    return storage


def import_vault(ports: VaultPorts, data: bytes, unlock: Unlock, *, replace: bool) -> VaultStorage:
    """The vault in a file together with what there is, saved; raises as `Vault.import_file` says."""
    file = parse_export(data)
    manifest = Written.read(file.manifest).manifest
    require_profile(manifest, ports.profile)
    key = unwrap_with(unlock, manifest.wraps, ports.profile, ports.registry, manifest.commitment)
    try:
        state = open_snapshot(key, ports.profile, manifest, file.blobs.__getitem__)
        storage = _beside_file(ports, key, state, replace=replace)
        storage.save(lambda now: now, file.blobs)
    except HashtagspaceError:
        wipe(key)
        raise
    return storage


def open_found(ports: VaultPorts, found: Found, key: bytearray) -> VaultStorage:
    """What was found, opened by its key; a damaged copy gives way to the gateway's."""
    storage = VaultStorage(ports, key, VaultState(KeyFile(), ()))
    if found.copy is not None:
        storage.add_blobs(found.copy.blobs)
        state = _open_copy(storage, Written.read(found.copy.manifest), has_remote=found.remote is not None)
        if state is not None:
            storage.state = state
            storage.start_from_copy(found.copy)
            if found.remote is not None:
                storage.absorb(found, found.remote)
            return storage
    if found.remote is None:
        raise refuse("none", "This profile has no vault that this key opens; import an exported file.")
    storage.state = open_snapshot(key, ports.profile, found.remote.manifest, storage.read_blob)
    storage.start_from_gateway(found.remote)
    return storage


def _open_copy(storage: VaultStorage, copy: Written, *, has_remote: bool) -> VaultState | None:
    try:
        return open_snapshot(storage.key, storage.ports.profile, copy.manifest, storage.read_blob)
    except InvalidVault:
        if not has_remote:
            raise
        return None


def _beside_file(ports: VaultPorts, key: bytearray, state: VaultState, *, replace: bool) -> VaultStorage:
    """What a file holds, merged with the vault of the same key that copy and gateway have, if any."""
    try:
        found = find_vault(ports)
    except HashtagspaceError as error:
        if not error.retryable:
            raise
        found = None
    if any(there.manifest.commitment != commitment_of(key) for there in _sides(found)):
        if not replace or (found is not None and found.copy is not None):
            raise _exists()
        return VaultStorage(ports, key, state, _sequence_of(found))
    if found is None:
        return VaultStorage(ports, key, state)
    storage = open_found(ports, found, key)
    merged = merge_key_files(storage.state.key_file, state.key_file)
    storage.state = VaultState(merged, storage.state.wraps)
    return storage


def _sides(found: Found | None) -> list[Written]:
    if found is None:
        return []
    copy = None if found.copy is None else Written.read(found.copy.manifest)
    return [there for there in (found.remote, copy) if there is not None]


def _latest(found: Found | None) -> Written | None:
    """Whose ways in are tried: the copy's when the gateway has another vault."""
    sides = _sides(found)
    return sides[-1] if len({there.manifest.commitment for there in sides}) > 1 else next(iter(sides), None)


def _sequence_of(found: Found | None) -> int:
    return 0 if found is None or found.remote is None else found.remote.manifest.sequence


def _exists() -> InvalidVault:
    return refuse(
        "exists",
        "This profile has a vault already: open it. Another one would leave its records behind; to do so all "
        "the same, give another copy file and replace=True.",
    )
