"""What a sale needs of a vault, wherever it lies: its key, the records, a place for the deals' secrets."""

from collections.abc import Sequence
from typing import Protocol, cast

from hashtagspace.client.sealed_epochs import SealedEpochs
from hashtagspace.client.vault import Vault
from hashtagspace.domain.strict_json import Json
from hashtagspace.market.record_values import RecordValue, parse_value, spell_value
from hashtagspace.market.vault.key_file import DealSecret, VaultRecord


class SaleVault(Protocol):
    """An open vault of one profile; methods raise `vault.*`."""

    @property
    def profile(self) -> int:
        """Whose vault it is."""

    def vault_key(self) -> bytes:
        """The 32 bytes from which the scalars of sales come."""

    def list_records(self) -> Sequence[VaultRecord]:
        """The records as they are now."""

    def read_value(self, record: VaultRecord) -> RecordValue:
        """The decrypted value of a record."""

    def save_value(self, record: VaultRecord, value: RecordValue) -> VaultRecord:
        """The record holds this value under a fresh key; saved when it returns."""

    def save_attestation(self, record: VaultRecord, attestation: dict[str, Json]) -> VaultRecord:
        """The record keeps this beside its value, saved when it returns."""

    def list_deals(self) -> Sequence[DealSecret]:
        """The secrets of all sales."""

    def save_deal(self, deal: DealSecret) -> None:
        """The secret is saved when it returns, at the gateway or, while there is none, in this device's copy.

        One of the same deal and nonce is replaced.
        """

    def sealed_epochs(self) -> SealedEpochs:
        """Where the sealed epochs of its subscriptions are kept."""


class OpenVault:
    """The SDK's own vault, as a sale uses it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._sealed: SealedEpochs | None = None

    @property
    def profile(self) -> int:
        """See `SaleVault`."""
        return int(self._vault.profile_id)

    def vault_key(self) -> bytes:
        """See `SaleVault`."""
        return self._vault.key()

    def list_records(self) -> Sequence[VaultRecord]:
        """See `SaleVault`."""
        return self._vault.records

    def read_value(self, record: VaultRecord) -> RecordValue:
        """See `SaleVault`; raises `record.*` for a value that breaks its schema."""
        # Safety: `open_value` has decoded it as JSON.
        value = cast("dict[str, Json]", self._vault.read(record.record_id))
        return parse_value(record.category, value)

    def save_value(self, record: VaultRecord, value: RecordValue) -> VaultRecord:
        """See `SaleVault`."""
        return self._vault.update(record.record_id, dict(spell_value(value)))

    def save_attestation(self, record: VaultRecord, attestation: dict[str, Json]) -> VaultRecord:
        """See `SaleVault`."""
        return self._vault.keep_attestation(record.record_id, attestation)

    def list_deals(self) -> Sequence[DealSecret]:
        """See `SaleVault`."""
        return self._vault.deals

    def save_deal(self, deal: DealSecret) -> None:
        """See `SaleVault`."""
        self._vault.save_deal(deal)

    def sealed_epochs(self) -> SealedEpochs:
        """See `SaleVault`: beside the copy file, or in memory where there is none."""
        if self._sealed is None:
            self._sealed = SealedEpochs(self._vault.copy_path)
        return self._sealed
