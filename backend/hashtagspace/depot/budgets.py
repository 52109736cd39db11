"""How much one caller, one profile and everyone may leave here in a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hashtagspace.relay.budgets import SITE_FACTOR, site_of, subject_of
from hashtagspace.relay.errors import BudgetSpent
from hashtagspace.store.outbox_budgets import spend_within
from hashtagspace.store.outbox_engine import Outbox

_DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class DayLimits:
    """So many a day."""

    caller: int
    profile: int
    everyone: int


class DepositBudget:
    """One budget, shared by every process of this outbox; callers are kept as digests that last a day."""

    def __init__(self, outbox: Outbox, name: str, limits: DayLimits, wall: Callable[[], float]) -> None:
        """`name`: a plural that stands in the sentence of the refusal."""
        self._outbox = outbox
        self._name = name
        self._limits = limits
        self._wall = wall

    def spend_caller(self, caller: str) -> None:
        """The caller asked once more, before anything is judged; raises `depot.budget`."""
        day, limit = int(self._wall()) // _DAY_SECONDS, self._limits.caller
        detail = f"This gateway takes {limit} {self._name} a day from one address: try again tomorrow (UTC)."
        parts = [(self._name, subject_of(caller, day), limit, detail)]
        site = site_of(caller)
        if site is not None:
            parts.append((self._name, _digest(f"{day} {site}"), limit * SITE_FACTOR, detail))
        self._spend(parts)

    def spend_profile(self, profile: int) -> None:
        """One more is kept of the profile, which has signed it; raises `depot.budget`.

        Never before the signature is checked: a stranger must not spend what is the profile's.
        """
        limits, name = self._limits, self._name
        own = f"This gateway takes {limits.profile} {name} a day of one profile: try again tomorrow (UTC)."
        total = f"This gateway has taken its {name} for today: use another, or try again tomorrow (UTC)."
        subject = _digest(f"profile {profile}")
        self._spend([(name, subject, limits.profile, own), (f"{name} total", b"", limits.everyone, total)])

    def _spend(self, parts: Sequence[tuple[str, bytes, int, str]]) -> None:
        now = int(self._wall())
        day = now // _DAY_SECONDS
        with self._outbox.write() as connection:
            for budget, subject, limit, detail in parts:
                if not spend_within(connection, self._outbox.network_id, budget, subject, day, 1, limit):
                    raise BudgetSpent(detail, _DAY_SECONDS - now % _DAY_SECONDS, code="depot.budget")


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()[:16]
