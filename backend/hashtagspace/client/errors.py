"""A gateway's problems as typed errors: caught by class, told apart by `exact_code`."""

from hashtagspace.errors import (
    Conflict,
    HashtagspaceError,
    InvalidInput,
    NotFound,
    Refused,
    Unavailable,
)


class GatewayUnreachable(Unavailable):
    """The gateway did not answer, or with something else than its API."""

    code = "gateway.unreachable"


class GatewayAnswerTooLarge(InvalidInput):
    """The gateway answers with more bytes than were asked for."""

    code = "gateway.too_large"


class Rejected(Refused):
    """The gateway rejected an intent or call; `exact_code` says why."""

    code = "intent.rejected"


class NotInTime(Unavailable):
    """What was waited for has not happened yet; it may still."""

    code = "client.not_in_time"


class NotRegistered(InvalidInput):
    """The client speaks for no profile yet: call `register` or `use`."""

    code = "client.not_registered"


class TooManyRequests(Refused):
    """The gateway's budget is spent; `retry_after_seconds` says when to come back."""

    code = "relay.budget"
    retryable = True
    retry_after_seconds: int = 1


def error_of_problem(status: int, code: str, detail: str, retry_after: str | None) -> HashtagspaceError:
    """The error that a problem body stands for."""
    if status == 429:
        error = TooManyRequests(detail, code=code)
        if retry_after is not None and retry_after.isdigit():
            error.retry_after_seconds = int(retry_after)
        return error
    if status >= 500:
        return Unavailable(detail, code=code)
    kinds: dict[int, type[HashtagspaceError]] = {403: Refused, 404: NotFound, 409: Conflict}
    return kinds.get(status, InvalidInput)(detail, code=code)
