"""Budgets: how much one caller, one profile and everyone together may ask."""

import hashlib
import ipaddress
import threading
from collections.abc import Callable
from typing import Final

from hashtagspace.config import Budgets
from hashtagspace.relay.errors import BudgetSpent
from hashtagspace.store.outbox_budgets import add_spent, read_spent, spend_within
from hashtagspace.store.outbox_engine import Outbox

_DAY_SECONDS: Final = 86_400
_MINUTE_SECONDS: Final = 60


class MinuteBudget:
    """So many a minute for each subject, counted in this process; a new minute starts from nothing."""

    def __init__(self, name: str, limit: int, wall: Callable[[], float]) -> None:
        self._name = name
        self._limit = limit
        self._wall = wall
        self._lock = threading.Lock()
        self._minute = -1
        self._spent: dict[object, int] = {}

    def spend(self, subject: object, count: int = 1) -> None:
        """`count` more are spent; raises BudgetSpent and spends nothing if that is over the limit."""
        now = int(self._wall())
        with self._lock:
            if now // _MINUTE_SECONDS != self._minute:
                self._minute = now // _MINUTE_SECONDS
                self._spent = {}
            spent = self._spent.get(subject, 0) + count
            if spent <= self._limit:
                self._spent[subject] = spent
                return
        wait = _MINUTE_SECONDS - now % _MINUTE_SECONDS
        raise BudgetSpent(f"{self._name} takes {self._limit} a minute: try again in {wait} seconds.", wait)


class DayBudgets:
    """Calls and drips for a day, shared by every process of this outbox; callers are kept as digests."""

    def __init__(self, outbox: Outbox, budgets: Budgets, wall: Callable[[], float]) -> None:
        self._outbox = outbox
        self._limits = {
            "calls": (budgets.calls_per_ip_day, budgets.calls_per_day),
            "drips": (budgets.drips_per_ip_day, budgets.calls_per_day),
        }
        self._wall = wall

    def require(self, budget: str, caller: str) -> None:
        """Raises BudgetSpent if the caller or everyone has spent the day's budget; spends nothing."""
        day = int(self._wall()) // _DAY_SECONDS
        own, everyone = self._limits[budget]
        with self._outbox.read() as connection:
            network = self._outbox.network_id
            mine = read_spent(connection, network, budget, subject_of(caller, day), day)
            total = read_spent(connection, network, "total", b"", day)
        wait = _DAY_SECONDS - int(self._wall()) % _DAY_SECONDS
        if mine >= own:
            raise BudgetSpent(f"This relay pays {own} {budget} a day for one address: try again later.", wait)
        if total >= everyone:
            raise BudgetSpent(
                "This relay has spent its budget for today: use another, or pay yourself.", wait
            )

    def spend(self, budget: str, caller: str) -> None:
        """One more is spent today."""
        day = int(self._wall()) // _DAY_SECONDS
        with self._outbox.write() as connection:
            network = self._outbox.network_id
            add_spent(connection, network, budget, subject_of(caller, day), day)
            add_spent(connection, network, "total", b"", day)


class GasBudget:
    """The gas of relayed calls for a day, shared by every process of this outbox."""

    def __init__(self, outbox: Outbox, limit: int, wall: Callable[[], float]) -> None:
        self._outbox = outbox
        self._limit = limit
        self._wall = wall

    def spend(self, gas: int) -> bool:
        """Whether so much was left today; then it is spent."""
        day = int(self._wall()) // _DAY_SECONDS
        with self._outbox.write() as connection:
            return spend_within(connection, self._outbox.network_id, "gas", b"", day, gas, self._limit)

    def require(self, gas: int) -> None:
        """Raises BudgetSpent if less than that is left today; spends nothing."""
        day = int(self._wall()) // _DAY_SECONDS
        with self._outbox.read() as connection:
            spent = read_spent(connection, self._outbox.network_id, "gas", b"", day)
        if spent + gas > self._limit:
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


def subject_of(caller: str, day: int) -> bytes:
    """A digest that counts the caller for one day and says nothing on the next."""
    return hashlib.sha256(f"{day} {network_of(caller)}".encode()).digest()[:16]
