"""Everything the people contracts said, read from the chain alone; nothing is kept between runs.

What a score depends on is read of final blocks only, so no reorganisation reaches it. What is under way is
read up to the head, on top of a copy.
"""

from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import Contracts
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.people_logs import PeopleLogs
from hashtagspace.chain.people_reads import PeopleReads
from hashtagspace.chain.relay_reads import Head, RelayReads
from hashtagspace.chain.root_codec import decode_header, decode_nodes, decode_witness
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.people_events import DisputeShown, PeopleEvent, RootPosted
from hashtagspace.domain.people_states import Turn
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.errors import ConfigError
from hashtagspace.personhood.facts import Facts
from hashtagspace.personhood.games import Games, Shown
from hashtagspace.personhood.header import Draw, Header, Witness

_BLOCKS_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class View:
    """The chain at one look: `facts` of final blocks, `games` up to `head`."""

    head: Head
    final: Head
    terms: PeopleTerms
    checks: int
    facts: Facts
    games: Games

    @property
    def epoch(self) -> int:
        """The epoch of the next block, as far as the head tells."""
        return self.terms.clock.epoch_at(self.head.time_seconds)

    @property
    def final_epoch(self) -> int:
        """The epoch whose beginning is final."""
        return self.terms.clock.epoch_at(self.final.time_seconds)

    @property
    def now(self) -> int:
        """Time of the head, Unix seconds."""
        return self.head.time_seconds


class Ledger:
    """Follows one deployment; every method raises `chain.*`."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment, *, keeps_all: bool = False) -> None:
        """Raises `chain.deployment` on a network without people. `keeps_all`: also what is long over."""
        self._keeps_all: Final = keeps_all
        self._blocks = RelayReads(rpc, deployment.post_registry, deployment.profile_registry)
        self._logs = PeopleLogs(rpc, deployment)
        terms = PeopleReads(rpc, deployment).find_terms()
        if terms is None:
            raise ConfigError(
                "Nobody has a level on this network: its deployment names no founders, so there is nothing "
                "to score. Deploy with --founder, five times or more.",
                code="chain.deployment",
            )
        self._terms = terms
        self._checks = int(Contracts(rpc, deployment.addresses).read("Arbiter", "CHECKS")[0])
        self._facts = Facts()
        self._games = Games(keeps_all)
        self._start_block: Final = deployment.start_block
        self._read_until = self._start_block

    def look(self) -> View:
        """The chain as it is now."""
        number = max(self._blocks.read_final_number(), self._read_until)
        while self._read_until < number:
            self._read_final(min(number, self._read_until + _BLOCKS_AT_ONCE))
        head = self._blocks.read_head()
        games = self._games.copy()
        for timed in self._logs.list_events(number + 1, head.number):
            self._apply(games, timed.event, timed.time_seconds)
        final = self._blocks.find_block(number) or head
        return View(head, final, self._terms, self._checks, self._facts, games)

    def _read_final(self, number: int) -> None:
        """Final blocks up to this one are applied, whole or not at all."""
        found = list(self._logs.list_events(self._read_until + 1, number))
        try:
            for timed in found:
                self._facts.apply(timed.event)
                self._apply(self._games, timed.event, timed.time_seconds)
        except Exception:
            self._facts, self._games, self._read_until = Facts(), Games(self._keeps_all), self._start_block
            raise
        self._read_until = number

    def _apply(self, games: Games, event: PeopleEvent, time_seconds: int) -> None:
        epoch = self._terms.clock.epoch_at(time_seconds)
        header = build_header(event.header) if isinstance(event, RootPosted) else None
        shown = _read_shown(games, event) if isinstance(event, DisputeShown) else None
        games.apply(event, shown, header, epoch)


def build_header(data: bytes) -> Header:
    """The header in a log; raises `chain.inconsistent`."""
    *totals, columns, draws = decode_header(data)
    epoch, seats, accounts, vetted, fakes, covered = (int(total) for total in totals)
    return Header(
        epoch, seats, accounts, vetted, fakes, covered, columns, tuple(Draw(*draw) for draw in draws)
    )


def _read_shown(games: Games, event: DisputeShown) -> Shown:
    """Nodes if the turn was to open, else a witness."""
    if games.disputes[event.dispute].turn is Turn.OPEN:
        return Shown(nodes=decode_nodes(event.data))
    return Shown(witness=Witness(*decode_witness(event.data)))
