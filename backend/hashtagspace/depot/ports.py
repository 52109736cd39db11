"""What the depot needs from outside; fakes of these are in tests/fakes_depot.py."""

from collections.abc import Callable
from typing import Protocol

from hashtagspace.relay.authority import Standing


class Wallets(Protocol):
    """Who signed; raises `chain.*`. See `WalletSignatures`."""

    def is_signed_by(self, account: bytes, digest: bytes, signature: bytes) -> bool:
        """Whether a contract would take the signature for the account's."""


class Levels(Protocol):
    """Who is a person; raises `chain.*`. See `MarketReads`."""

    def read_level(self, profile: int) -> int:
        """The profile's personhood level."""


class Authorities(Protocol):
    """Who may sign for a profile. See `AuthorityReader`."""

    def read(self, profile: int, signer: bytes, kind: int, t: int) -> Standing:
        """What the signer may do; raises `chain.unavailable`."""


class Files(Protocol):
    """The part of a content store that the depot uses."""

    def add_file(self, source: bytes) -> str:
        """The file is kept; its CID."""

    def put_block(self, data: bytes, codec: int = ...) -> str:
        """The block is kept; its CID."""

    def drop_file(self, cid: str, is_needed: Callable[[bytes], bool]) -> None:
        """The file is no longer kept, but for blocks that are needed."""
