"""A proof convinces somebody who believes only the chain."""

from hashlib import sha256

import pytest

from hashtagspace.api.schemas.proof import Proof
from hashtagspace.chain.signatures import recover_signer
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.cid import digest_of_cid
from hashtagspace.domain.intent import decode_record, record_id
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.merkle import verify_proof


def raw(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def proof_of(client, post_id: bytes):
    response = client.get(f"/v1/posts/0x{post_id.hex()}/proof")
    assert response.status_code == 200, response.text
    Proof.model_validate_json(response.data, strict=True)
    return response.json


def verify_version(version, domain) -> None:
    """What a browser does: id from the record, signer from the signature, root from the path."""
    assert record_id(raw(version["record"]), domain) == raw(version["intentId"])
    if version["signature"] is not None:
        assert recover_signer(raw(version["intentId"]), raw(version["signature"])) == raw(version["signer"])
    inclusion = version["inclusion"]
    if inclusion["type"] == "batch":
        path = [raw(sibling) for sibling in inclusion["merkleProof"]]
        verify_proof(raw(inclusion["root"]), raw(version["intentId"]), path)
        assert digest_of_cid(inclusion["batchCid"]) == raw(inclusion["batchDigest"])


@pytest.mark.parametrize("name", ["hello", "answer", "quote", "repost", "edited", "retracted"])
def test_a_batched_post_proves_itself(client, town, name):
    proof = proof_of(client, getattr(town, name))
    verify_version(proof, town.world.deployment.intent_domain)
    for version in proof["versions"]:
        verify_version(version, town.world.deployment.intent_domain)
    assert proof["inclusion"]["type"] == "batch"


def test_a_published_post_names_its_sender(client, town):
    proof = proof_of(client, town.published)
    verify_version(proof, town.world.deployment.intent_domain)
    assert proof["signature"] is None
    assert proof["inclusion"]["type"] == "publish"
    assert raw(proof["inclusion"]["sender"]) == town.ann.wallet.address == raw(proof["signer"])


def test_edits_and_retractions_come_with_their_own_proofs(client, town):
    (edit,) = proof_of(client, town.edited)["versions"]
    assert decode_record(raw(edit["record"])).kind is Kind.EDIT
    (retraction,) = proof_of(client, town.retracted)["versions"]
    assert decode_record(raw(retraction["record"])).kind is Kind.RETRACT
    assert retraction["content"] is None


def test_the_content_digest_is_that_of_the_bytes_served(client, town):
    content = proof_of(client, town.hello)["content"]
    served = client.get(f"/ipfs/{content['cid']}?format=raw")
    assert sha256(served.data).digest() == raw(content["digest"])


def test_a_session_key_is_named_as_the_signer(client, world):
    person, key = world.person("keyholder"), Wallet.create()
    world.authorise(person, key)
    digest = world.document(b'{"type":"post","text":"by key"}')
    post_id = world.say(person, Kind.POST, digest=digest, signer=key)
    world.anchor()
    assert raw(proof_of(client, post_id)["signer"]) == key.address


def test_the_place_in_the_chain_is_the_block_that_holds_it(client, town):
    inclusion = proof_of(client, town.published)["inclusion"]
    assert inclusion["blockNumber"] == town.world.number
    assert raw(inclusion["blockHash"]) == town.world._hash(town.world.number)


def test_an_edit_by_somebody_else_is_no_version(client, town):
    town.world.post(town.eve, "forged", Kind.EDIT, town.hello)
    town.world.anchor()
    assert proof_of(client, town.hello)["versions"] == []


def test_however_often_a_post_was_edited_its_proof_has_three_parts(client, world):
    ann = world.person("rewriter")
    post_id = world.post(ann, "first")
    edits = [world.post(ann, f"edit {n}", Kind.EDIT, post_id) for n in range(30)]
    world.say(ann, Kind.RETRACT, post_id)
    world.say(ann, Kind.RETRACT, post_id)
    world.anchor()
    proof = proof_of(client, post_id)
    kinds = [decode_record(raw(version["record"])).kind for version in proof["versions"]]
    assert sorted(kinds) == [Kind.EDIT, Kind.RETRACT]
    assert {raw(version["intentId"]) for version in proof["versions"]} & set(edits)
