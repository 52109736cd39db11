"""Kills a run of the deployment at one request of its node."""

import subprocess
from typing import Any

from chain_proxy import ChainProxy, Dropped
from foreign import Operator


class Killer:
    """Kills a process at the n-th request of a method, before or after the node has handled it."""

    def __init__(self, method: str, number: int) -> None:
        self.process: subprocess.Popen[str] | None = None
        self._method, self._left = method, number

    def __call__(self, method: str, _params: list[Any]) -> None:
        if method != self._method:
            return
        self._left -= 1
        if self._left == 0 and self.process is not None:
            self.process.kill()
            raise Dropped


def run_and_kill(
    operator: Operator, proxy: ChainProxy, when: str, method: str, number: int, *options: str
) -> None:
    killer = Killer(method, number)
    setattr(proxy, when, killer)
    process = killer.process = operator.start("--yes", "--unlisted-network", *options)
    out, err = process.communicate(timeout=120)
    assert process.returncode == -9, f"not killed at {method} {number}: {out}{err}"
    proxy.before = proxy.after = lambda _method, _params: None
