"""Who vouches for whom in the demo world, and who judges: many are known well, one to one, one to nobody."""

import random
from typing import Final

from hashtagspace.chain.contracts import Argument, encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.client import Client
from hashtagspace.dev import chain
from hashtagspace.dev.founders import FOUNDERS

REACHES: Final = ((12, 3), (8, 2), (12, 1))  # how many people vouch with how many on along a ring
FAR_FRIENDS: Final = 9  # mutual vouches across it
NEWCOMER: Final = "theo"  # one mutual vouch, and asked by another
STRANGER: Final = "ines"  # vouches with nobody
_TAG: Final = 10**18
_PURSE: Final = 1_000 * _TAG
_ALLOWED: Final = 10**30
_SPENDERS: Final = ("Vouches", "Jury", "RewardPool")
_TIPS: Final = (("amara", "gus", 3), ("mira", "gus", 2), ("noor", "nkechi", 4), ("leo_f", "nkechi", 1))
_POOL: Final = 200 * _TAG
People = dict[str, Client]


class PeopleSeed:
    """Sends for everybody; anvil needs no key, which makes three hundred vouches a matter of a second."""

    def __init__(self, rpc: Rpc, deployment: Deployment, people: People) -> None:
        """`people` by handle, registered."""
        self._rpc = rpc
        self._deployment = deployment
        self._people = people

    def vouch(self) -> int:
        """Everybody has TAG, founders are jurors, vouches stand; how many are mutual."""
        for client in self._people.values():
            chain.set_balance(self._rpc, client.wallet.address, 10**19)
            chain.give_tag(self._rpc, self._deployment, client.wallet.address, _PURSE)
            for spender in _SPENDERS:
                self._send(client, "TagToken", "approve", self._deployment.addresses[spender], _ALLOWED)
        for slot, handle in enumerate(FOUNDERS):
            self._send(self._people[handle], "Jury", "join", self._id(handle), slot)
        pairs = list_pairs(list(self._people))
        for one, other in pairs:
            self._vouch(one, other)
            self._vouch(other, one)
        self._vouch("sam_okafor", NEWCOMER)
        return len(pairs)

    def tip(self, epoch: int) -> int:
        """Some people tip others, which counts for those who have a level, and the epoch's pool is filled."""
        self._send(self._people["gus"], "RewardPool", "sponsor", epoch, _POOL)
        for sender, receiver, amount in _TIPS:
            ids = (self._id(sender), self._id(receiver))
            self._send(self._people[sender], "RewardPool", "tip", *ids, amount * _TAG, bytes(32))
        return len(_TIPS)

    def _vouch(self, sender: str, receiver: str) -> None:
        self._send(self._people[sender], "Vouches", "vouch", self._id(sender), self._id(receiver))

    def _id(self, handle: str) -> int:
        return int(self._people[handle].profile_id)

    def _send(self, client: Client, contract: str, function: str, *arguments: Argument) -> None:
        data = encode_call(contract, function, arguments)
        chain.send_as(self._rpc, client.wallet.address, self._deployment.addresses[contract], data)


def list_pairs(handles: list[str]) -> list[tuple[str, str]]:
    """The mutual vouches between these people: a ring of acquaintances with some friends across it."""
    rng = random.Random(3)  # noqa: S311 - who knows whom in a demo is no secret
    known = [handle for handle in handles if handle not in (NEWCOMER, STRANGER)]
    rng.shuffle(known)
    reaches = [reach for count, reach in REACHES for _ in range(count)]
    pairs = {
        _pair(known[at], known[(at + step) % len(known)])
        for at in range(len(known))
        for step in range(1, reaches[at] + 1)
    }
    pairs |= {_pair(*rng.sample(known, 2)) for _ in range(FAR_FRIENDS)}
    return [*sorted(pairs), _pair(NEWCOMER, "marcus_t")]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
