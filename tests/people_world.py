"""A people registry on a real anvil: founders, newcomers, vouches, epochs that pass, score processes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from anvil_node import KEYS, Anvil
from deployed import EPOCH_SECONDS, UNIT, Deployed, deploy

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.transact import Transactor
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.scorer.scorer import Scorer

FOUNDERS = 7
MOVE_SECONDS = EPOCH_SECONDS // 16


def wallet_of(name: str) -> Wallet:
    return Wallet(keccak256(b"people world " + name.encode()))


@dataclass
class PeopleWorld:
    """`people` are wallets by name; every one has a profile, TAG and coin."""

    anvil: Anvil
    deployed: Deployed
    people: dict[str, Wallet] = field(default_factory=dict)

    @classmethod
    def make(cls, anvil: Anvil) -> "PeopleWorld":
        founders = [wallet_of(f"founder{number}") for number in range(FOUNDERS)]
        world = cls(anvil, deploy(anvil, [profile_id_of(one.address, 0) for one in founders]))
        for number in range(FOUNDERS):
            world.join(f"founder{number}")
        return world

    @property
    def deployment(self):
        return self.deployed.deployment

    @property
    def clock(self):
        return self.deployed.contracts["EpochClock"]

    @property
    def roots(self):
        return self.deployed.contracts["EpochRoots"]

    @property
    def registry(self):
        return self.deployed.contracts["PersonhoodRegistry"]

    def rpc(self, url: str | None = None) -> SharedRpc:
        return SharedRpc(Rpc(url or self.anvil.url))

    def transactor(self, wallet: Wallet, url: str | None = None) -> Transactor:
        return Transactor(self.rpc(url), wallet, 31_337, poll_seconds=0.01)

    def fund(self, wallet: Wallet, amount: int = 100_000 * UNIT) -> None:
        """The wallet has coin and TAG."""
        self.anvil.call("anvil_setBalance", "0x" + wallet.address.hex(), hex(10**22))
        token = self.deployed.token
        self.deployed.send(
            token.functions.transfer(self.deployed.web3.to_checksum_address(wallet.address), amount)
        )

    def tag(self, name: str) -> int:
        """TAG of somebody's wallet."""
        address = self.deployed.web3.to_checksum_address(self.people[name].address)
        return int(self.deployed.token.functions.balanceOf(address).call())

    def call(self, wallet: Wallet, contract: str, function: str, *arguments) -> None:
        """The wallet's own transaction; raises CallReverted."""
        data = encode_call(contract, function, list(arguments))
        self.transactor(wallet).transact(self.deployment.addresses[contract], data)

    def join(self, name: str) -> int:
        """Somebody with a profile; its number."""
        wallet = self.people[name] = wallet_of(name)
        self.fund(wallet)
        nothing = (bytes(20), bytes(32), bytes(32), (bytes(20), 0, 0))
        self.call(wallet, "ProfileRegistry", "register", name.lower()[:20], *nothing)
        for spender in ("Vouches", "Jury", "EpochRoots", "RewardPool"):
            self.call(wallet, "TagToken", "approve", self.deployment.addresses[spender], 2**255)
        return self.id(name)

    def id(self, name: str) -> int:
        return profile_id_of(self.people[name].address, 0)

    def vouch(self, one: str, other: str) -> None:
        """Both vouch for each other."""
        self.call(self.people[one], "Vouches", "vouch", self.id(one), self.id(other))
        self.call(self.people[other], "Vouches", "vouch", self.id(other), self.id(one))

    def vouch_all(self, pairs: Iterable[tuple[str, str]]) -> None:
        for one, other in pairs:
            self.vouch(one, other)

    # Time

    def epoch(self) -> int:
        return int(self.clock.functions.currentEpoch().call())

    def pass_seconds(self, seconds: int) -> None:
        """Time passes; what was before is final."""
        self.anvil.call("evm_increaseTime", seconds)
        self.anvil.mine(3)

    def begin(self, epoch: int) -> None:
        """The epoch has begun, and its beginning is final."""
        start = int(self.clock.functions.startOf(epoch).call())
        self.pass_seconds(max(1, start - self.anvil.time() + 1))
        assert self.epoch() == epoch

    def take_beacon(self, scorer: Scorer) -> None:
        """The current epoch has its beacon, taken by a score process."""
        settle(scorer)
        self.anvil.mine(70)
        settle(scorer)
        assert self.clock.functions.beaconOf(self.epoch()).call() != bytes(32)
        self.anvil.mine(3)

    # Processes

    def scorer(self, name: str | None, url: str | None = None, store=None) -> Scorer:
        """A score process of a wallet with bonds; None: one that only looks."""
        if name is None:
            return Scorer(self.rpc(url), self.deployment, None, store)
        if name not in self.people:
            self.people[name] = wallet_of(name)
            self.fund(self.people[name])
        return Scorer(self.rpc(url), self.deployment, self.transactor(self.people[name], url), store)

    def level(self, name: str) -> int:
        return int(self.registry.functions.levelOf(self.id(name)).call())

    def final_root(self, epoch: int) -> bytes:
        return bytes(self.roots.functions.finalOf(epoch).call()[0])

    def state_of(self, post: bytes) -> int:
        return int(self.roots.functions.postOf(post).call()[5])


def settle(scorer: Scorer, most: int = 20) -> None:
    """The process has done all it can for now."""
    for _ in range(most):
        if not scorer.step():
            return
    raise AssertionError(f"never at rest: {scorer.tally.sent[-10:]}")


def ring(names: list[str], reach: int = 3) -> list[tuple[str, str]]:
    """Everybody vouches with the `reach` next on a ring."""
    pairs = {
        tuple(sorted((names[at], names[(at + step) % len(names)])))
        for at in range(len(names))
        for step in range(1, reach + 1)
    }
    return [(one, other) for one, other in sorted(pairs) if one != other]


DEPLOYER = Wallet(KEYS[0])
