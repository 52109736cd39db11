"""One node for many threads."""

import threading
from collections.abc import Sequence
from typing import Any, Protocol

from hashtagspace.chain.rpc import Rpc


class JsonRpc(Protocol):
    """Asks a node from any thread; raises `chain.*`."""

    def call(self, method: str, params: Sequence[object] = ()) -> Any:  # noqa: ANN401 - JSON
        """The `result` member of the answer, as plain JSON values."""


class SharedRpc:
    """One node for many threads: each has a connection of its own."""

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._local = threading.local()

    def call(self, method: str, params: Sequence[object] = ()) -> Any:  # noqa: ANN401 - JSON
        """The `result` member of the answer, as plain JSON values; raises `chain.*`."""
        own: Rpc | None = getattr(self._local, "rpc", None)
        if own is None:
            own = self._local.rpc = self._rpc.clone()
        return own.call(method, params, object)
