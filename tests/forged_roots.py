"""Posters who lie about one cell, draw or total, and defend the lie as well as anybody could."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hashtagspace.domain.people_states import Turn
from hashtagspace.personhood.commit import ROLL, ROW, WEIGHTS, Commitment
from hashtagspace.personhood.definition import ONE, level_of
from hashtagspace.personhood.dispute import Answer, DisputeView, Move, Open
from hashtagspace.personhood.header import Header, Witness
from hashtagspace.personhood.leaves import Tree, build_nodes, build_tree, hash_leaf, hash_words, pack
from hashtagspace.personhood.walks import StepKind
from hashtagspace.personhood.witness import build_witness, row_leaf, weights_leaf

LANE = 2**64 - 1
WORD32 = 2**32 - 1


@dataclass
class Forgery:
    """A header that is wrong, with the trees that it stands on and the witnesses that lead to its lies."""

    name: str
    header: Header
    trees: dict[int, Tree] = field(default_factory=dict)
    witnesses: dict[tuple[int, int], Witness] = field(default_factory=dict)

    def defend(self, made: Commitment, dispute: DisputeView) -> Move | None:
        """The liar's move; None: it is not its turn, or it can only stay silent."""
        if dispute.turn is Turn.OPEN:
            tree = self.trees.get(dispute.column) or made.tree(dispute.column)
            return Open(tuple(build_nodes(tree, dispute.height, dispute.position, min(4, dispute.height))))
        if dispute.turn is Turn.ANSWER:
            witness = self.witnesses.get((dispute.column, dispute.position))
            return Answer(witness) if witness is not None else None
        return None


def list_forgeries(made: Commitment, columns: list[int] | None = None) -> Iterator[Forgery]:
    """Lies of every kind: in each of these columns, in the drawings, the totals and the padding."""
    for column in range(made.column_count) if columns is None else columns:
        yield forge_cell(made, column)
        if column in (ROW, ROLL, WEIGHTS, made.share_column):
            yield forge_cell(made, column, variant=1)
    if columns is None:
        yield from forge_rest(made)


def forge_rest(made: Commitment) -> Iterator[Forgery]:
    """What is no cell."""
    for number in range(len(made.candidates)):
        yield forge_seat(made, number)
        yield forge_edge(made, number, with_column=True)
        yield forge_edge(made, number, with_column=False)
    yield forge_padding(made, 7)
    header = made.header
    yield Forgery("fewer accounts", replace(header, accounts=header.accounts - 1, covered=header.covered - 1))
    yield Forgery("one more vetted", replace(header, vetted=header.vetted + 1))
    yield Forgery("less covered", replace(header, covered=header.covered - 1))


def forge_cell(made: Commitment, column: int, variant: int = 0) -> Forgery:
    """One leaf is wrong, and its witness leads there by a false word about another cell."""
    seat = _choose_seat(made, column)
    leaf, witness = _tamper(made, column, seat, variant)
    assert leaf != made.leaf(column, seat), f"column {column} was not changed"
    leaves = made.leaves(column)
    tree = build_tree(leaves[: 32 * seat] + leaf + leaves[32 * seat + 32 :])
    header = _with_root(made.header, column, tree)
    return Forgery(f"column {column}.{variant}", header, {column: tree}, {(column, seat): witness})


def _with_root(header: Header, column: int, tree: Tree) -> Header:
    return replace(header, columns=(*header.columns[:column], tree[-1], *header.columns[column + 1 :]))


def _choose_seat(made: Commitment, column: int) -> int:
    if column in made.walks and made.walks.kind_of(column) is StepKind.SPREAD:
        number = made.draw_of(column - 1)
        assert number is not None
        return made.candidates[number].draw.seat
    return 1 + column * 5 % (made.seats - 1)


def _tamper(made: Commitment, column: int, seat: int, variant: int) -> tuple[bytes, Witness]:
    true = build_witness(made, column, seat)
    if column == ROW:
        return _tamper_row(made, seat, true, variant)
    if column == ROLL:
        return _tamper_roll(true, variant)
    if column == WEIGHTS:
        weights = true.weights[:-1] if variant else bytes([true.weights[0] % 9 + 1]) + true.weights[1:]
        return weights_leaf(weights), Witness(weights=weights)
    if column in made.walks:
        return _tamper_step(made, column, true)
    if column == made.share_column:
        return _tamper_share(true, variant)
    if column == made.share_column + 1:
        return _tamper_standing(made, true)
    own = list(true.own)
    own[1], own[3] = own[1] + 1, own[3] + 1
    return hash_leaf("candidate", own[0], own[1]), replace(true, own=tuple(own))


def _tamper_row(made: Commitment, seat: int, true: Witness, variant: int) -> tuple[bytes, Witness]:
    partners = set(made.partners(seat))
    if variant:
        partners.add(next(one for one in range(made.seats) if one != seat and one not in partners))
    else:
        partners.remove(min(partners))
    row = b"".join(one.to_bytes(4, "big") for one in sorted(partners))
    return row_leaf(row), replace(true, row=row)


def _tamper_roll(true: Witness, variant: int) -> tuple[bytes, Witness]:
    word, before = true.own
    if variant:  # no member, by an empty row
        word = before >> 8 << 8
        return hash_leaf("roll", word), Witness(own=(word, before))
    own = (word + 256, before + 256)
    return hash_leaf("roll", own[0]), replace(true, own=own)


