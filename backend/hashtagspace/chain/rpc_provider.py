"""web3.py over our own requests: its calls and transactions get the bounds and the errors of `chain.rpc`.

web3.py's middleware is left out: it would look addresses up in ENS and ask for the chain id before each
transaction. CCIP read is off: a node could make this process fetch any address of its choice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from web3 import Web3
from web3.exceptions import Web3Exception
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.shared_rpc import JsonRpc

UNREADABLE = (Web3Exception, ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What web3.py raises over an answer that is not what its method answers."""


class RpcProvider(BaseProvider):
    """Passes requests on to `rpc`; its failures come through web3.py as they are. Thread-safe if `rpc` is."""

    global_ccip_read_enabled = False

    def __init__(self, rpc: JsonRpc) -> None:
        super().__init__()
        self._rpc = rpc

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:  # noqa: ANN401 - JSON
        """The node's result in the envelope that web3.py expects; raises `chain.*`."""
        return {"jsonrpc": "2.0", "id": 1, "result": self._rpc.call(method, list(params))}


def open_web3(rpc: JsonRpc) -> Web3:
    """web3.py for this node; asks nothing yet."""
    return Web3(RpcProvider(rpc), middleware=[])


@cache
def offline_web3() -> Web3:
    """web3.py without a node: for calldata and its like."""
    return Web3(BaseProvider(), middleware=[])


@contextmanager
def reading_answer(method: str) -> Iterator[None]:
    """An answer that web3.py cannot read raises `chain.inconsistent`."""
    try:
        yield
    except UNREADABLE as error:
        raise InconsistentChain(
            f"The node's answer to {method} does not read ({type(error).__name__})."
        ) from None
