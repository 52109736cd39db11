"""How often one network may ask: token buckets in memory, per process.

A caller is known by a salted digest that cannot be turned back once the process ends; its address is
neither kept nor logged. IPv6 callers count by their /64, as one person usually holds a whole one.
"""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from hashtagspace.api.problems import RateLimited

_MOST_CALLERS: Final = 50_000
Kind = Literal["read", "write", "upload_bytes"]


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` on average, `burst` at once."""

    per_second: float
    burst: float


@dataclass(frozen=True, slots=True)
class Rates:
    """What one caller may do; None for any number."""

    read: Rate | None = Rate(100, 1000)
    write: Rate | None = Rate(10, 200)
    upload_bytes: Rate | None = Rate(1024 * 1024, 50 * 1024 * 1024)
    streams_per_caller: int = 8
    streams: int = 200


def client_address(remote: str | None, forwarded: str | None, trusted_proxies: int) -> str:
    """The address that the outermost trusted proxy saw, or the peer's when there is none.

    With n trusted proxies it is the n-th entry of X-Forwarded-For from the right; whatever stands further
    left was written by the client and is never believed.
    """
    if trusted_proxies and forwarded:
        entries = [entry.strip() for entry in forwarded.split(",")]
        if len(entries) >= trusted_proxies:
            return entries[-trusted_proxies]
    return remote or ""


def network_of(address: str) -> str:
    """What callers are counted by: the IPv4 address or the IPv6 /64; "unknown" for anything else."""
    try:
        parsed = ipaddress.ip_address(address.removeprefix("[").split("]")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class RateLimiter:
    """Token buckets by caller. Thread-safe; forgets the callers seen longest ago."""

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds and never goes back."""
        self.rates = rates
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._buckets: OrderedDict[tuple[Kind, bytes], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def key_of(self, network: str) -> bytes:
        """The digest that stands for a network until this process ends."""
        return hashlib.blake2b(network.encode(), digest_size=12, key=self._salt).digest()

    def spend(self, kind: Kind, network: str, amount: float = 1) -> None:
        """The amount is taken from the caller's bucket, or nothing is and `rate.limited` raised."""
        rate: Rate | None = getattr(self.rates, kind)
        if rate is None:
            return
        key, now = (kind, self.key_of(network)), self._clock()
        with self._lock:
            level, seen = self._buckets.pop(key, (rate.burst, now))
            level = min(rate.burst, level + (now - seen) * rate.per_second)
            enough = level >= amount
            self._buckets[key] = (level - amount if enough else level, now)
            if len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
        if not enough:
            raise RateLimited((amount - level) / rate.per_second)
