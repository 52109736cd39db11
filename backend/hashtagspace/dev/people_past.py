"""The last epochs of the demo world's past, lived through as a network would: beacon, root, window, levels.

Used while the world is made, and when it goes on after a break in which its levels ran out.
"""

from typing import Final

import msgspec

from hashtagspace.chain.contracts import Contracts
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.people_reads import PeopleReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.transact import Transactor
from hashtagspace.chain.wallet import Wallet
from hashtagspace.dev import chain
from hashtagspace.dev.deploy import deployment_path
from hashtagspace.dev.layout import Layout, read_or_make_secret
from hashtagspace.domain.levels import EpochClock
from hashtagspace.log import get_silent_logger
from hashtagspace.scorer.scorer import LEVELS_AT_ONCE, Scorer

EPOCHS: Final = 3
"""Before the current one; levels rest on the root of the last when the world opens."""
_TARGET_BLOCKS: Final = 66
_FINAL_BLOCKS: Final = 3
_MOST_STEPS: Final = 20
_COIN_WEI: Final = 10**21
_BONDS: Final = 20_000 * 10**18


class PeoplePast:
    """Moves the chain's clock, and lives through what lies between; where nobody has a level, only moves."""

    def __init__(self, layout: Layout, rpc: Rpc) -> None:
        self._layout = layout
        self._rpc = rpc
        self._deployment = Deployment.load(deployment_path(layout))
        shared = SharedRpc(rpc)
        terms = PeopleReads(shared, self._deployment).find_terms()
        self._clock: EpochClock | None = None if terms is None else terms.clock
        self._shared = shared
        self._scorer: Scorer | None = None

    @property
    def has_people(self) -> bool:
        """Whether the deployment has the people registry."""
        return self._clock is not None

    def move_to(self, until: int) -> None:
        """The chain's clock stands at `until`; the last epochs before now that begin on the way are lived."""
        for start in self._list_starts(until):
            chain.move_time(self._rpc, start)
            self._live()
        chain.move_time(self._rpc, until)

    def settle(self) -> None:
        """Everything that can be done now is done; levels are proven."""
        if self._clock is not None:
            self._mine(_FINAL_BLOCKS)
            self._settle(0)
            self._settle(LEVELS_AT_ONCE)

    def epoch(self) -> int:
        """The current epoch; 0 where nobody has a level."""
        return 0 if self._clock is None else self._clock.epoch_at(chain.read_chain_seconds(self._rpc))

    def count_levels(self) -> int:
        """Of how many profiles the latest final epoch's level is proven."""
        games = self._open_scorer().ledger.look().games
        return len(games.proven.get(games.latest_final, {}))

    def _list_starts(self, until: int) -> list[int]:
        clock = self._clock
        if clock is None:
            return []
        first = clock.epoch_at(chain.now_seconds()) - EPOCHS
        behind = clock.epoch_at(chain.read_head_seconds(self._rpc))
        last = min(clock.epoch_at(until), first + EPOCHS - 1)
        return [clock.start_of(epoch) + 1 for epoch in range(max(first, behind + 1), last + 1)]

    def _live(self) -> None:
        """An epoch that has just begun gets its beacon and its root."""
        self._mine(_FINAL_BLOCKS)
        self._settle(0)
        self._mine(_TARGET_BLOCKS)
        self._settle(0)
        self._mine(_FINAL_BLOCKS)
        self._settle(0)

    def _settle(self, levels: int) -> None:
        scorer = self._open_scorer()
        scorer.levels_at_once = levels
        for _ in range(_MOST_STEPS):
            if not scorer.step():
                return

    def _open_scorer(self) -> Scorer:
        if self._scorer is None:
            wallet = fund_scorer(self._layout, self._rpc, self._deployment)
            transactor = Transactor(self._shared, wallet, self._deployment.chain_id, poll_seconds=0.05)
            self._scorer = Scorer(self._shared, self._deployment, transactor, log=get_silent_logger())
        return self._scorer

    def _mine(self, blocks: int) -> None:
        self._rpc.call("anvil_mine", [hex(blocks)], msgspec.Raw)


def fund_scorer(layout: Layout, rpc: Rpc, deployment: Deployment) -> Wallet:
    """The wallet of the score process, with coin and bonds; its key is in a file of the data folder."""
    wallet = Wallet(read_or_make_secret(layout.score_key_file))
    chain.set_balance(rpc, wallet.address, _COIN_WEI)
    (held,) = Contracts(SharedRpc(rpc), deployment.addresses).read("TagToken", "balanceOf", wallet.address)
    if held < _BONDS // 2:
        chain.give_tag(rpc, deployment, wallet.address, _BONDS)
    return wallet
