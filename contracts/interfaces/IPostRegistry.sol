// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Posts: fixes intents in the chain, one by one or as the root of a batch.
/// @notice It judges nothing, refuses nothing and belongs to nobody. Which of the logged intents count follows from
///         ProfileRegistry and the documents, by rules that every reader applies alike.
interface IPostRegistry {
    /// @notice `sender` states an intent in its own transaction.
    /// @dev For the indexer:
    ///      1. `sender` is the caller, judged as the signer of the intent that `head`, `subject` and `content` spell.
    ///      2. Nothing else is checked: unknown profiles, kinds and times and non-zero padding all get here.
    event Published(address sender, bytes32 head, bytes32 subject, bytes32 content);

    /// @notice `sender` states an intent and puts its document on chain.
    /// @dev For the indexer: 1. As `Published`. 2. The intent's content is sha2-256 of `content`. 3. Any length gets
    ///      here; over 64 KiB the intent is invalid.
    event PublishedInline(address sender, bytes32 head, bytes32 subject, bytes content);

    /// @notice Somebody fixed a batch.
    /// @dev For the indexer:
    ///      1. Every call emits it, for a known root too; the sender means nothing.
    ///      2. `root`, `batchDigest` and `count` are claims until the batch's bytes are at hand. Another's event may
    ///         carry the same root with a wrong digest or count: judge each event by itself.
    ///      3. anchoredAt(root) is the block's time of its first event.
    event Anchored(bytes32 indexed root, bytes32 batchDigest, uint32 count);

    /// @notice Logs an intent under the caller's name.
    /// @param head profile (8 bytes) ‖ kind (1) ‖ createdAt in milliseconds (8) ‖ 15 zero bytes
    /// @param subject what the intent is about, by kind
    /// @param content digest (sha2-256) of its document; zero = none
    function publish(bytes32 head, bytes32 subject, bytes32 content) external;

    /// @notice Logs an intent with its document under the caller's name, for those who trust no host.
    /// @param content the document's bytes
    function publishInline(bytes32 head, bytes32 subject, bytes calldata content) external;

    /// @notice Fixes a batch. Never reverts.
    /// @param root Merkle root over the intent ids
    /// @param batchDigest sha2-256 of the batch's bytes
    /// @param count number of intents in it
    function anchor(bytes32 root, bytes32 batchDigest, uint32 count) external;

    /// @notice When `root` was first anchored, Unix seconds; 0 = never.
    function anchoredAt(bytes32 root) external view returns (uint64);

    /// @notice Whether `proof` leads from `leaf` to an anchored root. Proves inclusion only, never author or validity:
    ///         anyone may anchor any root.
    /// @param proof sibling hashes from the leaf up; a promoted node has none on its level
    function isAnchored(bytes32 root, bytes32 leaf, bytes32[] calldata proof) external view returns (bool);

    /// @notice The EIP-712 digest of Intent(uint64 profile,uint8 kind,bytes32 subject,bytes32 content,uint64
    ///         createdAt), without the line break, in this contract's domain. Padding in `head` is not part of it.
    function intentId(bytes32 head, bytes32 subject, bytes32 content) external view returns (bytes32);
}
