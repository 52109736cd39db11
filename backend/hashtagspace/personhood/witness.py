"""What proves a cell, and what a witness claims about other cells: the twin of `Arbiter.claimOf`."""

from collections.abc import Iterator
from dataclasses import dataclass

from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.commit import ROLL, ROW, START, WEIGHTS, Commitment
from hashtagspace.personhood.definition import RESTART_STEPS
from hashtagspace.personhood.header import Draw, Header, Witness, Words
from hashtagspace.personhood.leaves import hash_leaf, label_of, read_word
from hashtagspace.personhood.walks import StepKind


@dataclass(frozen=True, slots=True)
class Claim:
    """A witness's word about another cell."""

    index: int
    column: int
    seat: int
    leaf: bytes


def build_witness(made: Commitment, column: int, seat: int) -> Witness:
    """What proves a cell; of a drawing, if `column` is `column_count` + its number."""
    if column >= made.column_count:
        return _drawing_witness(made, column - made.column_count)
    if column == ROW:
        return Witness(row=made.row(seat))
    if column == ROLL:
        before = read_word(made.roll, seat - 1) if seat else 0
        return Witness(row=made.row(seat), own=(read_word(made.roll, seat), before))
    if column == WEIGHTS:
        return Witness(weights=made.weights(seat))
    if column in made.walks:
        return _step_witness(made, column, seat)
    if column == made.share_column:
        return _share_witness(made, seat)
    if column == made.share_column + 1:
        own = (read_word(made.standings, seat), read_word(made.shares, seat))
        partners = tuple(read_word(made.shares, partner) for partner in made.partners(seat))
        return Witness(row=made.row(seat), own=own, partners=partners)
    return _candidate_witness(made, column, seat)


def _step_words(made: Commitment, column: int, seat: int) -> Words:
    mass, rate = made.step_lanes(column)
    return read_word(mass, seat), read_word(rate, seat)


def _balance(made: Commitment, seat: int) -> Words:
    """D and the hash of the weights."""
    return int(made.totals[seat]), int.from_bytes(keccak256(made.weights(seat)), "big")


def _step_witness(made: Commitment, column: int, seat: int) -> Witness:
    kind, own = made.walks.kind_of(column), _step_words(made, column, seat)
    if kind in (StepKind.START, StepKind.BASE):
        return Witness(own=(*own, read_word(made.roll, seat), *_balance(made, seat)))
    if kind is StepKind.SPREAD:
        return Witness(own=(*own, *_balance(made, seat)))
    if kind is StepKind.RESTART:
        own += _step_words(made, START, seat)
    mass, rate = made.step_lanes(made.walks.before(column))
    partners = tuple(read_word(lanes, one) for one in made.partners(seat) for lanes in (mass, rate))
    return Witness(made.row(seat), made.weights(seat), own, partners)


def _share_witness(made: Commitment, seat: int) -> Witness:
    last = START + made.length
    places = (last - 1, last, last + RESTART_STEPS)
    steps = tuple(word for column in places for word in _step_words(made, column, seat))
    before = read_word(made.shares, seat - 1) if seat else 0
    return Witness(own=(read_word(made.shares, seat), before, *steps, *_balance(made, seat)))


def _candidate_witness(made: Commitment, column: int, seat: int) -> Witness:
    number = made.draw_of(column)
    if number is None:
        raise ValueError(f"There is no column {column}.")
    former = _candidate_words(made, number - 1, seat) if number else (read_word(made.roll, seat), 0)
    before = _candidate_words(made, number, seat - 1) if seat else (0, 0)
    step = _step_words(made, column - 1, seat)
    own = (*_candidate_words(made, number, seat), *before, *former, *step, *_balance(made, seat))
    return Witness(own=own)


def _drawing_witness(made: Commitment, number: int) -> Witness:
    draw = made.candidates[number].draw
    before = _candidate_words(made, number, draw.seat - 1) if draw.seat else (0, 0)
    last, drawn = (_candidate_words(made, number, seat) for seat in (made.seats - 1, draw.seat))
    return Witness(own=(*last, *before, *drawn, *_candidate_words(made, number, draw.edge_seat)))


def _candidate_words(made: Commitment, number: int, seat: int) -> Words:
    candidates = made.candidates[number]
    return read_word(candidates.a, seat), read_word(candidates.b, seat)


# Claims


