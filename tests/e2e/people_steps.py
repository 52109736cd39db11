"""People who vouch in the world of the browser, by anvil's own hand where no page is looked at."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec
import requests

from hashtagspace.chain.contracts import Argument, Contracts, encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.dev import chain
from hashtagspace.dev.founders import FOUNDERS, derive_founders
from hashtagspace.dev.layout import read_or_make_secret
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.personhood.header import Draw, Header
from hashtagspace.scorer.calls import spell_header

UNIT = 10**18
PATIENCE_SECONDS = 120
TARGET_BLOCKS = 66
PASS = 2
_LIE = 5  # a step of the walks
_ALLOWED = 10**30


@dataclass(frozen=True)
class Member:
    """A profile and the account that holds it."""

    address: bytes
    profile: int


class PeopleChain:
    """The people contracts of a running world, with its clock."""

    def __init__(self, world) -> None:
        self.url = world.url
        self.rpc = Rpc(world.rpc_url)
        self.deployment = Deployment.load(next((world.data / "deployments").glob("*.json")))
        self.contracts = Contracts(SharedRpc(self.rpc), self.deployment.addresses)
        secret = read_or_make_secret(world.data / "keys" / "people")
        self.founders = {
            handle: Member(wallet.address, profile_id_of(wallet.address, 0))
            for handle, wallet in zip(FOUNDERS, derive_founders(secret), strict=True)
        }

    def send(self, sender: bytes, contract: str, function: str, *arguments: Argument) -> None:
        data = encode_call(contract, function, arguments)
        chain.send_as(self.rpc, sender, self.deployment.addresses[contract], data)

    def read(self, contract: str, function: str, *arguments: Argument):
        (answer,) = self.contracts.read(contract, function, *arguments)
        return answer

    # People

    def supply(self, address: bytes, tag: int = 1_000) -> None:
        """The account has coin and TAG, and lets the contracts take it."""
        chain.set_balance(self.rpc, address, 10**19)
        chain.give_tag(self.rpc, self.deployment, address, tag * UNIT)
        for spender in ("Vouches", "Jury"):
            self.send(address, "TagToken", "approve", self.deployment.addresses[spender], _ALLOWED)

    def member_of(self, wallet) -> Member:
        """Somebody who registered in a page."""
        address = bytes.fromhex(wallet.account.address[2:])
        return Member(address, profile_id_of(address, 0))

    def make_fake(self) -> Member:
        """A profile behind which nobody is."""
        address = secrets.token_bytes(20)
        self.supply(address)
        nothing = (bytes(20), bytes(32), bytes(32), (bytes(20), 0, 0))
        self.send(address, "ProfileRegistry", "register", f"f_{secrets.token_hex(6)}", *nothing)
        return Member(address, profile_id_of(address, 0))

    def vouch(self, one: Member, other: Member) -> None:
        self.send(one.address, "Vouches", "vouch", one.profile, other.profile)

    def vouch_both(self, one: Member, other: Member) -> None:
        self.vouch(one, other)
        self.vouch(other, one)

    def state_of(self, case: int) -> int:
        """IJury.State."""
        return int(self.read("Jury", "caseOf", case)[2])

    def level(self, member: Member) -> int:
        return int(self.read("PersonhoodRegistry", "levelOf", member.profile))

    # Time

    def epoch(self) -> int:
        return int(self.read("EpochClock", "currentEpoch"))

    def mine(self, blocks: int) -> None:
        self.rpc.call("anvil_mine", [hex(blocks)], msgspec.Raw)

    def pass_seconds(self, seconds: int) -> None:
        chain.move_time(self.rpc, chain.read_head_seconds(self.rpc) + seconds)

    def begin(self, epoch: int) -> None:
        """The epoch has begun; the world's own score process has taken its beacon and posted its root."""
        chain.move_time(self.rpc, int(self.read("EpochClock", "startOf", epoch)) + 1)
        self.wait_for(lambda: self.read("EpochClock", "beaconOf", epoch) != bytes(32), "a beacon")
        self.wait_for(lambda: self._posts_of(epoch), "a root")

    def wait_for(self, is_there: Callable[[], object], what: str) -> None:
        """Blocks go on while the world's processes do their part."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_there():
            assert time.monotonic() < deadline, f"waited in vain for {what}"
            self.mine(TARGET_BLOCKS // 6)
            time.sleep(0.5)

    def _posts_of(self, epoch: int) -> list:
        return self.tell(epoch)["posts"]

    # Roots

    def tell(self, epoch: int) -> dict:
        """What the gateway tells of an epoch."""
        return requests.get(f"{self.url}/v1/people/epochs/{epoch}", timeout=10).json()

    def post_lie(self, epoch: int) -> dict[str, str]:
        """Somebody puts a bond behind numbers that do not follow from the vouches."""
        liar = self.make_fake()
        self.send(liar.address, "TagToken", "approve", self.deployment.addresses["EpochRoots"], _ALLOWED)
        header = _read_header(self.tell(epoch)["header"])
        lie = replace(header, columns=(*header.columns[:_LIE], bytes(32), *header.columns[_LIE + 1 :]))
        self.send(liar.address, "EpochRoots", "post", spell_header(lie))
        name = "0x" + lie.root.hex()
        self.wait_for(lambda: name in {post["root"] for post in self.tell(epoch)["posts"]}, "the lie")
        return next(post for post in self.tell(epoch)["posts"] if post["root"] == name)

    def find_post(self, epoch: int, post: str) -> dict:
        """A post of an epoch, as it stands now."""
        return next(one for one in self.tell(epoch)["posts"] if one["post"] == post)

    # Juries

    def judge(self, case: int, vote: int = PASS) -> None:
        """The drawn jurors seal this vote and open it."""
        jurors = {member.profile: member.address for member in self.founders.values()}
        drawn = [int(seat[0]) for seat in self.read("Jury", "juryOf", case)]
        salt = secrets.token_bytes(32)
        for juror in drawn:
            words = (value.to_bytes(32, "big") for value in (case, juror, vote))
            commitment = keccak256(b"".join(words) + salt)
            self.send(jurors[juror], "Jury", "commit", case, juror, commitment)
        until = int(self.read("Jury", "caseOf", case)[4])
        self.pass_seconds(until + 1 - chain.read_head_seconds(self.rpc))
        for juror in drawn:
            self.send(jurors[juror], "Jury", "reveal", case, juror, vote, salt)


def _read_header(told: dict) -> Header:
    names = ("epoch", "seats", "accounts", "vetted", "fakes", "covered")
    columns = tuple(bytes.fromhex(column[2:]) for column in told["columns"])
    draws = tuple(Draw(one["seat"], one["edgeSeat"], int(one["edgeCover"])) for one in told["draws"])
    return Header(*(told[name] for name in names), columns, draws)


def make_farm(people: PeopleChain, size: int, reach: int = 3) -> list[Member]:
    """Fakes who vouch for each other in a ring, each with the `reach` next."""
    farm = [people.make_fake() for _ in range(size)]
    for at in range(size):
        for step in range(1, reach + 1):
            people.vouch_both(farm[at], farm[(at + step) % size])
    return farm
