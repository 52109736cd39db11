"""Who signs: a key held by this process, or a local node that holds the account unlocked."""

from typing import Any, Protocol

from eth_account import Account

from deployment.failure import DeployError
from deployment.node import Node

Transaction = dict[str, Any]


class Signer(Protocol):
    """One account."""

    address: str

    def sign(self, transaction: Transaction) -> tuple[str, str] | None:
        """Hash and raw bytes in hex, None when only the node can sign."""

    def send_unsigned(self, node: Node, transaction: Transaction) -> str:
        """The hash of the transaction that the node signed and sent."""


class KeySigner:
    """An account whose key this process holds, for as long as it runs."""

    def __init__(self, address: str, private_key: bytes) -> None:
        self.address = address
        self._private_key = private_key

    def __repr__(self) -> str:
        return f"KeySigner({self.address})"

    def sign(self, transaction: Transaction) -> tuple[str, str]:
        """Hash and raw bytes in hex."""
        signed = Account.sign_transaction(transaction, self._private_key)
        return "0x" + signed.hash.hex().removeprefix("0x"), "0x" + signed.raw_transaction.hex().removeprefix(
            "0x"
        )

    def send_unsigned(self, node: Node, transaction: Transaction) -> str:  # noqa: ARG002
        """Never called: what this signer signs is sent raw."""
        raise DeployError("A key signer sends nothing unsigned.")


class UnlockedSigner:
    """An account of a local development node."""

    def __init__(self, address: str) -> None:
        self.address = address

    def sign(self, transaction: Transaction) -> None:  # noqa: ARG002
        """None: the node signs when it sends."""
        return

    def send_unsigned(self, node: Node, transaction: Transaction) -> str:
        """The hash of the transaction that the node signed and sent."""
        numbers = {key: hex(value) for key, value in transaction.items() if isinstance(value, int)}
        call = {**transaction, **numbers, "from": self.address}
        return str(node.call("eth_sendTransaction", call))
