"""What a relay pays for about levels: proofs that raise somebody now, and no others."""

import pytest
from fake_chain import FakeProjection

from hashtagspace.domain.stamp import Stamp
from hashtagspace.errors import HashtagspaceError
from hashtagspace.relay.answers import CallSubmission
from hashtagspace.relay.call_list import parse_call
from hashtagspace.relay.people_policy import PeopleCallPolicy

PEOPLE = ("Vouches", "Jury", "RewardPool", "PersonhoodRegistry", "EpochRoots")
ADDRESSES = {name: bytes([number]) * 20 for number, name in enumerate(("TagToken", *PEOPLE), 1)}
LEVEL_2 = 2 << 96


class Registry:
    """The latest final epoch is 9; profile 5 has its level of epoch 8 proven."""

    def read(self, contract, function, *arguments):
        if (contract, function) == ("EpochRoots", "latestFinal"):
            return (9,)
        assert (contract, function) == ("PersonhoodRegistry", "provenOf")
        return ((8, 2, 7, 2) if arguments == (5,) else (0, 0, 0, 0),)


def judge(profile: int, epoch: int, standing: int = LEVEL_2) -> str | None:
    arguments = {"profile": str(profile), "epoch": epoch, "standing": str(standing), "proof": []}
    call = parse_call(CallSubmission("proveLevel", arguments, Stamp(bytes(8), 0, 0)))
    policy = PeopleCallPolicy(ADDRESSES, Registry(), FakeProjection(), None, 0)
    try:
        (part,) = policy.judge(call)
    except HashtagspaceError as error:
        return error.exact_code
    assert (part.budget, part.subject) == ("proveLevel", profile.to_bytes(8, "big"))
    return None


@pytest.mark.parametrize("epoch", [0, 1, 7, 10, 2**32 - 1])
def test_proofs_of_epochs_that_count_no_more_are_not_paid_for(epoch: int) -> None:
    assert judge(4, epoch) == "level.not_recent"


def test_only_what_raises_somebody() -> None:
    assert judge(4, 9) is judge(4, 8) is judge(5, 9) is None
    assert judge(5, 8) == "level.proven"
    assert judge(4, 9, 2**96 - 1) == "level.zero"
    assert judge(2**63, 9) == "profile.unknown"
