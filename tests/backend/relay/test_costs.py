"""What a stranger can make the relay's account pay, and that one hostile call stops nobody else's."""

import pytest
from anvil_node import KEYS
from relay_world import World

from hashtagspace.chain.contracts import PROFILE_REGISTRY, encode_call
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.reverts import Revert
from hashtagspace.chain.submit import SendOutcome, Submitter
from hashtagspace.config import Budgets
from hashtagspace.domain.keccak import keccak256
from hashtagspace.relay.gas_limits import gas_limit_of
from hashtagspace.store.outbox_calls import NewCall, find_call, insert_call
from hashtagspace.store.outbox_slots import list_slots

WRONG_SIGNER = Revert("signature.wrong_signer", "The signature is not the one of the wallet that must sign.")


def keep(world: World, number: int = 1, name: str = "revokeKeyFor") -> bytes:
    """A call that passed the policy; its calldata."""
    calldata = encode_call(PROFILE_REGISTRY, "revokeKeyFor", (7, bytes(20), number, 2**40, b"\x01"))
    with world.outbox.write() as connection:
        insert_call(
            connection, world.outbox.network_id, NewCall(keccak256(calldata), name, b"\xa1" * 20, calldata, 0)
        )
    return calldata


def find(world: World, calldata: bytes):
    with world.outbox.read() as connection:
        return find_call(connection, world.outbox.network_id, keccak256(calldata))


def open_slots(world: World):
    with world.outbox.read() as connection:
        return list_slots(connection, world.outbox.network_id, world.chain.address, "open")


def test_a_wallet_that_agrees_only_when_nobody_pays_gets_no_transaction(world):
    calldata = keep(world)
    world.chain.priced_reverts[calldata] = WRONG_SIGNER
    world.settle()
    row = find(world, calldata)
    assert (row.state, row.problem_code) == ("rejected", "signature.wrong_signer")
    assert world.chain.sent == []


def test_a_call_that_simulates_well_and_fails_in_its_block_is_paid_once(world):
    calldata = keep(world)
    world.chain.failing.add(calldata)
    for _ in range(30):
        world.tick()
        world.chain.mine()
    row = find(world, calldata)
    assert (row.state, row.problem_code) == ("rejected", "call.failed")
    assert len(world.chain.sent) == 1


def test_a_call_that_takes_more_gas_than_its_form_may_is_refused(world):
    dear, fair = keep(world, 1), keep(world, 2)
    world.chain.gas[dear] = gas_limit_of("revokeKeyFor") + 1
    world.chain.gas[fair] = gas_limit_of("revokeKeyFor")
    world.settle()
    assert (find(world, dear).state, find(world, dear).problem_code) == ("rejected", "call.too_expensive")
    assert find(world, fair).state == "final"


def test_a_replacement_that_pays_more_keeps_to_the_form_s_gas(world):
    calldata = keep(world)
    world.chain.min_fee = 10**9
    world.tick()
    world.chain.gas[calldata] = 10**7
    world.seconds += 31
    world.tick()
    assert len(world.chain.sent) == 1


def test_a_transaction_above_the_chain_s_gas_limit_frees_its_nonce_and_stops_nobody(world):
    calldata, submission = keep(world), world.intent()
    world.chain.gas_ceiling = 100_000
    world.chain.gas[calldata] = 200_000
    world.submit(submission)
    world.settle()
    assert (find(world, calldata).state, find(world, calldata).problem_code) == (
        "rejected",
        "call.too_expensive",
    )
    assert world.state(submission) == "final"
    assert open_slots(world) == []
    assert world.tick() == ()


def test_a_kept_transaction_that_the_node_turns_out_to_refuse_is_given_up(world):
    calldata, submission = keep(world), world.intent()
    world.tick()
    world.chain.pool.clear()
    world.chain.gas_ceiling = 1
    world.tick()
    assert find(world, calldata).state == "rejected"
    world.chain.gas_ceiling = 10**9
    world.submit(submission)
    world.settle()
    assert world.state(submission) == "final"


def test_a_node_s_odd_word_about_one_transaction_stops_no_other(world):
    odd, submission = keep(world), world.intent()
    world.chain.odd[odd] = RpcFailed("The node refused eth_estimateGas: a riddle.")
    world.submit(submission)
    for _ in range(40):
        world.tick()
        world.chain.mine()
    assert world.state(submission) == "final"
    row = find(world, odd)
    assert (row.state, row.problem_code) == ("rejected", "call.refused")


def test_an_odd_word_about_a_sent_transaction_lets_the_other_steps_go_on(world):
    odd, submission = keep(world), world.intent()
    world.tick()
    world.chain.pool.clear()
    world.chain.odd[odd] = RpcFailed("The node refused eth_sendRawTransaction: a riddle.")
    world.submit(submission)
    assert world.tick() == ("chain.rpc",)
    assert len(world.chain.pool) == 1  # the anchor is out, behind the nonce of the call
    world.chain.odd.clear()
    world.settle()
    assert world.state(submission) == "final"
    assert find(world, odd).state == "final"


def test_the_gas_of_a_day_is_bounded_and_the_rest_waits_for_tomorrow(tmp_path):
    limit = gas_limit_of("revokeKeyFor")
    world = World(tmp_path, budgets=Budgets(10**6, 10**6, 10**6, 10**6, 10**6, 10**9, 2 * limit))
    calls, submission = [keep(world, n) for n in range(1, 4)], world.intent()
    world.submit(submission)
    world.settle()
    assert [find(world, calldata).state for calldata in calls] == ["final", "final", "queued"]
    assert world.state(submission) == "final"
    world.seconds += 86_400
    world.settle()
    assert find(world, calls[2]).state == "final"
    world.outbox.close()


class Refusing:
    """A node that refuses in its own words."""

    def __init__(self, words):
        self.words = words

    def call(self, method, params=()):  # noqa: ARG002
        raise RpcFailed(f"The node refused it: {self.words}", -32000)


@pytest.mark.parametrize(
    "words",
    [
        "exceeds block gas limit",
        "intrinsic gas too high",
        "transaction gas limit too high (cap: 16777216, tx: 17500000)",
        "transaction gas limit (17500000) is greater than the cap (16777216)",
        "tx gas limit exceeds the allowed maximum",
    ],
)
def test_words_of_nodes_about_too_much_gas(words):
    assert Submitter(Refusing(words), KEYS[0], 1).send(b"\x01") is SendOutcome.REFUSED
