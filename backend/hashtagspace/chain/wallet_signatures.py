"""Whether an account signed a digest: by its key, or by its own code's word (ERC-1271), with bounds."""

from typing import Final

from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.hexes import write_bytes
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.chain.signatures import find_signer

MOST_BYTES: Final = 4096
_GAS: Final = 300_000  # the market gives a wallet 200,000; the rest is the call itself
_SELECTOR: Final = bytes.fromhex("1626ba7e")  # isValidSignature(bytes32,bytes), and its answer
_YES: Final = "0x" + _SELECTOR.hex() + "00" * 28


class WalletSignatures:
    """Asks a node only about accounts whose key did not sign. Thread-safe if `rpc` is."""

    def __init__(self, rpc: JsonRpc) -> None:
        """Asks nothing yet."""
        self._rpc = rpc

    def is_signed_by(self, account: bytes, digest: bytes, signature: bytes) -> bool:
        """Whether a contract would take the signature for the account's; raises `chain.*`.

        The account's key comes first, for an EIP-7702 account has code and a key.
        """
        if find_signer(digest, signature) == account:
            return True
        if len(signature) > MOST_BYTES:
            return False
        address = write_bytes(account)
        if self._rpc.call("eth_getCode", [address, "latest"]) in ("0x", None):
            return False
        call = {"to": address, "data": write_bytes(_encode(digest, signature)), "gas": hex(_GAS)}
        try:
            answer = self._rpc.call("eth_call", [call, "latest"])
        except RpcFailed:
            return False  # it reverts, or burns more gas than a signature is worth
        return isinstance(answer, str) and answer.lower() == _YES


def _encode(digest: bytes, signature: bytes) -> bytes:
    """The calldata of `isValidSignature(digest, signature)`."""
    padded = signature + bytes(-len(signature) % 32)
    return _SELECTOR + digest + (64).to_bytes(32, "big") + len(signature).to_bytes(32, "big") + padded
