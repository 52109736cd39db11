"""Where an open vault lies: a copy on this machine and a gateway; a change is first kept here, then there.

Guarantee: what another device wrote is merged, never overwritten.
"""

from collections.abc import Callable, Mapping
from typing import Final

from hashtagspace.client.vault_finding import FOREIGN, Found, Notice, find_vault, replaced
from hashtagspace.client.vault_ports import Copy, Head, VaultPorts
from hashtagspace.domain.vault_forms import VaultHead, vault_digest
from hashtagspace.errors import HashtagspaceError, Unavailable
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.export_file import VaultFile
from hashtagspace.market.vault.keys import commitment_of
from hashtagspace.market.vault.manifest import manifest_digest
from hashtagspace.market.vault.merging import merge_key_files, merge_wraps
from hashtagspace.market.vault.state import (
    VaultState,
    Written,
    build_snapshot,
    is_equal,
    open_snapshot,
)

Change = Callable[[VaultState], VaultState]

_TRIES: Final = 4
# How far a gateway lets a head's number jump; a forged one moves ours no farther at once.
_LONGEST_STEP: Final = 1_000_000
_USELESS: Final = ("vault.seal", "vault.key_file", "vault.blob_missing", "vault.foreign")


class VaultStorage:
    """The state of an open vault and where it is kept; not thread-safe."""

    def __init__(self, ports: VaultPorts, key: bytearray, state: VaultState, floor: int = 0) -> None:
        """`floor`: the highest sequence that any head was seen to have."""
        self.ports = ports
        self.key = key
        self.state = state
        self.notices: tuple[Notice, ...] = ()
        self.is_pending = False
        self.own: Written | None = None
        self._base: Written | None = None
        self._floor = floor
        self._is_over_another = floor > 0  # only the custody's signature may replace a vault
        self._commitment = commitment_of(key)
        self._remote: frozenset[str] = frozenset()
        self._blobs: dict[str, bytes] = {}

    def start_from_copy(self, copy: Copy) -> None:
        """Goes on from the copy on this machine."""
        self.own = Written.read(copy.manifest)
        self._base = None if copy.base is None else Written.read(copy.base)
        self._floor = 0 if self._base is None else self._base.manifest.sequence
        self.is_pending = copy.manifest != copy.base

    def start_from_gateway(self, remote: Written) -> None:
        """Goes on from the gateway's head, which is kept here from now on."""
        self._base = remote
        self._floor = remote.manifest.sequence
        self._remote = frozenset(remote.manifest.blobs)
        self._keep(remote, remote)

    def add_blobs(self, blobs: Mapping[str, bytes]) -> None:
        """These files need not be fetched."""
        self._blobs.update(blobs)

    def read_blob(self, cid: str) -> bytes:
        """The file: of this process, of the copy, or of the gateway; raises `vault.blob_missing`."""
        if cid not in self._blobs:
            self._blobs[cid] = self.ports.gateway.get_blob(cid)
        return self._blobs[cid]

    def save(self, change: Change, blobs: Mapping[str, bytes] | None = None, *, forget: bool = False) -> None:
        """The change is saved: at the gateway, or in the copy while the gateway is away.

        `forget` has the gateway drop what only earlier heads name. Raises the gateway's error when it can be
        saved nowhere or is refused; `vault.full`, `.value`, `.replaced`, `.stale`.
        """
        self.add_blobs(blobs or {})
        for _ in range(_TRIES):
            if self.ports.copy.has_changed():
                self._absorb_copy()
            after = change(self.state)
            now = self._seal(after)
            head = self._sign(now, forget=forget)
            self._keep(now, self._base)
            self.state, self.is_pending = after, True
            if self._push(now, head):
                return
        raise Unavailable("Other devices save this vault all the time; try again.", code="vault.stale")

    def sync(self) -> None:
        """What is only here is at the gateway, what others wrote is here, and every file too."""
        found = find_vault(self.ports)
        if found is not None and found.away is not None:
            raise found.away
        self.notices = () if found is None else found.notices
        remote = None if found is None else found.remote
        if found is None or remote is None:
            self._remote = frozenset()
        else:
            self.absorb(found, remote)
        if self.is_pending or remote is None:
            self.save(lambda state: state)
        if self.ports.copy.is_kept and self.own is not None:
            for cid in self.own.manifest.blobs:
                self._fetch(cid)
            self._keep(self.own, self._base)

    def collect(self) -> VaultFile:
        """The latest state with every file, as an export takes it; raises as `read_blob`."""
        now = self.own or self._base or self._seal(self.state)
        return VaultFile(now.data, {cid: self.read_blob(cid) for cid in now.manifest.blobs})

    def absorb(self, found: Found, remote: Written) -> None:
        """A gateway's head and the state here together are the state now.

        A head that the vault's key did not write, or of another vault, only moves the number on. Raises
        `vault.replaced` when the custody itself put another vault there.
        """
        self._remote = frozenset(remote.manifest.blobs)
        if self._base is not None and remote.data == self._base.data:
            return
        if remote.manifest.commitment != self._commitment:
            if found.is_by_custody:
                raise replaced()
            self._is_over_another = True
            self._pass_useless(refuse("foreign", FOREIGN.sentence), remote)
            return
        try:
            theirs = open_snapshot(self.key, self.ports.profile, remote.manifest, self.read_blob)
        except InvalidVault as useless:
            self._pass_useless(useless, remote)
            return
        self._floor = max(self._floor, remote.manifest.sequence)
        is_old = self._base is not None and remote.manifest.sequence < self._base.manifest.sequence
        base = () if self._base is None else self._base.manifest.wraps
        wraps = self.state.wraps if is_old else merge_wraps(base, self.state.wraps, theirs.wraps)
        self.state = VaultState(merge_key_files(self.state.key_file, theirs.key_file), wraps)
        self.is_pending = is_old or not is_equal(self.state, theirs)
        if not is_old:
            self._base = remote
        if not self.is_pending:
            self._keep(remote, remote)

    def _seal(self, state: VaultState) -> Written:
        ports = self.ports
        now, blob = build_snapshot(self.key, ports.profile, self._floor + 1, ports.clock_ms(), state)
        if now.manifest.commitment != self._commitment:
            raise refuse("locked", "The vault is locked; open it again.")
        self._blobs[now.manifest.key_file] = blob
        return now

    def _sign(self, now: Written, *, forget: bool) -> Head:
        ports, sequence = self.ports, now.manifest.sequence
        signed_at = ports.clock_ms() // 1000
        form = VaultHead(ports.profile, manifest_digest(now.data), sequence, forget, signed_at)
        by_custody = forget or self._is_over_another
        sign = ports.sign_by_custody if by_custody and ports.sign_by_custody else ports.sign_digest
        signature = sign(vault_digest(form, ports.registry))
        return Head(now.data, sequence, signed_at, forget, signature)

    def _keep(self, now: Written, base: Written | None) -> None:
        self.own = now
        needed = {cid: self._blobs[cid] for cid in now.manifest.blobs if cid in self._blobs}
        self.ports.copy.write(Copy(now.data, None if base is None else base.data, needed))

    def _push(self, now: Written, head: Head) -> bool:
        """True once the gateway has it, or is away; False when another device was faster: it is merged."""
        try:
            self._upload(now)
            self.ports.gateway.put_head(self.ports.profile, head)
        except HashtagspaceError as error:
            if error.retryable and self.ports.copy.is_kept:
                return True
            if error.exact_code != "vault.stale":
                raise
            found = find_vault(self.ports)
            remote = None if found is None else found.remote
            if found is None or remote is None or remote.data != now.data:
                if found is not None and remote is not None:
                    self.absorb(found, remote)
                return False
            # The head had arrived, only its answer was lost.
        self._base, self._floor = now, now.manifest.sequence
        self._is_over_another = False
        self._remote = frozenset(now.manifest.blobs)
        self.is_pending = False
        self._keep(now, now)
        return True

    def _upload(self, now: Written) -> None:
        for cid in now.manifest.blobs:
            data = None if cid in self._remote else self._fetch(cid)
            if data is not None:
                self.ports.gateway.put_blob(data)

    def _fetch(self, cid: str) -> bytes | None:
        """The file, None for one that nobody has any more: it must not keep the others from being saved."""
        try:
            return self.read_blob(cid)
        except InvalidVault as missing:
            if missing.exact_code != "vault.blob_missing":
                raise
            self._note(missing)
            return None

    def _absorb_copy(self) -> None:
        """Another process wrote the copy file: its state and ours together are the state now."""
        copy = self.ports.copy.read()
        if copy is None:
            return
        theirs = Written.read(copy.manifest)
        if theirs.manifest.commitment != self._commitment:
            raise replaced()
        self.add_blobs(copy.blobs)
        state = open_snapshot(self.key, self.ports.profile, theirs.manifest, self.read_blob)
        base = () if self._base is None else self._base.manifest.wraps
        wraps = merge_wraps(base, self.state.wraps, state.wraps)
        self.state = VaultState(merge_key_files(self.state.key_file, state.key_file), wraps)
        seen = None if copy.base is None else Written.read(copy.base)
        if seen is not None and seen.manifest.sequence >= self._floor:
            self._base, self._floor = seen, seen.manifest.sequence

    def _pass_useless(self, error: InvalidVault, remote: Written) -> None:
        """A head that cannot be used for good, forged or with its key file lost: what is here replaces it."""
        if error.exact_code not in _USELESS:
            raise error
        self._note(error)
        self._floor = max(self._floor, min(remote.manifest.sequence, self._floor + _LONGEST_STEP))
        self._remote = frozenset()
        self.is_pending = True

    def _note(self, error: InvalidVault) -> None:
        if all(notice.code != error.exact_code for notice in self.notices):
            self.notices = (*self.notices, Notice(error.exact_code, error.detail))
