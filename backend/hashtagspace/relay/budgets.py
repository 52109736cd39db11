"""Budgets: how much one caller, one profile and everyone together may ask."""

import hashlib
import ipaddress
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from hashtagspace.config import Budgets
from hashtagspace.errors import HashtagspaceError, StoreUnavailable, Unavailable
from hashtagspace.relay.call_forms import Lane
from hashtagspace.relay.errors import BudgetSpent
from hashtagspace.store.outbox_budgets import give_back, read_spent, spend_within
from hashtagspace.store.outbox_engine import Outbox

_DAY_SECONDS: Final = 86_400
_MINUTE_SECONDS: Final = 60
_PAGE_BYTES: Final = 4096  # what a file system gives to the smallest file
_UPLOADS: Final = "uploads"
_PLURALS: Final = {
    "calls": "calls",
    "drips": "drips",
    "market": "calls of the market",
    "people": "calls about people",
    "revokes": "withdrawals of consent",
}
_FACTORS: Final = (1, 2, 4, 4)  # by level
SITE_FACTOR: Final = 4  # a /48 gets so many times what one of its /64 gets


class MinuteBudget:
    """So many a minute for each subject, counted in this process; a new minute starts from nothing."""

    def __init__(self, name: str, limit: int, wall: Callable[[], float]) -> None:
        self._name = name
        self._limit = limit
        self._wall = wall
        self._lock = threading.Lock()
        self._minute = -1
        self._spent: dict[object, int] = {}

    def spend(self, subject: object, count: int = 1, factor: int = 1) -> None:
        """`count` more are spent; raises BudgetSpent and spends nothing if that is over `factor` limits."""
        now = int(self._wall())
        with self._lock:
            if now // _MINUTE_SECONDS != self._minute:
                self._minute = now // _MINUTE_SECONDS
                self._spent = {}
            spent = self._spent.get(subject, 0) + count
            if spent <= self._limit * factor:
                self._spent[subject] = spent
                return
        wait = _MINUTE_SECONDS - now % _MINUTE_SECONDS
        raise BudgetSpent(
            f"{self._name} takes {self._limit * factor} a minute: try again in {wait} seconds.", wait
        )


def factor_of_level(level: int) -> int:
    """How many times the budget of a profile at level 0 one of this level has."""
    return _FACTORS[min(max(level, 0), len(_FACTORS) - 1)]


@dataclass(frozen=True, slots=True)
class Part:
    """One row that is counted, its limit and the sentence for when it is spent."""

    budget: str
    subject: bytes
    limit: int
    detail: str


