"""A person's or a business's vault from Python: records, secrets of sales and ways in, saved at a gateway."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.client import Client
from hashtagspace.client.vault_finding import Notice
from hashtagspace.client.vault_opening import create_vault, import_vault, open_vault
from hashtagspace.client.vault_ports import HttpVaultGateway, LocalCopy, VaultPorts
from hashtagspace.client.vault_storage import VaultStorage
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.strict_json import Json
from hashtagspace.market.derivation import wipe
from hashtagspace.market.vault.destruction import Destruction, build_destruction, destruction_digest
from hashtagspace.market.vault.errors import InvalidVault, refuse
from hashtagspace.market.vault.export_file import build_export
from hashtagspace.market.vault.key_file import DealSecret, DestroyedRecord, VaultRecord
from hashtagspace.market.vault.keys import business_market_key
from hashtagspace.market.vault.manifest import Wrap
from hashtagspace.market.vault.record_blob import RecordValue, open_value
from hashtagspace.market.vault.state import (
    Draft,
    add_wrap,
    drop_record,
    make_record,
    put_deal,
    put_record,
    remove_wrap,
    replace_wallets,
)
from hashtagspace.market.vault.unlocking import (
    Passphrase,
    RecoveryCode,
    Unlock,
    WalletUnlock,
    create_code,
)
from hashtagspace.market.vault.wraps import create_wrap

__all__ = [
    "DealSecret",
    "Passphrase",
    "RecoveryCode",
    "Unlock",
    "Vault",
    "VaultRecord",
    "WalletUnlock",
    "create_code",
    "unlock_by",
]


def unlock_by(wallet: Wallet) -> WalletUnlock:
    """A wallet of this process as a way in."""
    return WalletUnlock(wallet.address, wallet.sign_digest)


class Vault:
    """An open vault; not thread-safe.

    Every change is saved when its call returns: at the gateway, or in the copy file while it is away.
    """

    def __init__(self, storage: VaultStorage) -> None:
        """Take what `create`, `open` and `import_file` make."""
        self._storage: VaultStorage | None = storage

    @classmethod
    def create(
        cls,
        owner: Client | VaultPorts,
        unlocks: Sequence[Unlock],
        *,
        copy: Path | None = None,
        replace: bool = False,
    ) -> "Vault":
        """A new, empty vault with two different ways in or more.

        `copy` is a file that keeps the vault on this machine too, encrypted. Raises `vault.two_methods`,
        `vault.passphrase_weak`, `vault.exists` unless `replace` says that an earlier one may be left behind.
        """
        return cls(create_vault(_ports(owner, copy), unlocks, replace=replace))

    @classmethod
    def open(cls, owner: Client | VaultPorts, unlock: Unlock, *, copy: Path | None = None) -> "Vault":
        """The vault, opened by one way in.

        Raises `vault.none`, `vault.no_method`, `vault.passphrase_wrong`, `vault.code_wrong`,
        `vault.wallet_other`, `vault.seal`, `vault.key_file`, `vault.copy`, and what the gateway raises.
        """
        return cls(open_vault(_ports(owner, copy), unlock))

    @classmethod
    def import_file(
        cls,
        owner: Client | VaultPorts,
        data: bytes,
        unlock: Unlock,
        *,
        copy: Path | None = None,
        replace: bool = False,
    ) -> "Vault":
        """The vault in an exported file, merged with what there is, and saved; raises `vault.export`."""
        return cls(import_vault(_ports(owner, copy), data, unlock, replace=replace))

    def __repr__(self) -> str:
        return "Vault(locked)" if self._storage is None else f"Vault({self.profile_id})"

    @property
    def profile_id(self) -> str:
        """Whose vault it is."""
        return str(self._open.ports.profile)

    @property
    def records(self) -> tuple[VaultRecord, ...]:
        """What the vault holds, without the values."""
        return self._open.state.key_file.records

    @property
    def destroyed(self) -> tuple[DestroyedRecord, ...]:
        """What is left of destroyed records."""
        return self._open.state.key_file.destroyed

    @property
    def deals(self) -> tuple[DealSecret, ...]:
        """What sales need again."""
        return self._open.state.key_file.deals

    @property
    def methods(self) -> tuple[Wrap, ...]:
        """The ways in."""
        return self._open.state.wraps

    @property
    def copy_path(self) -> Path | None:
        """The file that keeps the vault on this machine too, None where there is none."""
        return self._open.ports.copy.path

    @property
    def whereabouts(self) -> str:
        """Where the latest change is: `here` until a gateway has it too, then `gateway`."""
        return "here" if self._open.is_pending else "gateway"

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the person should know, though nothing is lost: `vault.rolled_back` and the like."""
        return self._open.notices

    def key(self) -> bytes:
        """The vault key, for the derivation of a sale's scalar; keep it nowhere."""
        return bytes(self._open.key)

    def market_key(self) -> bytes:
        """A business's market key: z and the envelope key of each of its offers come from it."""
        return business_market_key(self._open.key)

    def read(self, record_id: bytes) -> RecordValue:
        """The value of a record; raises `vault.no_record`, `vault.blob_missing`, `vault.record`."""
        record = self._find(record_id)
        return open_value(self._open.read_blob(record.cid), record_id, record.key)

    def add(
        self,
        category: str,
        title: str,
        value: RecordValue,
        *,
        source: str = "form",
        attestation: dict[str, Json] | None = None,
    ) -> VaultRecord:
        """A new record, saved; raises `vault.value`, `vault.too_large`, `vault.full`."""
        draft = Draft(category, title, value, source, attestation)
        record, blob = make_record(draft, self._open.ports.clock_ms())
        self._open.save(lambda state: put_record(state, record), {record.cid: blob})
        return record

    def update(self, record_id: bytes, value: RecordValue, *, title: str | None = None) -> VaultRecord:
        """The record has this value under a fresh key; raises as `add`, and `vault.no_record`."""
        before = self._find(record_id)
        shown = before.title if title is None else title
        draft = Draft(before.category, shown, value, before.source, before.attestation)
        record, blob = make_record(draft, self._open.ports.clock_ms(), before)
        self._open.save(lambda state: put_record(state, record), {record.cid: blob})
        return self._find(record_id)

    def keep_attestation(self, record_id: bytes, attestation: dict[str, Json] | None) -> VaultRecord:
        """The record keeps what somebody attested of it, its value untouched; raises as `update`."""
        before = self._find(record_id)
        at = max(self._open.ports.clock_ms(), before.updated_at_ms + 1)
        record = replace(before, attestation=attestation, updated_at_ms=at)
        self._open.save(lambda state: put_record(state, record))
        return self._find(record_id)

    def destroy(self, record_id: bytes) -> Destruction:
        """The record's key is dropped for good; its receipt, signed.

        An older copy of the key file together with a way in still opens it. Raises `vault.no_record`.
        """
        storage, record = self._open, self._find(record_id)
        at = storage.ports.clock_ms()
        digest = destruction_digest(storage.ports.profile, record_id, at, storage.ports.registry)
        receipt = storage.ports.sign_digest(digest)
        gone = DestroyedRecord(record_id, record.category, at, receipt)
        storage.save(lambda state: drop_record(state, gone), forget=True)
        return self.receipt_of(record_id)

    def receipt_of(self, record_id: bytes) -> Destruction:
        """The receipt of a destroyed record; raises `vault.no_record`."""
        ports = self._open.ports
        for gone in self.destroyed:
            if gone.record_id == record_id:
                return build_destruction(ports.profile, gone, ports.registry)
        raise _no_record()

    def save_deal(self, deal: DealSecret) -> None:
        """What a sale needs again is saved: do this before its consent is signed.

        Replaces by deal and nonce.
        """
        self._open.save(lambda state: put_deal(state, deal))

    def add_method(self, unlock: Unlock) -> None:
        """One more way in; raises `vault.method_full`, `vault.passphrase_weak`, `vault.wallet_*`."""
        wrap = self._wrap(unlock)
        self._open.save(lambda state: add_wrap(state, wrap))

    def remove_method(self, salt: bytes) -> None:
        """A way in less; raises `vault.last_method`. Who knows its secret still opens older copies."""
        self._open.save(lambda state: remove_wrap(state, salt), forget=True)

    def rewrap_wallet(self, unlock: WalletUnlock) -> None:
        """After a change of custody: the present wallet opens the vault, earlier ones no more."""
        wrap = self._wrap(unlock)
        self._open.save(lambda state: replace_wallets(state, wrap), forget=True)

    def sync(self) -> None:
        """What is only here is at the gateway, what others wrote is here, every file is in the copy."""
        self._open.sync()

    def export_file(self) -> bytes:
        """The whole vault, encrypted as everywhere, as the bytes of a `.hsvault` file."""
        return build_export(self._open.collect())

    def lock(self) -> None:
        """The key is overwritten; nothing can be read or saved any more."""
        if self._storage is not None:
            wipe(self._storage.key)
        self._storage = None

    @property
    def _open(self) -> VaultStorage:
        if self._storage is None:
            raise refuse("locked", "The vault is locked; open it again.")
        return self._storage

    def _find(self, record_id: bytes) -> VaultRecord:
        for record in self.records:
            if record.record_id == record_id:
                return record
        raise _no_record()

    def _wrap(self, unlock: Unlock) -> Wrap:
        ports = self._open.ports
        return create_wrap(self._open.key, unlock, ports.profile, ports.registry, ports.clock_ms())


def _ports(owner: Client | VaultPorts, copy: Path | None) -> VaultPorts:
    if isinstance(owner, VaultPorts):
        return owner
    registry = TypedDomain(owner.config.network.chain_id, owner.config.contract("ProfileRegistry"))

    def sign(digest: bytes) -> bytes:
        return owner.signer().sign_digest(digest)

    gateway = HttpVaultGateway(owner.gateway)
    wallet = owner.wallet
    return VaultPorts(
        int(owner.profile_id),
        registry,
        gateway,
        LocalCopy(copy),
        sign,
        _wall_ms,
        wallet.address,
        wallet.sign_digest,
    )


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _no_record() -> InvalidVault:
    return refuse("no_record", "The vault has no such record; it may have been destroyed on another device.")