def _lanes(word: int) -> list[int]:
    return [word >> (64 * number) & LANE for number in range(4)]


def _rate(mass: int, total: int) -> int:
    return pack([lane // total if total else 0 for lane in _lanes(mass)])


def _tamper_step(made: Commitment, column: int, true: Witness) -> tuple[bytes, Witness]:
    own, kind = list(true.own), made.walks.kind_of(column)
    if kind in (StepKind.START, StepKind.BASE, StepKind.SPREAD):
        place = 2 if kind is StepKind.SPREAD else 3
        own[place] += 1
        own[1] = _rate(own[0], own[place])
        return hash_leaf("step", own[0], own[1]), replace(true, own=tuple(own))
    partners = list(true.partners)
    partners[1] += 1 << 136  # the first partner's background
    sums = [0, 0, 0, 0]
    for weight, rate in zip(true.weights, partners[1::2], strict=True):
        sums = [total + weight * lane for total, lane in zip(sums, _lanes(rate), strict=True)]
    if kind is StepKind.RESTART:
        starts = _lanes(own[2])
        sums = [total - (total >> 4) + (start >> 4) for total, start in zip(sums, starts, strict=True)]
    own[0] = pack(sums)
    own[1] = _rate(own[0], sum(true.weights))
    leaf = hash_leaf("step", own[0], own[1])
    return leaf, replace(true, own=tuple(own), partners=tuple(partners))


def _tamper_share(true: Witness, variant: int) -> tuple[bytes, Witness]:
    own = list(true.own)
    if variant:  # nobody vouches here, so the bound is 0
        own[8] = 0
        own[0] = own[0] & ~(WORD32 << 32)
    else:
        own[0], own[1] = own[0] + (1 << 64), own[1] + (1 << 64)
    return hash_leaf("share", own[0]), replace(true, own=tuple(own))


def _tamper_standing(made: Commitment, true: Witness) -> tuple[bytes, Witness]:
    partners = list(true.partners)
    partners[0] = partners[0] >> 32 << 32  # the first partner has no share
    support = sum(min(ONE, word & WORD32) for word in partners)
    share, bound = true.own[1] & WORD32, true.own[1] >> 32 & WORD32
    level = level_of(share, support, bound) if made.header.vetted else 0
    word = share | bound << 32 | support << 64 | level << 96
    own = (word, true.own[1])
    return hash_leaf("standing", word), replace(true, own=own, partners=tuple(partners))


def forge_seat(made: Commitment, number: int) -> Forgery:
    """Somebody else was drawn, by false words about the sums beside that seat."""
    draw = made.header.draws[number]
    seat = next(one for one in range(1, made.seats) if one != draw.seat)
    draws = list(made.header.draws)
    draws[number] = replace(draw, seat=seat)
    header = replace(made.header, draws=tuple(draws))
    own = list(build_witness(made, made.column_count + number, 0).own)
    edges = own[1] >> 64
    own[2], own[3] = 0, 0
    own[4], own[5] = 0, edges << 64
    place = (made.column_count + number, 0)
    return Forgery(f"drawn seat {number}", header, {}, {place: Witness(own=tuple(own))})


def forge_edge(made: Commitment, number: int, *, with_column: bool) -> Forgery:
    """Another edge, so that others can be drawn; with the candidates that follow from it or without."""
    mine = made.candidates[number]
    free = [seat for seat in range(made.seats) if mine.free[seat] and seat != mine.draw.edge_seat]
    by_cover = sorted(free, key=lambda seat: (_cover(made, number, seat), seat))
    edge = by_cover[-1]
    draws = list(made.header.draws)
    draws[number] = replace(mine.draw, edge_seat=edge, edge_cover=_cover(made, number, edge))
    header = replace(made.header, draws=tuple(draws))
    if not with_column:
        return Forgery(f"edge {number} alone", header)
    column = made.candidate_column(number)
    forged = made.candidates_by(number, draws[number])
    tree = build_tree(hash_words("candidate", forged.a, forged.b))
    own = list(build_witness(made, made.column_count + number, 0).own)
    half = max(1, (own[1] & WORD32) // 2)
    last = int(forged.b[-1, 0]) | int(forged.b[-1, 1]) << 64
    own[1] = last & ~(WORD32 << 32) | half << 32  # the number of candidates as it should be
    own[3], own[5] = 0, own[1]
    own[6] = pack([int(lane) for lane in forged.a[edge]])
    own[7] = pack([int(lane) for lane in forged.b[edge]])
    if draws[number].seat == 0:
        own[2] = own[3] = 0
    place = (made.column_count + number, 0)
    witness = Witness(own=tuple(own))
    return Forgery(f"edge {number}", _with_root(header, column, tree), {column: tree}, {place: witness})


def _cover(made: Commitment, number: int, seat: int) -> int:
    mine = made.candidates[number]
    return (int(mine.label[seat]) >> 15 << 16) // max(1, int(mine.background[seat]) >> 14)


def forge_padding(made: Commitment, column: int) -> Forgery:
    """A leaf behind the last seat."""
    tree = build_tree(made.leaves(column) + b"\x01" * 32)
    return Forgery("padding", _with_root(made.header, column, tree), {column: tree})