class DayBudgets:
    """Calls and drips for a day, shared by every process of this outbox; callers are kept as digests."""

    def __init__(self, outbox: Outbox, budgets: Budgets, wall: Callable[[], float]) -> None:
        self._outbox = outbox
        # For one address, and for everyone; None: what else is spent bounds it.
        self._limits: dict[str, tuple[int, int | None]] = {
            "calls": (budgets.calls_per_ip_day, budgets.calls_per_day),
            "drips": (budgets.drips_per_ip_day, budgets.drips_per_day),
            "market": (budgets.market_calls_per_ip_day, budgets.market_calls_per_day),
            "people": (budgets.people_calls_per_ip_day, budgets.people_calls_per_day),
            "revokes": (budgets.revokes_per_ip_day, None),
        }
        self._wall = wall

    @contextmanager
    def spending(self, budget: str, caller: str) -> Iterator[Callable[[Sequence[Part]], None]]:
        """One more is spent before the block runs; raises BudgetSpent and spends nothing if it is over.

        The block is given what spends more parts. When it raises, everyone's part and those go back, for
        nothing will be paid; the caller's own part only when the fault is this gateway's.
        """
        day = int(self._wall()) // _DAY_SECONDS
        own, shared = self._parts(budget, caller, day)
        self._spend([*own, *shared], day)

        def spend_more(parts: Sequence[Part]) -> None:
            self._spend(parts, day)
            shared.extend(parts)

        try:
            yield spend_more
        except HashtagspaceError as error:
            self._give_back([*own, *shared] if isinstance(error, Unavailable) else shared, day)
            raise
        except Exception:
            self._give_back([*own, *shared], day)
            raise

    def spend(self, parts: Sequence[Part]) -> None:
        """The parts alone are spent, whoever asks; raises BudgetSpent and spends nothing if one is over."""
        self._spend(parts, int(self._wall()) // _DAY_SECONDS)

    def _parts(self, budget: str, caller: str, day: int) -> tuple[list[Part], list[Part]]:
        """What one more is counted in: the caller's network and the site around it; everyone."""
        limit, everyone = self._limits[budget]
        detail = f"This relay takes {limit} {_PLURALS[budget]} a day from one address: try again later."
        own = [Part(budget, subject_of(caller, day), limit, detail)]
        site = site_of(caller)
        if site is not None:
            own.append(Part(budget, _digest(site, day), limit * SITE_FACTOR, detail))
        detail = "This relay has spent its budget for today: use another, or pay yourself."
        return own, [] if everyone is None else [Part(f"{budget} total", b"", everyone, detail)]

    def _spend(self, parts: Sequence[Part], day: int) -> None:
        network = self._outbox.network_id
        with self._outbox.write() as connection:
            for part in parts:
                if not spend_within(connection, network, part.budget, part.subject, day, 1, part.limit):
                    raise BudgetSpent(part.detail, _DAY_SECONDS - int(self._wall()) % _DAY_SECONDS)

    def _give_back(self, parts: Sequence[Part], day: int) -> None:
        with suppress(StoreUnavailable), self._outbox.write() as connection:  # the block's error says more
            for part in parts:
                give_back(connection, self._outbox.network_id, part.budget, part.subject, day)


class UploadBudget:
    """The bytes uploaded in a day, shared by every process of this outbox; callers are kept as digests."""

    def __init__(self, outbox: Outbox, budgets: Budgets, wall: Callable[[], float]) -> None:
        self._outbox = outbox
        self._own, self._everyone = budgets.upload_bytes_per_ip_day, budgets.upload_bytes_per_day
        self._wall = wall

    def spend(self, byte_count: int, caller: str) -> None:
        """So many more are spent, in whole pages; raises BudgetSpent and spends nothing if it is over.

        They are never given back: a store that failed may have kept some of them.
        """
        now = int(self._wall())
        day, amount = now // _DAY_SECONDS, -(-byte_count // _PAGE_BYTES) * _PAGE_BYTES
        with self._outbox.write() as connection:
            network = self._outbox.network_id
            for part in self._parts(caller, day):
                if not spend_within(connection, network, part.budget, part.subject, day, amount, part.limit):
                    raise BudgetSpent(part.detail, _DAY_SECONDS - now % _DAY_SECONDS, code="content.budget")

    def _parts(self, caller: str, day: int) -> list[Part]:
        detail = f"This gateway takes {self._own} bytes a day from one address: try again tomorrow (UTC)."
        parts = [Part(_UPLOADS, subject_of(caller, day), self._own, detail)]
        site = site_of(caller)
        if site is not None:
            parts.append(Part(_UPLOADS, _digest(site, day), self._own * SITE_FACTOR, detail))
        detail = "This gateway has taken its uploads for today: use another, or try again tomorrow (UTC)."
        return [*parts, Part(f"{_UPLOADS} total", b"", self._everyone, detail)]


class GasBudget:
    """The gas of relayed calls for a day, a share for each lane, common to every process of this outbox."""

    def __init__(self, outbox: Outbox, budgets: Budgets, wall: Callable[[], float]) -> None:
        self._outbox = outbox
        self._limits: dict[Lane, tuple[str, int]] = {
            "calls": ("gas", budgets.call_gas_per_day),
            "market": ("market gas", budgets.market_gas_per_day),
            "people": ("people gas", budgets.people_gas_per_day),
            "people revokes": ("people revoke gas", budgets.people_revoke_gas_per_day),
            "revokes": ("revoke gas", budgets.revoke_gas_per_day),
            "early revokes": ("early revoke gas", budgets.early_revoke_gas_per_day),
        }
        self._wall = wall

    def spend(self, lane: Lane, gas: int) -> bool:
        """Whether so much was left today; then it is spent."""
        day, (name, limit) = int(self._wall()) // _DAY_SECONDS, self._limits[lane]
        with self._outbox.write() as connection:
            return spend_within(connection, self._outbox.network_id, name, b"", day, gas, limit)

    def require(self, lane: Lane, gas: int) -> None:
        """Raises BudgetSpent if less than that is left today; spends nothing."""
        day, (name, limit) = int(self._wall()) // _DAY_SECONDS, self._limits[lane]
        with self._outbox.read() as connection:
            spent = read_spent(connection, self._outbox.network_id, name, b"", day)
        if spent + gas > limit:
            wait = _DAY_SECONDS - int(self._wall()) % _DAY_SECONDS
            raise BudgetSpent("This relay has spent its gas for today: use another, or pay yourself.", wait)


def network_of(caller: str) -> str:
    """The caller as budgets count it: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(caller)
    except ValueError:
        return caller
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((address, 64), strict=False))
    return caller


def site_of(caller: str) -> str | None:
    """The /48 of an IPv6 caller, which holds 65,536 networks of one owner; None for any other."""
    try:
        address = ipaddress.ip_address(caller)
    except ValueError:
        return None
    if not isinstance(address, ipaddress.IPv6Address) or address.ipv4_mapped:
        return None
    return str(ipaddress.ip_network((address, 48), strict=False))


def subject_of(caller: str, day: int) -> bytes:
    """A digest that counts the caller for one day and says nothing on the next."""
    return _digest(network_of(caller), day)


def _digest(network: str, day: int) -> bytes:
    return hashlib.sha256(f"{day} {network}".encode()).digest()[:16]
