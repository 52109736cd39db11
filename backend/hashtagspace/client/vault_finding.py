"""What gateway and copy say of a vault before it is opened, and what is strange about it."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.signatures import find_signer
from hashtagspace.client.vault_ports import Copy, Head, VaultPorts
from hashtagspace.domain.vault_forms import VaultHead, vault_digest
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.manifest import manifest_digest
from hashtagspace.market.vault.state import Written, require_profile


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about an open vault, though nothing is lost."""

    code: str
    sentence: str


FOREIGN: Final = Notice(
    "vault.foreign",
    "The gateway has a vault of this profile that this machine does not know: made anew elsewhere, or put "
    "there by somebody with one of its session keys. The copy here is used and saved with the next change.",
)


@dataclass(frozen=True, slots=True)
class Found:
    """What gateway and copy say before the vault is opened; `away`: why the gateway could not be asked.

    `is_by_custody`: the custody wallet itself signed the gateway's head.
    """

    remote: Written | None
    copy: Copy | None
    away: HashtagspaceError | None
    notices: tuple[Notice, ...] = ()
    is_by_custody: bool = False


def find_vault(ports: VaultPorts) -> Found | None:
    """What there is of the profile's vault, None when neither gateway nor copy knows one.

    Raises the gateway's error when it is away and there is no copy; `vault.manifest`, `.other_profile`,
    `.copy`.
    """
    remote, away, is_by_custody = _ask_gateway(ports)
    copy = ports.copy.read()
    if copy is None:
        if away is not None:
            raise away
        return None if remote is None else Found(remote, None, None, (), is_by_custody)
    own = Written.read(copy.manifest)
    require_profile(own.manifest, ports.profile)
    if remote is not None and remote.manifest.commitment != own.manifest.commitment:
        if is_by_custody:
            raise replaced()
        return Found(remote, copy, away, (FOREIGN,))
    seen = None if copy.base is None else Written.read(copy.base)
    notices = () if remote is None else _compare(remote, seen)
    return Found(remote, copy, away, notices, is_by_custody)


def _ask_gateway(ports: VaultPorts) -> tuple[Written | None, HashtagspaceError | None, bool]:
    try:
        head = ports.gateway.find_head(ports.profile)
    except HashtagspaceError as error:
        if not error.retryable:
            raise
        return None, error, False
    if head is None:
        return None, None, False
    remote = Written.read(head.manifest)
    require_profile(remote.manifest, ports.profile)
    if remote.manifest.sequence != head.sequence:
        raise refuse("manifest", "The gateway's answer contradicts itself; ask another gateway.")
    return remote, None, _is_by_custody(ports, head)


def _is_by_custody(ports: VaultPorts, head: Head) -> bool:
    """A session key may save a vault, but not replace it by another one."""
    digest = manifest_digest(head.manifest)
    form = VaultHead(ports.profile, digest, head.sequence, head.forget, head.signed_at)
    signer = find_signer(vault_digest(form, ports.registry), head.signature)
    return signer is not None and signer == ports.custody


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


def replaced() -> InvalidVault:
    """The error for a vault that took another one's place."""
    return refuse(
        "replaced",
        "The gateway has another vault of this profile, made anew elsewhere. Export this one, then open the "
        "other one with another copy file.",
    )
