"""What a sale needs of a vault, wherever it lies: its key, the records, a place for the deals' secrets."""

from collections.abc import Sequence
from typing import Protocol

from hashtagspace.market.record_values import RecordValue
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

    def list_deals(self) -> Sequence[DealSecret]:
        """The secrets of all sales."""

    def save_deal(self, deal: DealSecret) -> None:
        """The secret is saved when it returns, at the gateway or, while there is none, in this device's copy.

        One of the same deal and nonce is replaced.
        """
