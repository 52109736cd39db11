"""A gateway that lies in any one place is caught by the check that is named for it."""

import dataclasses

import pytest
from msgspec.structs import replace

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.records import Proof
from hashtagspace.client.verifying import Verifier
from hashtagspace.domain.intent import decode_record, intent_id

pytestmark = pytest.mark.anvil


@pytest.fixture(scope="module")
def honest(stack):
    """A client, its post and the honest proof."""
    import secrets  # noqa: PLC0415
    import time  # noqa: PLC0415

    from hashtagspace.errors import NotFound  # noqa: PLC0415

    me = Client(stack.url, Wallet.create(), poll_seconds=0.05)
    me.register(f"v_{secrets.token_hex(5)}", wait=True)
    others = [me.post(f"neighbour {n}") for n in range(3)]
    post_id = me.post("the truth")
    for each in (*others, post_id):
        me.wait(each)
    for _ in range(200):
        try:
            proof = me.gateway.get(f"/v1/posts/{post_id}/proof", Proof)
        except NotFound:
            time.sleep(0.1)
        else:
            return me, post_id, proof
    raise AssertionError("no proof in time")


def failing(stack, honest, proof, **changes):
    me, post_id, _ = honest
    options = {"read_block": me.gateway.read_block, "rpc_url": stack.rpc_url}
    options |= {"deployment": stack.deployment} | changes
    checks = Verifier(me.config, **options).verify(post_id, proof)
    return {check.name for check in checks if not check.ok}


def test_the_truth_passes(stack, honest):
    assert failing(stack, honest, honest[2]) == set()


def test_contracts_nobody_expected_are_the_gateways_word(stack, honest):
    assert failing(stack, honest, honest[2], deployment=None) == {"deployment"}


@pytest.mark.parametrize(
    "change",
    [
        {"chain_id": 1},
        {"start_block_hash": bytes(32)},
        {"addresses": {"PostRegistry": bytes(20)}},
        {"addresses": {"ProfileRegistry": bytes(20)}},
    ],
    ids=["chain", "start block", "posts", "profiles"],
)
def test_other_contracts_than_expected(stack, honest, change):
    real = stack.deployment
    if "addresses" in change:
        change = {"addresses": real.addresses | change["addresses"]}
    expected = dataclasses.replace(real, **change)
    assert failing(stack, honest, honest[2], deployment=expected) == {"deployment"}


def flip(text):
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def test_other_bytes(stack, honest):
    assert failing(stack, honest, honest[2], read_block=lambda _cid: b"{}") == {"content"}


def test_another_record(stack, honest):
    proof = honest[2]
    wrong = failing(stack, honest, replace(proof, record=flip(proof.record)))
    assert {"record", "authorised", "merkle path"} <= wrong


def test_a_record_that_is_none(stack, honest):
    assert "record" in failing(stack, honest, replace(honest[2], record="0xzz"))
    assert "record" in failing(stack, honest, replace(honest[2], record="0x00"))


def test_a_stranger_s_signature(stack, honest):
    me, _, proof = honest
    stranger = Wallet.create().sign_digest(
        intent_id(decode_record(bytes.fromhex(proof.record[2:])), me.domain)
    )
    assert failing(stack, honest, replace(proof, signature="0x" + stranger.hex())) == {"authorised"}


def test_no_signature(stack, honest):
    assert "signature" in failing(stack, honest, replace(honest[2], signature=None))


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("root", {"merkle path", "event"}),
        ("batch_digest", {"event"}),
        ("block_hash", {"block"}),
    ],
)
def test_a_place_that_is_not_the_one(stack, honest, member, names):
    proof = honest[2]
    inclusion = replace(proof.inclusion, **{member: flip(getattr(proof.inclusion, member))})
    assert failing(stack, honest, replace(proof, inclusion=inclusion)) == names


def test_another_count_is_another_batch(stack, honest):
    proof = honest[2]
    inclusion = replace(proof.inclusion, count=proof.inclusion.count + 1)
    assert failing(stack, honest, replace(proof, inclusion=inclusion)) == {"event"}


def test_another_path(stack, honest):
    proof = honest[2]
    path = [*proof.inclusion.merkle_proof, "0x" + "11" * 32]
    inclusion = replace(proof.inclusion, merkle_proof=path)
    assert failing(stack, honest, replace(proof, inclusion=inclusion)) == {"merkle path"}


def test_a_publication_that_never_was(stack, honest):
    proof = honest[2]
    inclusion = replace(proof.inclusion, type="publish", sender=proof.signer)
    assert "event" in failing(stack, honest, replace(proof, inclusion=inclusion))


def test_the_proof_of_another_post(stack, honest):
    me, _, proof = honest
    assert failing(stack, (me, "0x" + "22" * 32, proof), proof) == {"id"}


def test_an_edit_by_somebody_else_is_no_version(stack, honest):
    proof = honest[2]
    assert "version 1 belongs" in failing(stack, honest, replace(proof, versions=[proof]))


def test_no_node_at_all(stack, honest):
    assert {"chain source", "block"} <= failing(stack, honest, honest[2], rpc_url="http://127.0.0.1:9")
