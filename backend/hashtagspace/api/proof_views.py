"""Proofs as JSON: the record as it was signed, and the way from it to the block."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from hashtagspace.api.encode import hex_of, maybe_hex, rfc3339_seconds
from hashtagspace.api.post_views import build_content
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.intent import Intent, encode_record
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_levels, proof_from_levels
from hashtagspace.store import read_posts, read_proofs
from hashtagspace.store.read_proofs import AnchorRecord, IntentRecord, PublicationRecord
from hashtagspace.store.reader import Connection

_MOST_TREES: Final = 32
Levels = Sequence[Sequence[bytes]]


class MerkleTrees:
    """Trees of the batches asked for lately; a digest names its batch for ever. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._trees: OrderedDict[bytes, Levels] = OrderedDict()

    def prove(self, connection: Connection, batch_digest: bytes, index: int) -> tuple[bytes, ...]:
        """The siblings from the leaf up."""
        with self._lock:
            levels = self._trees.get(batch_digest)
        if levels is None:
            levels = build_levels(read_proofs.list_leaves(connection, batch_digest))
            with self._lock:
                self._trees[batch_digest] = levels
                if len(self._trees) > _MOST_TREES:
                    self._trees.popitem(last=False)
        return proof_from_levels(levels, index)


def build_proof(
    connection: Connection, post_id: bytes, post_registry: bytes, trees: MerkleTrees
) -> dict[str, Any] | None:
    """The proof of a post with those of the edit in force and its retraction, None for an unknown post."""
    post = read_posts.map_posts(connection, [post_id]).get(post_id)
    if post is None:
        return None
    intents = read_proofs.list_versions(connection, post_id, post.profile, post.version_id)
    versions = [_build_version(connection, intent, post_registry, trees) for intent in intents]
    known = [version for version in versions if version is not None]
    own = next((version for version in known if version["intentId"] == hex_of(post_id)), None)
    if own is None:
        return None
    return {**own, "versions": [version for version in known if version is not own]}


def _build_version(
    connection: Connection, intent: IntentRecord, post_registry: bytes, trees: MerkleTrees
) -> dict[str, Any] | None:
    place = _build_place(connection, intent, post_registry)
    if intent.route == "batch":
        anchor = read_proofs.find_anchor(connection, intent)
        if anchor is None:
            return None
        siblings = trees.prove(connection, anchor.batch_digest, intent.position)
        return _build_signed(intent, anchor.signature, place | _in_batch(intent, anchor, siblings))
    publication = read_proofs.find_publication(connection, intent)
    return None if publication is None else _build_signed(intent, None, place | _by_itself(publication))


def _build_signed(intent: IntentRecord, signature: bytes | None, inclusion: dict[str, Any]) -> dict[str, Any]:
    words = Intent(intent.profile, Kind(intent.kind), intent.subject, intent.content, intent.created_at_ms)
    return {
        "intentId": hex_of(intent.intent_id),
        "record": hex_of(encode_record(words)),
        "signature": maybe_hex(signature),
        "signer": hex_of(intent.signer),
        "custodyIndex": intent.custody_index,
        "content": None if intent.content == ZERO_WORD else build_content(intent.content),
        "inclusion": inclusion,
    }


def _build_place(connection: Connection, intent: IntentRecord, post_registry: bytes) -> dict[str, Any]:
    block_hash = read_proofs.find_block_hash(connection, intent.block_number)
    return {
        "type": intent.route,
        "contract": hex_of(post_registry),
        "logIndex": intent.log_index,
        "blockNumber": intent.block_number,
        "blockHash": hex_of(block_hash or ZERO_WORD),
        "blockTime": rfc3339_seconds(intent.block_time),
    }


def _in_batch(intent: IntentRecord, anchor: AnchorRecord, siblings: Sequence[bytes]) -> dict[str, Any]:
    return {
        "txHash": hex_of(anchor.tx_hash),
        "root": hex_of(anchor.root),
        "batchDigest": hex_of(anchor.batch_digest),
        "batchCid": cid_of_digest(anchor.batch_digest),
        "count": anchor.record_count,
        "index": intent.position,
        "merkleProof": [hex_of(sibling) for sibling in siblings],
        "sender": None,
    }


def _by_itself(publication: PublicationRecord) -> dict[str, Any]:
    absent = ("root", "batchDigest", "batchCid", "count", "index", "merkleProof")
    return {
        "txHash": hex_of(publication.tx_hash),
        **dict.fromkeys(absent),
        "sender": hex_of(publication.sender),
    }
