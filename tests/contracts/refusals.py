"""Expecting a contract's custom error with its arguments."""

from contextlib import AbstractContextManager
from typing import Any

import brownie


def refused(error: str, *arguments: Any) -> AbstractContextManager[None]:
    """The block reverts with this error and these arguments; Brownie writes addresses in lower case."""
    shown = ", ".join(a.lower() if isinstance(a, str) and a.startswith("0x") else str(a) for a in arguments)
    context: AbstractContextManager[None] = brownie.reverts(f"{error}: {shown}")
    return context
