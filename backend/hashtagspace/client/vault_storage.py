"""Where an open vault lies: a copy on this machine and a gateway; a change is first kept here, then there.

Guarantee: what another device wrote is merged, never overwritten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

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
    require_profile,
)

Change = Callable[[VaultState], VaultState]

_TRIES: Final = 4
_USELESS: Final = ("vault.seal", "vault.key_file", "vault.blob_missing")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about an open vault, though nothing is lost."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """What gateway and copy say before the vault is opened; `away`: why the gateway could not be asked."""

    remote: Written | None
    copy: Copy | None
    away: HashtagspaceError | None
    notices: tuple[Notice, ...] = ()


def find_vault(ports: VaultPorts) -> Found | None:
    """What there is of the profile's vault, None when neither gateway nor copy knows one.

    Raises the gateway's error when it is away and there is no copy; `vault.manifest`, `.other_profile`,
    `.copy`.
    """
    remote, away = _ask_gateway(ports)
    copy = ports.copy.read()
    if copy is None:
        if away is not None:
            raise away
        return None if remote is None else Found(remote, None, None)
    own = Written.read(copy.manifest)
    require_profile(own.manifest, ports.profile)
    if remote is not None and remote.manifest.commitment != own.manifest.commitment:
        raise _replaced()
    seen = None if copy.base is None else Written.read(copy.base)
    notices = () if remote is None else _compare(remote, seen)
    return Found(remote, copy, away, notices)


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
        if remote is None:
            self._remote = frozenset()
        else:
            self.absorb(remote)
        if self.is_pending or remote is None:
            self.save(lambda state: state)
        if self.ports.copy.is_kept and self.own is not None:
            for cid in self.own.manifest.blobs:
                self.read_blob(cid)
            self._keep(self.own, self._base)

    def collect(self) -> VaultFile:
        """The latest state with every file, as an export takes it; raises as `read_blob`."""
        now = self.own or self._base or self._seal(self.state)
        return VaultFile(now.data, {cid: self.read_blob(cid) for cid in now.manifest.blobs})

    def absorb(self, remote: Written) -> None:
        """A gateway's head and the state here together are the state now.

        A head that the vault's key did not write only moves the number on. Raises `vault.replaced`.
        """
        self._floor = max(self._floor, remote.manifest.sequence)
        self._remote = frozenset(remote.manifest.blobs)
        if self._base is not None and remote.data == self._base.data:
            return
        if remote.manifest.commitment != self._commitment:
            raise _replaced()
        try:
            theirs = open_snapshot(self.key, self.ports.profile, remote.manifest, self.read_blob)
        except InvalidVault as useless:
            self._note_useless(useless)
            return
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
        signature = ports.sign_digest(vault_digest(form, ports.registry))
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
            if remote is None or remote.data != now.data:
                if remote is not None:
                    self.absorb(remote)
                return False
            # The head had arrived, only its answer was lost.
        self._base, self._floor = now, now.manifest.sequence
        self._remote = frozenset(now.manifest.blobs)
        self.is_pending = False
        self._keep(now, now)
        return True

    def _upload(self, now: Written) -> None:
        for cid in now.manifest.blobs:
            if cid in self._remote:
                continue
            try:
                data = self.read_blob(cid)
            except InvalidVault as missing:
                # A file that nobody has any more must not keep the others from being saved.
                if missing.exact_code == "vault.blob_missing":
                    continue
                raise
            self.ports.gateway.put_blob(data)

    def _note_useless(self, error: InvalidVault) -> None:
        """A head that cannot be used for good, forged or with its key file lost: what is here replaces it."""
        if error.exact_code not in _USELESS:
            raise error
        self.notices = (*self.notices, Notice(error.exact_code, error.detail))
        self._remote = frozenset()
        self.is_pending = True


def _ask_gateway(ports: VaultPorts) -> tuple[Written | None, HashtagspaceError | None]:
    try:
        head = ports.gateway.find_head(ports.profile)
    except HashtagspaceError as error:
        if not error.retryable:
            raise
        return None, error
    if head is None:
        return None, None
    remote = Written.read(head.manifest)
    require_profile(remote.manifest, ports.profile)
    if remote.manifest.sequence != head.sequence:
        raise refuse("manifest", "The gateway's answer contradicts itself; ask another gateway.")
    return remote, None


def _compare(remote: Written, seen: Written | None) -> tuple[Notice, ...]:
    """What is strange about the gateway's head, seen from the last one that this machine knows of."""
    if seen is None or remote.data == seen.data or remote.manifest.sequence > seen.manifest.sequence:
        return ()
    old, known = remote.manifest.sequence, seen.manifest.sequence
    if old < known:
        sentence = (
            f"The gateway shows an older vault (number {old}) than this machine has seen (number {known}): "
            "it lost the newer one or holds it back. The copy here is used and saved again with the next "
            "change; ask another gateway if this goes on."
        )
        return (Notice("vault.rolled_back", sentence),)
    sentence = (
        "The gateway has another version of the vault under the same number. Both were put together; look "
        "through your records."
    )
    return (Notice("vault.forked", sentence),)


def _replaced() -> InvalidVault:
    return refuse(
        "replaced",
        "The gateway has another vault of this profile, made anew elsewhere. Export this one, then open the "
        "other one with another copy file.",
    )
