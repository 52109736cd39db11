"""Errors of every layer; `api/problems.py` alone maps them to HTTP.

HashtagspaceError
├── InvalidInput            input that no retry can mend
│   ├── InvalidContent
│   ├── InvalidIntent
│   ├── InvalidBatch
│   ├── InvalidCid
│   ├── InvalidStamp
│   └── InvalidHashtag
├── NotFound
├── Conflict                the state of the world forbids it (handle taken, replay)
├── Refused                 allowed by the rules, refused by this gateway (quota, policy)
├── ConfigError             the operator must change a setting
└── Unavailable             a dependency failed; retryable
    ├── ChainUnavailable
    ├── ContentUnavailable
    └── StoreUnavailable
"""

from typing import ClassVar


class HashtagspaceError(Exception):
    """Base of every error the project raises on purpose.

    `code` is dotted, stable and public; `retryable` says whether the same call may succeed later.
    """

    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        """Carry one sentence for a person and, optionally, a code more exact than the class has."""
        super().__init__(detail)
        self.detail = detail
        self.exact_code = code or type(self).code


class InvalidInput(HashtagspaceError):
    """The input breaks a rule; sending it again changes nothing."""

    code = "input.invalid"


class InvalidContent(InvalidInput):
    """A content document breaks the format."""

    code = "content.invalid"


class InvalidIntent(InvalidInput):
    """An intent is malformed, unsigned, or signed by a key that has no right to it."""

    code = "intent.invalid"


class InvalidBatch(InvalidInput):
    """Batch bytes do not match the anchor they belong to."""

    code = "batch.invalid"


class InvalidCid(InvalidInput):
    """The text is not a CID of the one form used here."""

    code = "cid.invalid"


class InvalidStamp(InvalidInput):
    """The proof of work is missing, too weak, or not for this call and time."""

    code = "stamp.invalid"


class InvalidHashtag(InvalidInput):
    """The text is not a hashtag."""

    code = "hashtag.invalid"


class NotFound(HashtagspaceError):
    """The thing asked for is not known here."""

    code = "not_found"


class Conflict(HashtagspaceError):
    """The request contradicts what already is."""

    code = "conflict"


class Refused(HashtagspaceError):
    """This gateway declines; another one may accept."""

    code = "refused"


class ConfigError(HashtagspaceError):
    """A setting is missing or contradicts another; the detail says what to change."""

    code = "config.invalid"


class Unavailable(HashtagspaceError):
    """A dependency did not answer; the same call may succeed later."""

    code = "unavailable"
    retryable = True


class ChainUnavailable(Unavailable):
    """No RPC endpoint answered."""

    code = "chain.unavailable"


class ContentUnavailable(Unavailable):
    """The content store does not have the block, or does not answer."""

    code = "content.unavailable"


class StoreUnavailable(Unavailable):
    """The database does not answer."""

    code = "store.unavailable"
