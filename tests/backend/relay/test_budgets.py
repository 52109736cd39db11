"""Budgets are spent before the work they pay for, by those who ask, whether or not the answer is yes."""

import pytest
from fakes import MemoryContentStore
from relay_world import World

from hashtagspace.chain.reverts import Revert
from hashtagspace.config import Budgets
from hashtagspace.domain.content import build_profile, content_digest
from hashtagspace.domain.intent import Intent, encode_record
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.stamp import Stamp
from hashtagspace.errors import ChainUnavailable, HashtagspaceError
from hashtagspace.relay.answers import CallSubmission, IntentSubmission
from hashtagspace.relay.call_list import parse_call
from hashtagspace.relay.errors import BudgetSpent
from hashtagspace.store.outbox_calls import find_call

WRONG_SIGNER = Revert("signature.wrong_signer", "The signature is not the one of the wallet that must sign.")
CALLER = "192.0.2.1"
ZERO = "0x" + "00" * 20


class LocalOnly(MemoryContentStore):
    """Looking for what is absent asks a network, which nobody here may wait for."""

    def find_block(self, cid):
        assert cid in self.blocks, "asked the network for a block"
        return super().find_block(cid)

    def has_block(self, cid):
        return cid in self.blocks


@pytest.fixture
def open_world(tmp_path):
    made = []

    def open_with(**budgets):
        made.append(World(tmp_path, budgets=Budgets(**budgets)))
        return made[-1]

    yield open_with
    for world in made:
        world.outbox.close()


def stamp(world):
    return Stamp(bytes(8), 0, int(world.wall()))


def revocation(world, number=1):
    arguments = {
        "profile": "7", "key": "0x" + "09" * 20, "voidFrom": str(number), "deadline": str(world.now() + 900),
        "signature": "0x01",
    }  # fmt: skip
    return CallSubmission("revokeKeyFor", arguments, stamp(world), None)


def registration(world, content=ZERO_WORD, until=0, key=ZERO):
    world.chain.values["registrationCount", (b"\x0c" * 20,)] = (0,)
    arguments = {
        "custody": "0x" + "0c" * 20, "handle": "ada", "recovery": ZERO, "content": "0x" + content.hex(),
        "encryptionKey": "0x" + "00" * 32,
        "grant": {"key": key, "until": str(until), "kinds": 2 if until else 0},
        "deadline": str(world.now() + 900), "signature": "0x01",
    }  # fmt: skip
    return CallSubmission("registerFor", arguments, stamp(world), None)


def refusal(world, submission, caller=CALLER):
    with pytest.raises(HashtagspaceError) as caught:
        world.relay.submit_call(submission, caller)
    return caught.value.exact_code


def test_refused_calls_are_counted_and_then_nothing_is_asked_of_the_chain(open_world):
    world = open_world(calls_per_ip_day=3)
    submission = revocation(world)
    world.chain.reverts[parse_call(submission).calldata] = WRONG_SIGNER
    assert [refusal(world, submission) for _ in range(5)] == ["signature.wrong_signer"] * 3 + [
        "relay.budget"
    ] * 2
    assert world.chain.simulated == 3


def test_a_budget_cannot_be_spent_twice_at_the_same_time(open_world):
    world = open_world(calls_per_ip_day=1)
    seen = []
    world.chain.during_simulation = lambda: seen.append(refusal(world, revocation(world, 2)))
    assert world.relay.submit_call(revocation(world, 1), CALLER).state == "pending"
    assert seen == ["relay.budget"]


def test_what_failed_through_no_fault_of_the_caller_costs_nothing(open_world):
    world = open_world(calls_per_ip_day=1)
    world.chain.is_down = True
    for _ in range(3):
        with pytest.raises(ChainUnavailable):
            world.relay.submit_call(revocation(world), CALLER)
    world.chain.is_down = False
    assert world.relay.submit_call(revocation(world), CALLER).state == "pending"


def test_refused_calls_do_not_use_up_what_is_there_for_everyone(open_world):
    world = open_world(calls_per_day=1)
    bad = revocation(world, 1)
    world.chain.reverts[parse_call(bad).calldata] = WRONG_SIGNER
    refusal(world, bad)
    assert world.relay.submit_call(revocation(world, 2), "192.0.2.2").state == "pending"
    assert refusal(world, revocation(world, 3), "192.0.2.3") == "relay.budget"


