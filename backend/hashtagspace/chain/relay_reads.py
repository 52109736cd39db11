"""What a relay asks the chain: its head, its finality, anchors by root, and who may sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hashtagspace.chain.contracts import DATA_MARKET, PROFILE_REGISTRY, Argument, Contracts
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import ChainUnavailable

_ANCHORED: Final = "0x" + keccak256(b"Anchored(bytes32,bytes32,uint32)").hex()
_EVERY_KIND: Final = 2**256 - 1
_FINALITY_FALLBACK_BLOCKS: Final = 64
_FOREVER: Final = 2**63 - 1
_LOG_PAGE_BLOCKS: Final = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """One block."""

    number: int
    hash: bytes
    time_seconds: int


@dataclass(frozen=True, slots=True)
class AnchorSighting:
    """One Anchored event of a root; only one equal in digest and count, too, anchors our batch."""

    batch_digest: bytes
    count: int
    block: Head
    tx_hash: bytes


@dataclass(frozen=True, slots=True)
class Span:
    """A signer may sign the kinds of the bit mask at block times from ≤ t < until."""

    from_seconds: int
    until_seconds: int
    kinds: int


@dataclass(frozen=True, slots=True)
class Authority:
    """All that one signer may do for one profile; no spans: nothing, ever so far."""

    spans: tuple[Span, ...] = ()
    is_revoked: bool = False

    def allows(self, kind: int, t: int) -> bool:
        """Whether a block of time `t` accepts the signer for `kind`."""
        return any(
            span.from_seconds <= t < span.until_seconds and span.kinds >> kind & 1 for span in self.spans
        )


class RelayReads:
    """Reads one deployment through one RPC endpoint; every method raises `chain.unavailable`."""

    def __init__(
        self,
        rpc: JsonRpc,
        post_registry: bytes,
        profile_registry: bytes,
        market: bytes = bytes(20),
        others: Mapping[str, bytes] | None = None,
    ) -> None:
        """`market` is needed for `read_market` only, `others`, by name, for `read`."""
        self._rpc = rpc
        self._posts = post_registry
        self._contracts = Contracts(
            rpc, {**(others or {}), PROFILE_REGISTRY: profile_registry, DATA_MARKET: market}
        )

    def read_head(self) -> Head:
        """The latest block."""
        return self._block("latest")

    def find_block(self, number: int) -> Head | None:
        """The block of this height on the chain as it is now."""
        answer = self._rpc.call("eth_getBlockByNumber", [hex(number), False])
        return None if answer is None else _parse_block(answer)

    def read_final_number(self) -> int:
        """The height that can no longer change; 64 below the head where the node knows no finality."""
        try:
            answer = self._rpc.call("eth_getBlockByNumber", ["finalized", False])
        except RpcFailed:
            answer = None
        if answer is None:
            return max(0, self.read_head().number - _FINALITY_FALLBACK_BLOCKS)
        return _parse_block(answer).number

    def list_anchors(self, root: bytes, from_block: int, to_block: int | None = None) -> list[AnchorSighting]:
        """Every Anchored event of `root` from `from_block` to `to_block` or the head, in chain order."""
        head = self.read_head().number if to_block is None else to_block
        found: list[AnchorSighting] = []
        for start in range(from_block, head + 1, _LOG_PAGE_BLOCKS):
            found += self._anchors(root, start, min(head, start + _LOG_PAGE_BLOCKS - 1))
        return found

    def read_authority(self, profile: int, signer: bytes) -> Authority:
        """What the contract says now of `signer`; equal to `isAuthorised` for every kind and time."""
        periods = self._custody_periods(profile)
        spans = [Span(start, end, _EVERY_KIND) for custody, start, end in periods if custody == signer]
        start, until, kinds, index, void_from = self.read_profiles("sessionKeyOf", profile, signer)
        if start and index < len(periods):
            end = min(until, void_from or _FOREVER, periods[index][2])
            spans.append(Span(start, end, kinds))
        return Authority(
            tuple(span for span in spans if span.from_seconds < span.until_seconds), bool(void_from)
        )

    def simulate(self, to: bytes, data: bytes) -> bytes:
        """What the call would return in the next block; raises CallReverted."""
        return self._contracts.simulate(to, data)

    def read_profiles(self, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view of ProfileRegistry returns; raises CallReverted."""
        return self._contracts.read(PROFILE_REGISTRY, function, *arguments)

    def read_market(self, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view of DataMarket returns; raises CallReverted."""
        return self._contracts.read(DATA_MARKET, function, *arguments)

    def read(self, contract: str, function: str, *arguments: Argument) -> tuple[Any, ...]:
        """The values that a view of any contract of the deployment returns; raises CallReverted."""
        return self._contracts.read(contract, function, *arguments)

    def _custody_periods(self, profile: int) -> list[tuple[bytes, int, int]]:
        (count,) = self.read_profiles("custodyCount", profile)
        periods = []
        for index in range(min(int(count), 1000)):
            custody, start, until = self.read_profiles("custodyAt", profile, index)
            periods.append((custody, start, until or _FOREVER))
        return periods

    def _block(self, tag: str) -> Head:
        answer = self._rpc.call("eth_getBlockByNumber", [tag, False])
        if answer is None:
            raise ChainUnavailable(f"The node has no {tag} block: wait until it is in step with the chain.")
        return _parse_block(answer)

    def _anchors(self, root: bytes, first: int, last: int) -> list[AnchorSighting]:
        query = {
            "address": "0x" + self._posts.hex(),
            "topics": [_ANCHORED, "0x" + root.hex()],
            "fromBlock": hex(first),
            "toBlock": hex(last),
        }
        sightings = []
        for log in self._rpc.call("eth_getLogs", [query]):
            block = self.find_block(int(log["blockNumber"], 16))
            if block is None or block.hash != bytes.fromhex(log["blockHash"][2:]):
                continue  # a reorg between the two questions: the next look sees it right
            data = bytes.fromhex(log["data"][2:])
            sightings.append(
                AnchorSighting(
                    data[:32],
                    int.from_bytes(data[32:64], "big"),
                    block,
                    bytes.fromhex(log["transactionHash"][2:]),
                )
            )
        return sightings


def _parse_block(answer: Any) -> Head:  # noqa: ANN401 - JSON
    return Head(int(answer["number"], 16), bytes.fromhex(answer["hash"][2:]), int(answer["timestamp"], 16))
