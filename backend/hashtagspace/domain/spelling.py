"""What counts as a line of text, an e-mail address, a host name, an https address: by ASCII rules alone."""

import re
from typing import Final

_HOST: Final = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_EMAIL_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_URL: Final = re.compile(r"https://[!#-;=?-\[\]_a-z~]+")
# What could make a line look like another one: controls, line and paragraph ends, changes of direction.
_NOT_A_LINE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def is_line(text: str, most: int) -> bool:
    """True iff the text has 1 to `most` code points, no space at an end, nothing that breaks or turns it."""
    return 1 <= len(text) <= most and not (text[0] == " " or text[-1] == " " or _NOT_A_LINE.search(text))


def is_host(text: str) -> bool:
    """True iff the text is a host name of two labels or more, in lower case."""
    return _HOST.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """True iff the text is an address that a mailbox on the internet can have, of at most 254 characters."""
    name, at, host = text.rpartition("@")
    fits = len(name) <= 64 and len(host) <= 189 and _EMAIL_NAME.fullmatch(name) is not None
    return bool(at) and fits and host.isascii() and is_host(host.lower())


def is_https(text: str, most: int) -> bool:
    """True iff the text is an https address of plain ASCII without spaces and quotes."""
    return len(text) <= most and _URL.fullmatch(text) is not None
