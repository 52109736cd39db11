"""Final blocks by ranges of logs: as many blocks at once as the node answers, one range read ahead."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import msgspec

from hashtagspace.chain.errors import ChainTimeout, InconsistentChain, TooManyResults
from hashtagspace.chain.hexes import parse_bytes, parse_quantity
from hashtagspace.chain.logs import BlockLogs, LogDecoder, RawLog
from hashtagspace.chain.rpc import Rpc
from hashtagspace.indexer.stream import Block

FIRST_SPAN: Final = 50
LARGEST_SPAN: Final = 100_000
LOGS_AT_ONCE: Final = (
    4_000  # enough to make a request worth while, few enough to work on while the next comes
)
HEADERS_AT_ONCE: Final = 100


class _Stamp(msgspec.Struct):
    """What is read of a header here."""

    number: str
    hash: str
    timestamp: str


class RangeReader:
    """Reads ranges; `span` follows what the node can bear."""

    def __init__(self, rpc: Rpc, decoder: LogDecoder) -> None:
        self._rpc = rpc
        self._ahead = rpc.clone()  # used by the one thread of the pool
        self._decoder = decoder
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ranges")
        self.span = FIRST_SPAN

    def close(self) -> None:
        """The thread has ended."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._ahead.close()

    def read(self, low: int, high: int) -> Iterator[Block]:
        """Every block of `low` … `high` that holds events, and the last block of each range.

        Raises `chain.*`.
        """
        pending = self._pool.submit(self._fetch, low, high)
        try:
            while True:
                blocks = pending.result()
                low = blocks[-1].number + 1
                if low <= high:
                    pending = self._pool.submit(self._fetch, low, high)
                yield from blocks
                if low > high:
                    return
        finally:
            _settle(pending)

    def _fetch(self, low: int, most: int) -> list[Block]:
        """The blocks of one range from `low`, as far as the node answers at once."""
        while True:
            high = min(low + self.span - 1, most)
            try:
                logs = self._logs(low, high)
            except (TooManyResults, ChainTimeout):
                if high == low:
                    raise
                self.span = max((high - low + 1) // 4, 1)
                continue
            if len(logs) < LOGS_AT_ONCE // 2:
                self.span = min(self.span * 2, LARGEST_SPAN)
            elif len(logs) > LOGS_AT_ONCE * 2:
                self.span = max(self.span // 2, 1)
            return self._complete(self._decoder.decode_range(logs, low, high), high)

    def _logs(self, low: int, high: int) -> list[RawLog]:
        question = {"fromBlock": hex(low), "toBlock": hex(high), "address": self._decoder.addresses}
        return self._ahead.call("eth_getLogs", [question], list[RawLog])

    def _complete(self, found: list[BlockLogs], high: int) -> list[Block]:
        """The blocks with their times, and the last block of the range even when it is empty."""
        lacking = [block.number for block in found if block.time_seconds is None]
        stamps = self._stamps([*lacking, high])
        blocks = []
        for block in found:
            stamp = stamps.get(block.number)
            if stamp is not None and stamp[0] != block.block_hash:
                raise InconsistentChain("The node gave logs of a final block with another hash than its own.")
            time_seconds = stamp[1] if block.time_seconds is None and stamp else block.time_seconds or 0
            blocks.append(Block(block.number, block.block_hash, time_seconds, block.events))
        if not blocks or blocks[-1].number != high:
            blocks.append(Block(high, *stamps[high], ()))
        return blocks

    def _stamps(self, numbers: list[int]) -> dict[int, tuple[bytes, int]]:
        stamps: dict[int, tuple[bytes, int]] = {}
        for start in range(0, len(numbers), HEADERS_AT_ONCE):
            part = numbers[start : start + HEADERS_AT_ONCE]
            calls = [("eth_getBlockByNumber", [hex(number), False]) for number in part]
            for number, raw in zip(part, self._ahead.find_batch(calls, _Stamp), strict=True):
                if raw is None or parse_quantity(raw.number) != number:
                    raise InconsistentChain("The node lacks a final block that it had before.")
                stamps[number] = parse_bytes(raw.hash, 32), parse_quantity(raw.timestamp)
        return stamps


def _settle(pending: Future[list[Block]]) -> None:
    """The thread is free again, whatever became of its last range."""
    if not pending.cancel():
        pending.exception()
