"""Waiting for what a gateway was asked to do."""

import time
from collections.abc import Callable, Sequence

from hashtagspace.client.errors import NotInTime, Rejected
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.records import Status


class Waiter:
    """Asks a gateway again and again, with a pause in between."""

    def __init__(self, gateway: Gateway, poll_seconds: float) -> None:
        self._gateway = gateway
        self._poll_seconds = poll_seconds

    def wait_state(self, path: str, states: Sequence[str], timeout_seconds: float) -> Status:
        """The intent or call at `path` is in one of `states`; raises Rejected, `client.not_in_time`."""
        found: list[Status] = []

        def is_there() -> bool:
            status = self._gateway.get(path, Status)
            if status.state == "rejected":
                problem = status.problem
                raise Rejected(
                    "It was rejected." if problem is None else problem.detail,
                    code=None if problem is None else problem.code,
                )
            found.append(status)
            return status.state in states

        self.wait_until(is_there, f"it is not {states[0]} yet", timeout_seconds)
        return found[-1]

    def wait_until(self, is_there: Callable[[], bool], what: str, timeout_seconds: float = 60) -> None:
        """`is_there` answered yes; raises `client.not_in_time` saying `what`."""
        end = time.monotonic() + timeout_seconds
        while not is_there():
            if time.monotonic() > end:
                raise NotInTime(f"After {timeout_seconds:g} seconds {what}; it may still come.")
            time.sleep(self._poll_seconds)
