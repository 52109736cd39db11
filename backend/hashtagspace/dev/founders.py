"""The founders of the embedded network: seven people of the demo world, known before they register."""

from typing import Final

from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.profile_id import profile_id_of

FOUNDERS: Final = ("mira", "priya_s", "sam_okafor", "noor", "gus", "lina_w", "viktor_s")
"""Handles in `world.txt`; a jury has five seats, so a judged founder still leaves enough jurors."""


def derive_wallet(secret: bytes, handle: str) -> Wallet:
    """The wallet of one person of the demo world, the same whenever the world's secret is."""
    return Wallet(keccak256(secret + handle.encode()))


def derive_founders(secret: bytes) -> tuple[Wallet, ...]:
    """The founders' wallets in the order of `FOUNDERS`."""
    return tuple(derive_wallet(secret, handle) for handle in FOUNDERS)


def derive_founder_profiles(secret: bytes) -> tuple[int, ...]:
    """The profile ids that the founders get with their first registration."""
    return tuple(profile_id_of(wallet.address, 0) for wallet in derive_founders(secret))
