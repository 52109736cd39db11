"""The commitments of the epochs that matter now, each computed once."""

from typing import Final

from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.empty import EmptyCommitment
from hashtagspace.personhood.facts import build_inputs, is_same
from hashtagspace.personhood.header import EpochInputs
from hashtagspace.scorer.ledger import View

_KEPT_EPOCHS: Final = 8  # more than one look asks for


class Epochs:
    """Commitments by epoch. Inputs are of final blocks, so a commitment changes only with its beacon."""

    def __init__(self) -> None:
        self._made: Final[dict[int, tuple[EpochInputs, Commitment | None]]] = {}

    def find(self, view: View, epoch: int) -> Commitment | None:
        """The commitment of an epoch; None while its inputs may change, or where nobody has a seat.

        One without members is empty: no root of it is right, and wrong ones are refuted by it.

        In its own epoch it can still get a beacon, which another header follows from.
        """
        if not 1 <= epoch <= view.final_epoch:
            return None
        if epoch == view.final_epoch and epoch not in view.facts.beacons:
            return None
        found = self._made.get(epoch)
        if found is not None and found[0].beacon == view.facts.beacons.get(epoch, bytes(32)):
            return found[1]
        inputs = build_inputs(view.facts, epoch, view.checks)
        if found is not None and is_same(found[0], inputs):
            return found[1]
        made = _commit(inputs)
        self._made[epoch] = inputs, made
        for old in sorted(self._made)[:-_KEPT_EPOCHS]:
            del self._made[old]
        return made


def _commit(inputs: EpochInputs) -> Commitment | None:
    """None where the contract takes no header at all: nobody had a seat."""
    if inputs.graph.accounts == 0:
        return None
    return Commitment(inputs) if len(inputs.graph.partners) else EmptyCommitment(inputs)
