"""Every check from a post's bytes to its block, believing nobody but the RPC endpoint chosen."""

from collections.abc import Callable, Iterator
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.relay_reads import Head, RelayReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.signatures import find_signer
from hashtagspace.client.records import Check, GatewayConfig, Inclusion, Proof, Version
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.intent import Intent, IntentDomain, decode_record, encode_head, record_id
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import is_included
from hashtagspace.domain.validity import judge
from hashtagspace.errors import ChainUnavailable, HashtagspaceError, InvalidIntent

_PUBLISHED: Final = "0x" + keccak256(b"Published(address,bytes32,bytes32,bytes32)").hex()
_INLINE: Final = "0x" + keccak256(b"PublishedInline(address,bytes32,bytes32,bytes)").hex()


class Verifier:
    """Checks proofs of one gateway against one RPC endpoint, for the contracts of one deployment.

    Without a deployment the contracts are those that the gateway names: a check says so and does not hold.
    """

    def __init__(
        self,
        config: GatewayConfig,
        read_block: Callable[[str], bytes],
        rpc_url: str | None,
        deployment: Deployment | None = None,
    ) -> None:
        self._config = config
        self._deployment = deployment
        self._posts = config.contract("PostRegistry")
        self._profiles = config.contract("ProfileRegistry")
        self._domain = IntentDomain(config.network.chain_id, self._posts)
        self._read_block = read_block
        self._is_own = rpc_url is not None
        url = rpc_url or config.network.rpc_url
        self._rpc = None if url is None else SharedRpc(Rpc(url))

    def verify(self, post_id: str, proof: Proof) -> list[Check]:
        """Named checks, the original's first, then each later version's; all must hold."""
        checks = [self._check_source(), self._check_deployment()]
        original = self._check_version(proof, "")
        checks += original
        checks.append(_check("id", proof.intent_id == post_id, "the proof is of the post that was asked for"))
        author = _profile_of(proof)
        for number, version in enumerate(proof.versions, start=1):
            label = f"version {number} "
            checks += self._check_version(version, label)
            belongs = self._is_version_of(version, post_id, author)
            checks.append(
                _check(f"{label}belongs", belongs, "an edit or retraction of this post by its profile")
            )
        return checks

    def _check_source(self) -> Check:
        if self._rpc is None:
            return Check("chain source", False, "no RPC endpoint was given: give rpc_url")
        if not self._is_own:
            return Check("chain source", False, "this gateway's word: give rpc_url of a node that you trust")
        try:
            chain_id = int(self._rpc.call("eth_chainId"), 16)
        except ChainUnavailable as failure:
            return Check("chain source", False, failure.detail)
        return _check("chain source", chain_id == self._domain.chain_id, f"the node serves chain {chain_id}")

    def _check_deployment(self) -> Check:
        """The gateway names the contracts expected, and the chain asked is the one they are on."""
        name, expected, config = "deployment", self._deployment, self._config
        if expected is None:
            return Check(name, False, "the contracts are this gateway's word: give the deployment you expect")
        told = (config.network.chain_id, self._posts, self._profiles)
        if told != (expected.chain_id, expected.post_registry, expected.profile_registry):
            return _check(name, False, "the gateway names the contracts that were expected")
        try:
            block = RelayReads(self._need_rpc(), self._posts, self._profiles).find_block(expected.start_block)
        except HashtagspaceError as failure:
            return Check(name, False, f"the chain could not be asked: {failure}")
        is_there = block is not None and block.hash == expected.start_block_hash
        return _check(name, is_there, "the chain has the start block of the contracts expected")

    def _check_version(self, version: Version, label: str) -> list[Check]:
        try:
            record = bytes.fromhex(version.record.removeprefix("0x"))
            intent = decode_record(record)
        except (ValueError, InvalidIntent):
            return [Check(f"{label}record", False, "the record is no intent")]
        intent_id = record_id(record, self._domain)
        signer = self._find_signer(version, intent_id)
        checks = [
            self._check_content(intent, label),
            _check(
                f"{label}record", "0x" + intent_id.hex() == version.intent_id, "record gives the intent id"
            ),
            _check(f"{label}signature", signer is not None, f"signed by 0x{(signer or b'').hex()}"),
        ]
        if signer is not None and self._rpc is not None:
            checks += self._guarded(
                lambda: self._check_chain(version, intent, intent_id, signer, label), label
            )
        else:
            checks.append(Check(f"{label}block", False, "the chain was not asked"))
        return checks

    def _guarded(self, make: Callable[[], Iterator[Check]], label: str) -> list[Check]:
        try:
            return list(make())
        except (HashtagspaceError, ValueError) as failure:
            return [Check(f"{label}block", False, f"the chain's side could not be checked: {failure}")]

    def _check_chain(
        self, version: Version, intent: Intent, intent_id: bytes, signer: bytes, label: str
    ) -> Iterator[Check]:
        reads = RelayReads(self._need_rpc(), self._posts, self._profiles)
        inclusion = version.inclusion
        block = reads.find_block(inclusion.block_number)
        is_there = block is not None and "0x" + block.hash.hex() == inclusion.block_hash
        yield _check(f"{label}block", is_there, f"block {inclusion.block_number} is in the chain")
        if block is None or not is_there:
            return
        if inclusion.type == "batch":
            yield from self._check_batch(reads, inclusion, intent_id, block, label)
        else:
            yield _check(
                f"{label}event",
                self._is_published(inclusion, intent, signer, block),
                "published in that block",
            )
        (allowed,) = reads.read_profiles(
            "isAuthorised", intent.profile, signer, int(intent.kind), block.time_seconds
        )
        yield _check(
            f"{label}authorised", bool(allowed), "the signer spoke for the profile at the block's time"
        )
        why = judge(intent, block.time_seconds)
        yield Check(f"{label}date", why is None, "dated within the window" if why is None else why.detail)

    def _check_batch(
        self, reads: RelayReads, inclusion: Inclusion, intent_id: bytes, block: Head, label: str
    ) -> Iterator[Check]:
        root, digest = _bytes(inclusion.root), _bytes(inclusion.batch_digest)
        path = [_bytes(node) for node in inclusion.merkle_proof or ()]
        yield _check(f"{label}merkle path", is_included(root, intent_id, path), "the path leads to the root")
        seen = reads.list_anchors(root, block.number, block.number)
        matches = [s for s in seen if (s.batch_digest, s.count, s.block) == (digest, inclusion.count, block)]
        yield _check(
            f"{label}event", bool(matches), "Anchored with this root, digest and count in that block"
        )

    def _check_content(self, intent: Intent, label: str) -> Check:
        name = f"{label}content"
        if intent.content == ZERO_WORD:
            return Check(name, True, "this kind carries no document")
        try:
            data = self._read_block(cid_of_digest(intent.content))
        except HashtagspaceError as failure:
            return Check(name, False, f"the document cannot be had: {failure.detail}")
        return _check(
            name, content_digest(data) == intent.content, "the bytes have the digest that was signed"
        )

    def _find_signer(self, version: Version, intent_id: bytes) -> bytes | None:
        if version.inclusion.type != "batch":
            return _bytes(version.inclusion.sender) or None
        return find_signer(intent_id, _bytes(version.signature))

    def _is_published(self, inclusion: Inclusion, intent: Intent, signer: bytes, block: Head) -> bool:
        topic = _PUBLISHED if inclusion.type == "publish" else _INLINE
        query = {"address": "0x" + self._posts.hex(), "topics": [topic], "blockHash": "0x" + block.hash.hex()}
        head = signer.rjust(32, b"\0") + encode_head(intent) + intent.subject
        for log in self._need_rpc().call("eth_getLogs", [query]):
            data = bytes.fromhex(log["data"][2:])
            if data[:96] != head:
                continue
            if inclusion.type == "publish" and data[96:128] == intent.content:
                return True
            length = int.from_bytes(data[128:160], "big")
            if inclusion.type == "inline" and content_digest(data[160 : 160 + length]) == intent.content:
                return True
        return False

    def _is_version_of(self, version: Version, post_id: str, author: int) -> bool:
        try:
            intent = decode_record(bytes.fromhex(version.record.removeprefix("0x")))
        except (ValueError, InvalidIntent):
            return False
        is_later = intent.kind in (Kind.EDIT, Kind.RETRACT) and "0x" + intent.subject.hex() == post_id
        return is_later and intent.profile == author

    def _need_rpc(self) -> SharedRpc:
        if self._rpc is None:
            raise ChainUnavailable("No RPC endpoint was given.")
        return self._rpc


def _check(name: str, ok: bool, detail: str) -> Check:
    return Check(name, ok, detail if ok else f"NOT TRUE: {detail}")


def _bytes(text: str | None) -> bytes:
    """The bytes of a member; what is no hex is nobody's."""
    try:
        return bytes.fromhex((text or "").removeprefix("0x"))
    except ValueError:
        return b""


def _profile_of(version: Version) -> int:
    return int.from_bytes(_bytes(version.record)[:8], "big")