def test_drips_and_calls_have_totals_of_their_own(open_world):
    world = open_world(calls_per_day=1, drips_per_day=1)
    assert world.relay.submit_drip(b"\x01" * 20, stamp(world), CALLER).state == "pending"
    assert world.relay.submit_call(revocation(world), CALLER).state == "pending"
    with pytest.raises(BudgetSpent):
        world.relay.submit_drip(b"\x02" * 20, stamp(world), "192.0.2.2")


def test_the_same_drip_answers_its_state_and_costs_nothing(open_world):
    world = open_world(drips_per_ip_day=1)
    paid = stamp(world)
    first = world.relay.submit_drip(b"\x01" * 20, paid, CALLER)
    assert world.relay.submit_drip(b"\x01" * 20, paid, CALLER) == first


def test_a_whole_site_of_ipv6_networks_has_a_budget_too(open_world):
    world = open_world(calls_per_ip_day=1)
    for number in range(4):
        world.relay.submit_call(revocation(world, number), f"2001:db8:1:{number}::1")
    assert refusal(world, revocation(world, 9), "2001:db8:1:9::1") == "relay.budget"
    assert world.relay.submit_call(revocation(world, 10), "2001:db8:2::1").state == "pending"


def test_a_whole_site_has_a_budget_of_intents(open_world):
    world = open_world(intents_per_ip_minute=1)
    for number in range(4):
        world.relay.submit_intents([world.intent(f"p{number}")], f"2001:db8:1:{number}::1")
    with pytest.raises(BudgetSpent):
        world.relay.submit_intents([world.intent("p9")], "2001:db8:1:9::1")


def test_absent_documents_are_looked_for_here_only(open_world):
    world = open_world()
    world.content = LocalOnly()
    world.restart()
    digest = content_digest(build_profile("Ada"))
    assert refusal(world, registration(world, digest)) == "content.missing"
    intent = Intent(world.profiles[0], Kind.POST, ZERO_WORD, b"\x05" * 32, world.now() * 1000)
    signed = world.keys[0].sign_intent(intent, world.deployment.intent_domain)
    (answer,) = world.submit(IntentSubmission(encode_record(intent), signed.signature, None))
    assert answer.problem.code == "content.missing"


def test_the_signature_is_judged_before_the_document_is_looked_for(open_world):
    world = open_world()
    submission = registration(world, b"\x05" * 32)
    world.chain.reverts[parse_call(submission).calldata] = WRONG_SIGNER
    world.chain.values["profileOfHandle", ("ada",)] = (0,)
    assert refusal(world, submission) == "signature.wrong_signer"


@pytest.mark.parametrize("until", [2**63 - 1, 2**63, 2**64 - 1])
def test_a_key_that_never_ends_is_kept_as_long_as_the_database_can_count(open_world, until):
    world = open_world()
    answer = world.relay.submit_call(registration(world, until=until, key="0x" + "0d" * 20), CALLER)
    with world.outbox.read() as connection:
        row = find_call(connection, world.outbox.network_id, answer.call_id)
    assert row.key_until == 2**63 - 1


def test_a_profile_that_no_database_can_count_is_no_failure(open_world):
    world = open_world()
    arguments = {"profile": str(2**63), "deadline": str(world.now() + 900), "signature": "0x01"}
    submission = CallSubmission("cancelRecoveryFor", arguments, stamp(world), None)
    world.chain.values["nonceOf", (2**63,)] = (0,)
    world.chain.values["pendingOf", (2**63,)] = (0, bytes(20), 0, 0)
    world.chain.reverts[parse_call(submission).calldata] = WRONG_SIGNER
    answer = world.relay.submit_call(submission, CALLER)
    assert world.relay.find_call(answer.call_id).state == "anchored"


@pytest.mark.parametrize(("level", "factor"), [(0, 1), (1, 2), (2, 4), (3, 4)])
def test_a_level_widens_the_budget_of_its_profile(open_world, level, factor):
    world = open_world(intents_per_profile_minute=3)
    world.projection.levels[world.profiles[0]] = level
    answers = [world.submit(world.intent(f"words {n}", at_ms=world.now() * 1000 + n))[0] for n in range(14)]
    codes = [None if one.problem is None else one.problem.code for one in answers]
    assert codes == [None] * (3 * factor) + ["relay.budget"] * (14 - 3 * factor)
