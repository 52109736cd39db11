"""The most gas that a relayed call may take, the signature check of a contract wallet included.

What a wallet's code burns is paid by the relay's account, so code of a stranger gets no more than this. What
each call takes is measured in tests/forge/snapshots/gas.json and, as transactions, in tests/backend/relay.
"""

from typing import Final

# An ordinary registration takes 175,000 and is given a quarter more; the rest is for the wallet's check.
_LIMITS: Final = {
    "registerFor": 400_000,
    "drip": 150_000,
    "deliver": 200_000,
    "deliverEpoch": 200_000,
    "settle": 150_000,
    "claim": 120_000,
    "reclaim": 120_000,
    "withdraw": 130_000,
    "permit": 120_000,
    "vouchFor": 400_000,  # the first of a profile gives it its seat
    "proveLevel": 250_000,
    "claimReward": 150_000,
}
_LIMIT: Final = 300_000


def gas_limit_of(name: str) -> int:
    """The gas limit that no transaction for this call exceeds."""
    return _LIMITS.get(name, _LIMIT)
