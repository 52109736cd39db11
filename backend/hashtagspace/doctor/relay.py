"""The account that pays for this gateway's relay."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.chain.keyfile import load_private_key
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Settings
from hashtagspace.doctor.finding import Finding, fail, ok, warn
from hashtagspace.errors import ConfigError

_ANCHOR_GAS: Final = 47_000  # the budget of PostRegistry.anchor
_FEW_ANCHORS: Final = 1_000
_NO_ANCHORS: Final = 10


def examine_relay(settings: Settings, rpc: Rpc | None) -> Iterator[Finding]:
    """The key opens, only its owner reads it, and it can pay; `rpc` None: the balance cannot be asked."""
    if settings.relay_key_file is None:
        yield warn(
            "relay key", "none: this gateway only reads", "set HASHTAGSPACE_RELAY_KEY_FILE to take posts"
        )
        return
    try:
        key = load_private_key(settings.relay_key_file, settings.relay_password_file)
    except ConfigError as error:
        yield fail("relay key", error.detail, "mend the file, then restart `hashtagspace relay`")
        return
    address = "0x" + Wallet(key).address.hex()
    yield ok("relay key", f"opens, {address}")
    if rpc is not None:
        yield _examine_balance(settings, rpc, address)


def _examine_balance(settings: Settings, rpc: Rpc, address: str) -> Finding:
    balance = int(rpc.call("eth_getBalance", [address, "latest"], str), 16)
    price = max(int(rpc.call("eth_gasPrice", [], str), 16), 1)
    anchors = balance // (price * _ANCHOR_GAS)
    detail = f"{balance / 10**18:.6f} {settings.currency}, enough for {min(anchors, 10**9):,} anchors now"
    remedy = f"send coin to {address}"
    if anchors < _NO_ANCHORS:
        return fail("relay balance", detail, remedy)
    return warn("relay balance", detail, remedy) if anchors < _FEW_ANCHORS else ok("relay balance", detail)
