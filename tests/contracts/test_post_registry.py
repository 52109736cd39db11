"""Posts on chain: published word for word, or fixed as the root of a batch."""

from brownie import chain, web3
from eth_account.messages import encode_typed_data
from eth_utils import keccak
from signed_forms import typed_data

CONTENT, SUBJECT = keccak(text="a document"), keccak(text="a post")


def head_of(profile, kind, created_at_ms):
    return profile.to_bytes(8) + kind.to_bytes(1) + created_at_ms.to_bytes(8) + bytes(15)


def test_publish_logs_what_was_sent(deployed, alice):
    head = head_of(2**63 - 1, 2, 1_790_000_000_000)
    tx = deployed.posts.publish(head, SUBJECT, CONTENT, {"from": alice.account})
    assert dict(tx.events["Published"]) == {
        "sender": alice.address,
        "head": "0x" + head.hex(),
        "subject": "0x" + SUBJECT.hex(),
        "content": "0x" + CONTENT.hex(),
    }
    assert len(tx.logs[0]["topics"]) == 1
    assert tx.gas_used <= 25_000


def test_publish_inline_keeps_the_document(deployed, alice):
    document = b'{"type":"post","text":"no host needed #freedom"}'
    tx = deployed.posts.publishInline(head_of(1, 1, 1), bytes(32), document, {"from": alice.account})
    assert tx.events["PublishedInline"]["content"] == "0x" + document.hex()


def test_nothing_is_refused_even_nonsense(deployed, alice):
    tx = deployed.posts.publish(b"\xff" * 32, b"\xff" * 32, b"\xff" * 32, {"from": alice.account})
    assert tx.events["Published"]["head"] == "0x" + "ff" * 32


def test_intent_id_is_what_a_wallet_signs(deployed):
    values = (7, 2, SUBJECT, CONTENT, 1_790_000_000_123)
    message = encode_typed_data(full_message=typed_data(deployed.posts, "Intent", values, "hashtagspace"))
    digest = keccak(b"\x19" + message.version + message.header + message.body)
    head = head_of(values[0], values[1], values[4])
    assert deployed.posts.intentId(head, SUBJECT, CONTENT) == "0x" + digest.hex()


def test_an_anchor_counts_from_the_first_time_and_is_told_each_time(deployed, relayer, alice):
    root, digest = keccak(text="root"), keccak(text="batch")
    copied = deployed.posts.anchor(root, keccak(text="garbage"), 1, {"from": alice.account})
    chain.sleep(10)
    tx = deployed.posts.anchor(root, digest, 1000, {"from": relayer})
    assert dict(tx.events["Anchored"]) == {
        "root": "0x" + root.hex(),
        "batchDigest": "0x" + digest.hex(),
        "count": 1000,
    }
    assert deployed.posts.anchoredAt(root) == copied.timestamp
    assert copied.gas_used <= 47_000


def test_inclusion_by_proof(deployed, relayer):
    leaves = [keccak(text=f"leaf {i}") for i in range(3)]
    pair = keccak(b"".join(sorted(leaves[:2])))
    root = keccak(b"".join(sorted([pair, leaves[2]])))
    posts = deployed.posts
    assert not posts.isAnchored(root, leaves[2], [pair])
    posts.anchor(root, keccak(text="batch"), 3, {"from": relayer})
    assert posts.isAnchored(root, leaves[2], [pair])
    assert posts.isAnchored(root, leaves[0], [leaves[1], leaves[2]])
    assert not posts.isAnchored(root, leaves[0], [leaves[2], leaves[1]])
    assert web3.eth.get_storage_at(posts.address, 0) == bytes(32), "no owner, no switch"
