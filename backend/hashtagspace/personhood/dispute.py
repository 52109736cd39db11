"""How each side of a dispute plays: from what lies on the chain to the next move, with nothing remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_states import Turn
from hashtagspace.personhood.commit import ROW, WEIGHTS, Commitment
from hashtagspace.personhood.difference import Expected
from hashtagspace.personhood.header import Witness
from hashtagspace.personhood.leaves import build_nodes, node_of
from hashtagspace.personhood.witness import build_witness, list_claims

STRIDE = 4  # levels that one opening goes down


@dataclass(frozen=True, slots=True)
class Opening:
    """Nodes that were shown below node `position` at `height`."""

    height: int
    position: int
    nodes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One dispute as the chain has it, with everything that was shown in it."""

    id: int
    post: bytes
    challenger: bytes
    column: int
    position: int
    height: int
    turn: Turn
    until: int
    openings: tuple[Opening, ...] = ()
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """`open`."""

    nodes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """`choose`."""

    nodes: tuple[bytes, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`answer`."""

    witness: Witness


@dataclass(frozen=True, slots=True)
class Contradict:
    """`contradict`: the claimed cell holds another leaf."""

    witness: Witness
    index: int
    leaf: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class RefuteRow:
    """`refuteRow`: the chain is asked about one partner."""

    witness: Witness
    partner: int


@dataclass(frozen=True, slots=True)
class RefuteWeight:
    """`refuteWeight`: the common partners of two rows are counted."""

    witness: Witness
    k: int
    row: bytes
    path: tuple[bytes, ...]
    partner_row: bytes
    partner_path: tuple[bytes, ...]


Move = Open | Choose | Answer | Contradict | RefuteRow | RefuteWeight


def defend(made: Commitment, dispute: DisputeView) -> Move | None:
    """The move that a right root is owed; None while it is the challenger's turn."""
    if dispute.turn is Turn.OPEN:
        down = min(STRIDE, dispute.height)
        return Open(tuple(build_nodes(made.tree(dispute.column), dispute.height, dispute.position, down)))
    if dispute.turn is Turn.ANSWER:
        if dispute.column < made.column_count and dispute.position >= made.seats:
            return Answer(Witness())  # padding: the contract judges it at once
        return Answer(build_witness(made, dispute.column, dispute.position))
    return None


def attack(expected: Expected, dispute: DisputeView) -> Move | None:
    """The challenger's move against a wrong root; None while it is the poster's turn.

    `dispute.column` is the first difference, so everything before it is as expected, and so are the cells of
    the same column to the left of the one in question.
    """
    if dispute.turn is Turn.CHOOSE:
        return _choose(expected, dispute)
    if dispute.turn is not Turn.CONTRADICT or dispute.witness is None:
        return None
    if dispute.column == ROW:
        return _refute_row(expected.made, dispute, dispute.witness)
    if dispute.column == WEIGHTS:
        return _refute_weight(expected, dispute, dispute.witness)
    return _contradict(expected, dispute, dispute.witness)


def fold_nodes(nodes: Sequence[bytes]) -> bytes:
    """The node over 2^k nodes."""
    level = list(nodes)
    while len(level) > 1:
        level = [keccak256(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def _choose(expected: Expected, dispute: DisputeView) -> Move | None:
    opened = dispute.openings[-1].nodes
    down = len(opened).bit_length() - 1
    mine = build_nodes(expected.tree(dispute.column), dispute.height, dispute.position, down)
    for index, (theirs, ours) in enumerate(zip(opened, mine, strict=True)):
        if theirs != ours:
            return Choose(opened, index)
    return None


def _refute_row(made: Commitment, dispute: DisputeView, witness: Witness) -> Move | None:
    row = witness.row
    theirs = {int.from_bytes(row[at : at + 4], "big") for at in range(0, len(row), 4)}
    wrong = sorted(theirs ^ set(made.partners(dispute.position)))
    return RefuteRow(witness, wrong[0]) if wrong else None


def _refute_weight(expected: Expected, dispute: DisputeView, witness: Witness) -> Move | None:
    made, seat = expected.made, dispute.position
    mine, theirs = made.weights(seat), witness.weights
    if mine == theirs:
        return None
    k = next((k for k, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), 0)
    row, path = made.row(seat), tuple(expected.path(ROW, seat))
    if not row:
        return RefuteWeight(witness, k, row, path, b"", ())
    partner = made.partners(seat)[k]
    return RefuteWeight(witness, k, row, path, made.row(partner), tuple(expected.path(ROW, partner)))


def _contradict(expected: Expected, dispute: DisputeView, witness: Witness) -> Move | None:
    claims = list_claims(expected.made, expected.header, dispute.column, dispute.position, witness)
    for claim in claims:
        leaf = expected.leaf(claim.column, claim.seat)
        if leaf != claim.leaf:
            return Contradict(witness, claim.index, leaf, _path(expected, dispute, claim.column, claim.seat))
    return None


def _path(expected: Expected, dispute: DisputeView, column: int, seat: int) -> tuple[bytes, ...]:
    """The path in the poster's tree; in the disputed column, what is not as expected there was opened."""
    if column != dispute.column:
        return tuple(expected.path(column, seat))
    shown = _list_shown(dispute.openings)
    tree = expected.tree(column)
    places = [(height, (seat >> height) ^ 1) for height in range(len(tree) - 1)]
    return tuple(shown.get(place) or node_of(tree, *place) for place in places)


def _list_shown(openings: Sequence[Opening]) -> dict[tuple[int, int], bytes]:
    """Every node, by height and position, that follows from what was opened."""
    shown: dict[tuple[int, int], bytes] = {}
    for opening in openings:
        level, height = list(opening.nodes), opening.height - (len(opening.nodes).bit_length() - 1)
        first = opening.position << (opening.height - height)
        while True:
            shown.update({(height, first + number): node for number, node in enumerate(level)})
            if len(level) == 1:
                break
            level = [keccak256(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
            height, first = height + 1, first // 2
    return shown
