"""Errors of the relay."""

from hashtagspace.errors import Conflict, Refused


class BudgetSpent(Refused):
    """A caller, a profile or everyone together spent the budget; `retry_after_seconds` says when."""

    code = "relay.budget"
    retryable = True

    def __init__(self, detail: str, retry_after_seconds: int, *, code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.retry_after_seconds = retry_after_seconds


class CallRefused(Refused):
    """The contract would revert this call; the code says why."""

    code = "call.reverted"


class CallConflict(Conflict):
    """What the call asks contradicts the chain, for example a handle that is taken."""

    code = "call.conflict"


class RelayClosed(Refused):
    """This gateway has no relay key: it takes no intents and no calls."""

    code = "relay.closed"
