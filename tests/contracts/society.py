"""The people of people_newcomers.json for Brownie's tests: who vouches for whom, and what it comes to."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rlp
from brownie import chain, web3
from eth_abi import decode, encode
from eth_utils import keccak
from signed_forms import Person

FILE = Path(__file__).parents[1] / "vectors/people_newcomers.json"
EPOCH = 5
FOUNDERS, NEWCOMERS, FARM = range(7), range(7, 10), range(10, 15)
STANDING_COLUMN = 57  # 3, a start, 4 steps, 48 of the restart walk and the shares before it
_HEADER = "(uint32,uint32,uint32,uint32,uint32,uint32,bytes32[],(uint32,uint32,uint64)[])"
_BLOCK_FIELDS = (
    "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom",
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
    "baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot",
    "requestsHash",
)  # fmt: skip
_NUMBERS = (
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas", "blobGasUsed",
    "excessBlobGas",
)  # fmt: skip


def read_epoch() -> dict[str, Any]:
    """The file's only epoch."""
    return dict(json.loads(FILE.read_text())["epochs"][0])


def plain_header(epoch: dict[str, Any]) -> tuple[Any, ...]:
    """The header of the epoch if no beacon is taken in it: the same columns, none for draws."""
    (header,) = decode([_HEADER], bytes.fromhex(epoch["header"][2:]))
    return (*header[:6], list(header[6][: STANDING_COLUMN + 1]), [])


def root_of(header: tuple[Any, ...]) -> bytes:
    return keccak(encode([_HEADER], [header]))


def standing_path(epoch: dict[str, Any], seat: int) -> list[bytes]:
    """The proof of a seat's standing, from the leaf up."""
    seats = epoch["seats"]
    leaves = epoch["leaves"][STANDING_COLUMN * seats : (STANDING_COLUMN + 1) * seats]
    level = [bytes.fromhex(leaf[2:]) for leaf in leaves]
    level += [bytes(32)] * (2 ** (seats - 1).bit_length() - seats)
    path = []
    while len(level) > 1:
        path.append(level[seat ^ 1])
        level = [keccak(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
        seat >>= 1
    return path


def block_header(number: int) -> bytes:
    """The RLP of a block's header, as whoever takes a beacon shows it."""
    block = web3.provider.make_request("eth_getBlockByNumber", [hex(number), False])["result"]
    fields = []
    for name in _BLOCK_FIELDS:
        if name not in block:
            break
        value = bytes.fromhex(block[name][2:].rjust(len(block[name][2:]) + len(block[name][2:]) % 2, "0"))
        fields.append(value.lstrip(b"\0") if name in _NUMBERS else value)
    header = rlp.encode(fields)
    assert "0x" + keccak(header).hex() == block["hash"]
    return header


@dataclass(frozen=True, slots=True)
class Society:
    """Person i has seat i once all have vouched; `contracts` by name."""

    people: list[Person]
    contracts: Any

    def profile(self, person: int) -> int:
        return int(self.contracts.registry.profileIdOf(self.people[person].address, 0))

    def register(self) -> None:
        empty = ("0x" + "00" * 20, 0, 0)
        for number, person in enumerate(self.people):
            self.contracts.registry.register(
                f"person{number}", "0x" + "00" * 20, bytes(32), bytes(32), empty, {"from": person.account}
            )

    def give(self, amount: int, spender: Any) -> None:
        """Everybody has TAG that the spender may take."""
        for person in self.people:
            self.contracts.token.transfer(person.address, amount, {"from": self.contracts.deployer})
            self.contracts.token.approve(spender, amount, {"from": person.account})

    def vouch_all(self, epoch: dict[str, Any], relayer: Any) -> None:
        """As the file has it, in the order of seats; the last one by a relayer."""
        edges = [
            pair for u, v in zip(epoch["left"], epoch["right"], strict=True) for pair in ((u, v), (v, u))
        ]
        *most, last = sorted(edges)
        vouches = self.contracts.vouches
        for one, other in most:
            vouches.vouch(self.profile(one), self.profile(other), {"from": self.people[one].account})
        one, other = last
        form = (self.profile(one), self.profile(other))
        deadline = chain.time() + 3600
        signature = self.people[one].sign(vouches, "Vouch", *form, vouches.nonceOf(form[0]), deadline)
        vouches.vouchFor(*form, deadline, signature, {"from": relayer})

    def to_epoch(self, epoch: int) -> None:
        """The next block is the epoch's first."""
        seconds = self.contracts.clock.startOf(epoch)
        web3.provider.make_request("evm_setNextBlockTimestamp", [int(seconds)])
        chain.mine()

    def take_beacon(self, relayer: Any) -> Any:
        """The running epoch has a beacon."""
        clock = self.contracts.clock
        clock.commit({"from": relayer})
        target = clock.targetOf(clock.currentEpoch())
        web3.provider.make_request("anvil_mine", [hex(int(target) - len(chain) + 2)])
        return clock.take(block_header(target), {"from": relayer})
