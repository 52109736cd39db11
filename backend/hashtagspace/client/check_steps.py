"""Named checks, one after the other: what fails is kept with its reason, and nothing else stops."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from hashtagspace.client.records import Check
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.terms import TermsDocument
from hashtagspace.errors import HashtagspaceError, InvalidInput

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a response is judged by: the offer as opened, its terms, the secret of its envelope key."""

    offer: bytes
    on_chain: OfferTerms
    terms: TermsDocument
    seed: bytes = field(repr=False)


class Steps:
    """The checks made so far."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def check(self, name: str, promise: str, verify: Callable[[], None]) -> bool:
        """Whether `verify` returned; the promise is kept as a check that holds, or with what it raised."""
        try:
            verify()
        except HashtagspaceError as failure:
            self.checks.append(Check(name, False, f"NOT TRUE: {promise}. {failure.detail}"))
            return False
        self.checks.append(Check(name, True, promise))
        return True


def require(holds: bool, sentence: str) -> None:
    """Raises with the sentence unless it holds."""
    if not holds:
        raise InvalidInput(sentence)


def need(part: Part | None) -> Part:
    """The part; raises when it could not be had."""
    if part is None:
        raise InvalidInput("It could not be looked at.")
    return part
