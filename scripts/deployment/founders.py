"""Who the people registry begins with: addresses, and the profiles that follow from them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from eth_hash.auto import keccak

from deployment.failure import DeployError
from deployment.node import Json, Node

LEAST_FOUNDERS: Final = 5  # seats of a jury
MOST_FOUNDERS: Final = 64
_FOUNDERS_ARGUMENT: Final = 3  # of Jury's constructor
_CUSTODY_OF: Final = keccak(b"custodyOf(uint64)")[:4]


def profile_of(founder: str) -> int:
    """The number of the first profile that this address registers, as ProfileRegistry gives it."""
    return int.from_bytes(keccak(bytes.fromhex(founder[2:]).rjust(32, b"\0") + bytes(32)), "big") >> 193


def require_founders(founders: tuple[str, ...]) -> None:
    """Returns when these can found a people registry, or when there are none to do it; raises otherwise."""
    if not founders:
        return
    if len({founder.lower() for founder in founders}) < len(founders):
        raise DeployError("A founder is named twice: give every --founder once.")
    if any(int(founder, 16) == 0 for founder in founders):
        raise DeployError("The zero address is nobody's: give another --founder.")
    if not LEAST_FOUNDERS <= len(founders) <= MOST_FOUNDERS:
        raise DeployError(
            f"{len(founders)} founders are given: a jury has {LEAST_FOUNDERS} seats, so give --founder "
            f"{LEAST_FOUNDERS} to {MOST_FOUNDERS} times, or not at all for a network without levels."
        )


def require_same_founders(record: Json, founders: tuple[str, ...]) -> None:
    """Returns unless the recorded people registry was founded by others than those that are named now."""
    jury = record["contracts"].get("Jury")
    if jury is None or not founders:
        return
    if sorted(str(profile_of(founder)) for founder in founders) != sorted(
        jury["constructorArguments"][_FOUNDERS_ARGUMENT]
    ):
        raise DeployError(
            "This network has a people registry, with other founders, who cannot change: leave --founder "
            "out, or deploy everything anew with --again. Nothing was sent."
        )


def describe_people(
    node: Node, founders: Iterable[str], standing: Mapping[str, str], say: Callable[[str], None]
) -> None:
    """The founders, each with the profile and whether it is registered; or what a network without them is."""
    lines = [
        f"  {founder}  profile {profile_of(founder)}, {_judge(node, founder, standing)}"
        for founder in founders
    ]
    if lines:
        say(f"founders: {len(lines)}, vetted from the first epoch on")
    elif "PersonhoodRegistry" not in standing:
        say(
            "founders: none, so nobody has a level on this network: name at least "
            f"{LEAST_FOUNDERS} people with --founder, now, or in a later run, which makes a new market too"
        )
    for line in lines:
        say(line)


def _judge(node: Node, founder: str, standing: Mapping[str, str]) -> str:
    registry = standing.get("ProfileRegistry")
    if registry is None:
        return "to be registered with this wallet"
    data = "0x" + _CUSTODY_OF.hex() + profile_of(founder).to_bytes(32, "big").hex()
    custody = "0x" + str(node.call("eth_call", {"to": registry, "data": data}, "latest"))[-40:]
    if custody.lower() == founder.lower():
        return "registered"
    return f"held by {custody} now" if int(custody, 16) else "to be registered with this wallet"
