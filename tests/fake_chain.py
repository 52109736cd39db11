"""A chain in memory for the relay's ports: blocks, one account's nonces and pool, Anchored events, reorgs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from hashtagspace.chain.contracts import decode_call, encode_call
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.relay_reads import AnchorSighting, Authority, Head
from hashtagspace.chain.reverts import CallReverted, Revert
from hashtagspace.chain.submit import Fees, Receipt, SendOutcome, SignedTransaction
from hashtagspace.errors import ChainUnavailable
from hashtagspace.relay.ports import Inclusion

ANCHOR = encode_call("PostRegistry", "anchor", (bytes(32), bytes(32), 0))[:4]
SENDER = b"\x11" * 20
BLOCK_SECONDS = 2


@dataclass
class Tx:
    nonce: int
    to: bytes
    data: bytes
    max_fee: int
    raw: bytes
    hash: bytes


@dataclass
class Block:
    head: Head
    txs: list[Tx] = field(default_factory=list)
    foreign: list[tuple[bytes, bytes, int]] = field(default_factory=list)  # Anchored by somebody else


class FakeChain:
    """Both `ChainReads` and `Sender`; `is_down` makes every question fail."""

    def __init__(self, start_time: int = 1_700_000_000):
        self.address = SENDER
        self.is_down = False
        self.balance = 10**18
        self.min_fee = 1
        self.proposed = 100
        self.finality = 3
        self.authorities: dict[tuple[int, bytes], Authority] = {}
        self.reverts: dict[bytes, Revert] = {}
        self.priced_reverts: dict[bytes, Revert] = {}  # as wallets do that look at the gas price
        self.failing: set[bytes] = set()  # well in every simulation, reverted in the block
        self.odd: dict[bytes, RpcFailed] = {}  # what the node says of these calls, whatever is asked
        self.gas: dict[bytes, int] = {}
        self.gas_ceiling = 30_000_000
        self.simulated = 0
        self.during_simulation: Callable[[], object] | None = None
        self.values: dict[tuple[str, tuple], tuple] = {}
        self.pool: dict[int, Tx] = {}
        self.sent: list[bytes] = []
        self._forks = 0
        self.blocks = [Block(Head(0, self._hash(0), start_time))]

    def _hash(self, number: int) -> bytes:
        self._forks += 1
        return sha256(f"{number} {self._forks}".encode()).digest()

    def _ask(self) -> None:
        if self.is_down:
            raise ChainUnavailable("The node is not reachable (fake).")

    # --- what moves it
    def mine(
        self, foreign: Sequence[tuple[bytes, bytes, int]] = (), *, seconds: int = BLOCK_SECONDS
    ) -> Block:
        number = len(self.blocks)
        block = Block(Head(number, self._hash(number), self.blocks[-1].head.time_seconds + seconds))
        block.foreign = list(foreign)
        self.blocks.append(block)
        nonce = self._used()
        while nonce in self.pool and self.pool[nonce].max_fee >= self.min_fee:
            block.txs.append(self.pool.pop(nonce))
            nonce += 1
        return block

    def reorg(self, depth: int, *, forget: bool = False) -> None:
        """The last `depth` blocks are gone; their transactions return to the pool unless forgotten."""
        depth = min(depth, self.finality, len(self.blocks) - 1)
        if depth <= 0:
            return
        gone, self.blocks = self.blocks[-depth:], self.blocks[:-depth]
        if not forget:
            for block in gone:
                for tx in block.txs:
                    self.pool.setdefault(tx.nonce, tx)
        for _ in gone:
            number = len(self.blocks)
            time = self.blocks[-1].head.time_seconds + BLOCK_SECONDS
            self.blocks.append(Block(Head(number, self._hash(number), time)))

    def anchors(self) -> list[tuple[bytes, bytes, int, Block]]:
        """Every Anchored event (root, digest, count, block) in chain order."""
        found = []
        for block in self.blocks:
            for root, digest, count in block.foreign:
                found.append((root, digest, count, block))
            for tx in block.txs:
                if tx.data[:4] == ANCHOR:
                    root, digest, count = decode_call("PostRegistry", tx.data).values()
                    found.append((root, digest, count, block))
        return found

    def _used(self) -> int:
        return sum(len(block.txs) for block in self.blocks)

    # --- ChainReads
    def read_head(self) -> Head:
        self._ask()
        return self.blocks[-1].head

    def find_block(self, number: int) -> Head | None:
        self._ask()
        return self.blocks[number].head if number < len(self.blocks) else None

    def read_final_number(self) -> int:
        self._ask()
        return max(0, len(self.blocks) - 1 - self.finality)

    def list_anchors(self, root, from_block, to_block=None):  # noqa: ARG002
        self._ask()
        return [
            AnchorSighting(digest, count, block.head, sha256(digest + block.head.hash).digest())
            for seen, digest, count, block in self.anchors()
            if seen == root and block.head.number >= from_block
        ]

    def read_authority(self, profile, signer):
        self._ask()
        return self.authorities.get((profile, signer), Authority())

    def simulate(self, to, data, block=None):  # noqa: ARG002
        self._ask()
        self.simulated += 1
        act, self.during_simulation = self.during_simulation, None
        if act is not None:
            act()
        if data in self.odd:
            raise self.odd[data]
        if data in self.reverts:
            raise CallReverted(self.reverts[data])
        return b""

    def read_profiles(self, function, *arguments) -> Any:
        self._ask()
        return self.values[(function, arguments)]

    def read_market(self, function, *arguments) -> Any:
        return self.read_profiles(function, *arguments)

    def read(self, contract, function, *arguments) -> Any:  # noqa: ARG002
        return self.read_profiles(function, *arguments)

    # --- Sender
    def read_nonce(self) -> int:
        self._ask()
        return self._used()

    def read_pending_nonce(self) -> int:
        self._ask()
        nonce = self._used()
        while nonce in self.pool:
            nonce += 1
        return nonce

    def read_balance_wei(self) -> int:
        self._ask()
        return self.balance

    def propose_fees(self) -> Fees:
        self._ask()
        return Fees(self.proposed, 1)

    def estimate_gas(self, to, data) -> int:
        self.simulate(to, data)
        return self.gas.get(data, 50_000)

    def simulate_paid(self, to, data, *, gas, fees) -> None:  # noqa: ARG002
        self.simulate(to, data)
        if data in self.priced_reverts:
            raise CallReverted(self.priced_reverts[data])

    def sign(self, to, data, *, nonce, gas, fees) -> SignedTransaction:
        raw = json.dumps([to.hex(), data.hex(), nonce, gas, fees.max_fee_wei]).encode()
        return SignedTransaction(sha256(raw).digest(), raw, fees)

    def send(self, raw) -> SendOutcome:
        self._ask()
        to, data, nonce, gas, max_fee = json.loads(raw)
        if bytes.fromhex(data) in self.odd:
            raise self.odd[bytes.fromhex(data)]
        if nonce < self._used():
            return SendOutcome.NONCE_USED
        if gas > self.gas_ceiling:
            return SendOutcome.REFUSED
        if self.balance < gas * max_fee:
            return SendOutcome.POOR
        known = self.pool.get(nonce)
        if known is not None and known.raw != raw and max_fee < known.max_fee * 1.1:
            return SendOutcome.UNDERPRICED
        self.pool[nonce] = Tx(
            nonce, bytes.fromhex(to), bytes.fromhex(data), max_fee, raw, sha256(raw).digest()
        )
        self.sent.append(raw)
        return SendOutcome.ACCEPTED

    def is_known(self, tx_hash) -> bool:
        self._ask()
        return any(tx.hash == tx_hash for tx in self.pool.values()) or self.find_receipt(tx_hash) is not None

    def find_receipt(self, tx_hash) -> Receipt | None:
        self._ask()
        for block in self.blocks:
            for tx in block.txs:
                if tx.hash == tx_hash:
                    return Receipt(tx.data not in self.failing, block.head.number, block.head.hash)
        return None


class FakeProjection:
    """A `Projection` that knows what it is told."""

    def __init__(self):
        self.inclusions: dict[bytes, Inclusion] = {}
        self.authorities: dict[tuple[int, bytes], Authority] = {}
        self.block_number = -1
        self.accept_blocks: dict[bytes, int] = {}
        self.levels: dict[int, int] = {}

    def find_inclusions(self, intent_ids):
        return {i: self.inclusions[i] for i in intent_ids if i in self.inclusions}

    def find_authority(self, profile, signer):
        return self.authorities.get((profile, signer))

    def read_block_number(self):
        return self.block_number

    def find_accept_block(self, deal):
        return self.accept_blocks.get(deal)

    def find_level(self, profile):
        return self.levels.get(profile, 0)
