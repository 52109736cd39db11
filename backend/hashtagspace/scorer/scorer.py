"""One score process: looks at the chain, computes, stores, does what is to be done. Nothing is remembered.

Killed at any moment and started again, it finds on the chain how far it came.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Final, TypeVar

from structlog.typing import FilteringBoundLogger

from hashtagspace.chain.block_headers import read_header
from hashtagspace.chain.contracts import Argument, Contracts, encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import InconsistentChain
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.chain.transact import NoCoin, Transactor
from hashtagspace.errors import ChainUnavailable, Conflict, StoreUnavailable
from hashtagspace.log import get_logger
from hashtagspace.personhood.commit import Commitment
from hashtagspace.scorer.calls import Call
from hashtagspace.scorer.epochs import Epochs
from hashtagspace.scorer.ledger import Ledger, View
from hashtagspace.scorer.plan_people import (
    find_target,
    plan_cases,
    plan_checks,
    plan_commit,
    plan_levels,
)
from hashtagspace.scorer.plan_roots import (
    ROOTS,
    is_challenged,
    is_wrong,
    list_games,
    list_open,
    plan_challenge,
    plan_credits,
    plan_end,
    plan_move,
    plan_post,
)
from hashtagspace.scorer.tally import ScoreStore, Tally

LEVELS_AT_ONCE: Final = 100
LEVELS_WHILE_PLAYING: Final = 5  # between two looks at disputes of ours
MOST_FAVOURS: Final = 2_000  # proofs of levels, juries and verdicts in one epoch, paid by this key
_BOUNDED: Final = ("proveLevel", "draw", "decide", "close")
_TOKEN: Final = "TagToken"  # noqa: S105 - a contract
_FOREVER: Final = 2**256 - 1
T = TypeVar("T")


class Scorer:
    """`transactor` None: it only verifies and stores."""

    def __init__(
        self,
        rpc: JsonRpc,
        deployment: Deployment,
        transactor: Transactor | None = None,
        store: ScoreStore | None = None,
        *,
        levels_at_once: int = LEVELS_AT_ONCE,
        most_favours: int = MOST_FAVOURS,
        log: FilteringBoundLogger | None = None,
    ) -> None:
        self._rpc = rpc
        self._deployment = deployment
        self._contracts = Contracts(rpc, deployment.addresses)
        self._transactor = transactor
        self._store = store
        self._log = get_logger("scorer") if log is None else log
        self.levels_at_once = levels_at_once
        self.most_favours = most_favours
        self._favour_epoch = self._favours_left = 0
        self.ledger: Final = Ledger(rpc, deployment)
        self.epochs: Final = Epochs()
        self.tally: Final = Tally()

    def step(self) -> bool:
        """What can be done now is done, once; False: there was nothing. Raises `chain.*`, `store.*`."""
        view = self.ledger.look()
        if self._transactor is None:
            self._look_at(view)
            return False
        me, epochs = self._transactor.address, self.epochs
        games = list_games(view, me)
        moves = self._plan_each("move", games, lambda one: plan_move(view, epochs, one, me))
        moved = self._send_moves(moves, self._transactor)
        self._look_at(view)
        with self._guarding("bonds"):
            self._tell_bonds(view, me)
        # Favours wait while moves have deadlines: they are sent one by one.
        plan = chain(self._plan_roots(view, me), self._plan_favours(view, is_playing=bool(games)))
        done = [self._send(call) for call in plan]
        return moved or any(done)

    def _plan_roots(self, view: View, me: bytes) -> Iterator[Call]:
        epochs, posts = self.epochs, list(view.games.posts.values())
        yield from plan_credits(view, me)
        challenged = list_open(view)
        yield from self._plan_each("challenge", challenged, lambda one: plan_challenge(view, epochs, one, me))
        yield from self._plan_each("end", posts, lambda one: plan_end(view, epochs, one, me))
        ours = [view.epoch - 1, view.epoch]
        yield from self._plan_each("post", ours, lambda one: plan_post(view, epochs, one, me))

    def _plan_each(self, what: str, items: Sequence[T], plan: Callable[[T], Iterator[Call]]) -> list[Call]:
        """The calls for each; a fault over one of them, which strangers may have made, stops no other."""
        found: list[Call] = []
        for item in items:
            with self._guarding(what):
                found += plan(item)
        return found

    @contextmanager
    def _guarding(self, what: str) -> Iterator[None]:
        try:
            yield
        except ChainUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, other deadlines run
            self._log.error("scorer.fault", at=what, why=f"{type(fault).__name__}: {fault}")

    def _look_at(self, view: View) -> None:
        """Scores are kept, wrong roots told."""
        with self._guarding("scores"):
            self._keep_scores(view)
        with self._guarding("roots"):
            self._compare_roots(view)

    def _plan_favours(self, view: View, *, is_playing: bool) -> Iterator[Call]:
        """What anybody may do for all, within bounds: it is our gas."""
        if self._favour_epoch != view.epoch:
            self._favour_epoch, self._favours_left = view.epoch, self.most_favours
        levels = min(self.levels_at_once, LEVELS_WHILE_PLAYING) if is_playing else self.levels_at_once
        registry = self._address("PersonhoodRegistry")
        left = self._favours_left
        plans: list[Callable[[], Iterator[Call]]] = [
            lambda: plan_commit(view),
            lambda: self._plan_take(view),
            lambda: plan_levels(view, self.epochs, min(levels, left)),
            lambda: plan_checks(view, self._read_token("balanceOf", registry)),
            lambda: plan_cases(view, registry),
        ]
        for call in self._plan_each("favour", plans, lambda plan: plan()):
            if call.function in _BOUNDED and self._favours_left <= 0:
                continue
            if call.function in _BOUNDED:
                self._favours_left -= 1
            yield call

    def _plan_take(self, view: View) -> Iterator[Call]:
        """A network whose headers cannot be told keeps nobody from posting and proving."""
        target = find_target(view)
        if target is None:
            return
        try:
            header = read_header(self._rpc, target)
        except InconsistentChain as failure:
            self._log.warning("scorer.no_header", block=target, why=str(failure))
            return
        yield Call("EpochClock", "take", (header,), is_expected=False)

    # Numbers

    def _keep_scores(self, view: View) -> None:
        """The epochs whose levels count, and those being posted, are in the store.

        A store that is away stops no dispute: what is missing is written when it is back.
        """
        try:
            for epoch in self._list_kept(view):
                made = self.epochs.find(view, epoch)
                if made is None or made.is_empty:
                    continue
                self._tell_epoch(made)
                if self._store is not None and not self._store.has_epoch(epoch, made.header.root):
                    self._store.write_epoch(made, view.facts.profiles_in(epoch))
        except StoreUnavailable as failure:
            self._log.warning("scorer.not_stored", why=str(failure))

    def _list_kept(self, view: View) -> list[int]:
        recent = range(max(1, view.final_epoch - 3), view.final_epoch + 1)
        finals = [epoch for epoch in sorted(view.games.finals)[-2:] if epoch <= view.final_epoch]
        return sorted({*recent, *finals})

    def _tell_epoch(self, made: Commitment) -> None:
        header = made.header
        if header.root in self.tally.told:
            return
        self.tally.told.add(header.root)
        root = "0x" + header.root.hex()
        counts = {"accounts": header.accounts, "vetted": header.vetted, "covered": header.covered}
        self._log.info("scorer.computed", epoch=header.epoch, root=root, **counts)

    def _compare_roots(self, view: View) -> None:
        """A root that the chain's own facts do not lead to is told loudly, once."""
        for post in view.games.posts.values():
            if post.id in self.tally.wrong_roots or post.epoch < view.final_epoch - 3:
                continue
            made = self.epochs.find(view, post.epoch)
            if made is not None and post.root != made.header.root:
                self.tally.wrong_roots.add(post.id)
                self._log.error(
                    "scorer.wrong_root",
                    epoch=post.epoch,
                    state=post.state.name,
                    posted="0x" + post.root.hex(),
                    computed="0x" + made.header.root.hex(),
                    poster="0x" + post.poster.hex(),
                )

    def _tell_bonds(self, view: View, me: bytes) -> None:
        """Loudly, where the wallet cannot dispute every wrong root that is open."""
        open_posts = [post for post in list_open(view) if not is_challenged(view, post, me)]
        wrong = [post for post in open_posts if is_wrong(view, self.epochs, post)]
        needed = len(wrong) * view.terms.dispute_bond
        if (
            needed
            and self._read_token("balanceOf", me) < needed
            and ("bonds", needed) not in self.tally.short
        ):
            self.tally.short.add(("bonds", needed))
            self._log.error(
                "scorer.bonds_short", wrong_posts=len(wrong), needed=needed, wallet="0x" + me.hex()
            )

    # Sending

    def _send_moves(self, calls: list[Call], transactor: Transactor) -> bool:
        """Every move is sent before any is waited for: many disputes at once have many deadlines."""
        if not calls:
            return False
        encoded = [
            (self._address(call.contract), encode_call(call.contract, call.function, call.arguments))
            for call in calls
        ]
        try:
            outcomes = transactor.transact_many(encoded)
        except (NoCoin, Conflict) as refusal:
            self._log.error("scorer.moves_not_sent", why=str(refusal), moves=len(calls))
            return False
        for call, outcome in zip(calls, outcomes, strict=True):
            self._note(call, outcome if isinstance(outcome, CallReverted) else None)
        return any(not isinstance(outcome, CallReverted) for outcome in outcomes)

    def _note(self, call: Call, refusal: Exception | None) -> None:
        if refusal is None:
            self.tally.sent.append(call.function)
            self._log.info("scorer.sent", call=call.function, contract=call.contract)
            return
        self.tally.refused.append(call.function)
        if call.is_expected:
            self._log.warning("scorer.refused", call=call.function, why=str(refusal))

    def _send(self, call: Call) -> bool:
        """The call is in a block; False: the chain does not take it now."""
        if self._transactor is None:
            return False
        try:
            if call.bond and not self._can_pay(call):
                return False
            data = encode_call(call.contract, call.function, call.arguments)
            self._transactor.transact(self._address(call.contract), data)
        except (CallReverted, NoCoin, Conflict) as refusal:
            self._note(call, refusal)
            return False
        self._note(call, None)
        return True

    def _can_pay(self, call: Call) -> bool:
        """The wallet has the bond, and the contract may take it."""
        if self._transactor is None:
            return False
        me, roots = self._transactor.address, self._address(ROOTS)
        if self._read_token("balanceOf", me) < call.bond:
            if call.function not in self.tally.unpaid:
                self._log.warning(
                    "scorer.no_bond", call=call.function, needed=call.bond, wallet="0x" + me.hex()
                )
            self.tally.unpaid.add(call.function)
            return False
        self.tally.unpaid.discard(call.function)
        if self._read_token("allowance", me, roots) < call.bond:
            approval = encode_call(_TOKEN, "approve", [roots, _FOREVER])
            self._transactor.transact(self._address(_TOKEN), approval)
        return True

    def _read_token(self, view: str, *arguments: Argument) -> int:
        return int(self._contracts.read(_TOKEN, view, *arguments)[0])

    def _address(self, contract: str) -> bytes:
        return self._deployment.addresses[contract]
