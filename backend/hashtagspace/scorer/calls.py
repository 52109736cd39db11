"""Calls of the people contracts that the score process makes, as values."""

from collections.abc import Sequence
from dataclasses import dataclass

from hashtagspace.chain.contracts import Argument
from hashtagspace.personhood.dispute import (
    Answer,
    Choose,
    Contradict,
    Move,
    Open,
    RefuteRow,
    RefuteWeight,
)
from hashtagspace.personhood.header import Header, Witness


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `is_expected` False: whether the chain takes it now is not known, a refusal is no news."""

    contract: str
    function: str
    arguments: tuple[Argument, ...]
    is_expected: bool = True
    bond: int = 0  # TAG that the contract takes of the caller's allowance


def spell_header(header: Header) -> Argument:
    """The header as the contracts take it."""
    draws: Sequence[Argument] = [(draw.seat, draw.edge_seat, draw.edge_cover) for draw in header.draws]
    totals = (header.epoch, header.seats, header.accounts, header.vetted, header.fakes, header.covered)
    return (*totals, list(header.columns), draws)


def spell_witness(witness: Witness) -> Argument:
    """The witness as the contracts take it."""
    return (witness.row, witness.weights, list(witness.own), list(witness.partners))


def call_move(dispute: int, header: Header, move: Move) -> Call:
    """A move of a dispute."""
    function, arguments = _spell_move(header, move)
    return Call("EpochRoots", function, (dispute, *arguments))


def _spell_move(header: Header, move: Move) -> tuple[str, tuple[Argument, ...]]:
    match move:
        case Open(nodes):
            return "open", (list(nodes),)
        case Choose(nodes, index):
            return "choose", (list(nodes), index)
        case Answer(witness):
            return "answer", (spell_header(header), spell_witness(witness))
        case Contradict(witness, index, leaf, path):
            return "contradict", (spell_header(header), spell_witness(witness), index, leaf, list(path))
        case RefuteRow(witness, partner):
            return "refuteRow", (spell_header(header), spell_witness(witness), partner)
        case RefuteWeight():
            rows: tuple[Argument, ...] = (
                move.k, move.row, list(move.path), move.partner_row, list(move.partner_path),
            )  # fmt: skip
            return "refuteWeight", (spell_header(header), spell_witness(move.witness), *rows)