def list_claims(made: Commitment, header: Header, column: int, seat: int, witness: Witness) -> list[Claim]:
    """What the witness of a cell says about other cells; `made` gives the places, which the totals fix.

    Raises IndexError or ValueError for a witness that the contract would not have taken.
    """
    own, row = witness.own, witness.row
    if column >= made.column_count:
        number = column - made.column_count
        return list(_claims_of_drawing(made, own, number, header.draws[number]))
    if column in (ROW, WEIGHTS):
        return []
    if column == ROLL:
        claims = [Claim(0, ROW, seat, row_leaf(row))]
        return claims + ([Claim(1, ROLL, seat - 1, hash_leaf("roll", own[1]))] if seat else [])
    if column in made.walks:
        return list(_claims_of_step(made, column, seat, witness))
    if column == made.share_column:
        return list(_claims_of_share(made, seat, own))
    if column == made.share_column + 1:
        share = made.share_column
        claims = [Claim(0, ROW, seat, row_leaf(row)), Claim(1, share, seat, hash_leaf("share", own[1]))]
        words = zip(_entries(row), witness.partners, strict=True)
        return claims + [
            Claim(2 + k, share, partner, hash_leaf("share", word)) for k, (partner, word) in enumerate(words)
        ]
    return list(_claims_of_candidate(made, column, seat, own))


def row_leaf(row: bytes) -> bytes:
    """The leaf of a row."""
    return keccak256(label_of("row") + keccak256(row))


def weights_leaf(weights: bytes) -> bytes:
    """The leaf of a row's weights."""
    return hash_leaf("weights", sum(weights), int.from_bytes(keccak256(weights), "big"))


def _entries(row: bytes) -> list[int]:
    return [int.from_bytes(row[at : at + 4], "big") for at in range(0, len(row), 4)]


def _claims_of_step(made: Commitment, column: int, seat: int, witness: Witness) -> Iterator[Claim]:
    own, kind = witness.own, made.walks.kind_of(column)
    if kind in (StepKind.START, StepKind.BASE):
        yield Claim(0, ROLL, seat, hash_leaf("roll", own[2]))
        yield Claim(1, WEIGHTS, seat, hash_leaf("weights", own[3], own[4]))
        return
    if kind is StepKind.SPREAD:
        yield Claim(0, WEIGHTS, seat, hash_leaf("weights", own[2], own[3]))
        return
    yield Claim(0, ROW, seat, row_leaf(witness.row))
    yield Claim(1, WEIGHTS, seat, weights_leaf(witness.weights))
    if kind is StepKind.RESTART:
        yield Claim(2, START, seat, hash_leaf("step", own[2], own[3]))
    before = made.walks.before(column)
    for k, partner in enumerate(_entries(witness.row)):
        yield Claim(3 + k, before, partner, hash_leaf("step", *witness.partners[2 * k : 2 * k + 2]))


def _claims_of_share(made: Commitment, seat: int, own: Words) -> Iterator[Claim]:
    last = START + made.length
    if seat:
        yield Claim(0, made.share_column, seat - 1, hash_leaf("share", own[1]))
    for index, column in ((1, last - 1), (2, last), (3, last + RESTART_STEPS)):
        yield Claim(index, column, seat, hash_leaf("step", *own[2 * index : 2 * index + 2]))
    yield Claim(4, WEIGHTS, seat, hash_leaf("weights", own[8], own[9]))


def _claims_of_candidate(made: Commitment, column: int, seat: int, own: Words) -> Iterator[Claim]:
    number = made.draw_of(column)
    if seat:
        yield Claim(0, column, seat - 1, hash_leaf("candidate", own[2], own[3]))
    if number == 0:
        yield Claim(1, ROLL, seat, hash_leaf("roll", own[4]))
    else:
        former = column - (made.draw_steps + 2)
        yield Claim(1, former, seat, hash_leaf("candidate", own[4], own[5]))
    yield Claim(2, column - 1, seat, hash_leaf("step", own[6], own[7]))
    yield Claim(3, WEIGHTS, seat, hash_leaf("weights", own[8], own[9]))


def _claims_of_drawing(made: Commitment, own: Words, number: int, draw: Draw) -> Iterator[Claim]:
    column = made.candidate_column(number)
    seats = (made.seats - 1, draw.seat - 1, draw.seat, draw.edge_seat)
    for index, seat in enumerate(seats):
        if seat >= 0:
            yield Claim(index, column, seat, hash_leaf("candidate", *own[2 * index : 2 * index + 2]))
