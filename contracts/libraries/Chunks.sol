// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Records in chunks of eight words: the mask over them, and the roots of what is under it and over it.
/// @notice Word t of a record is masked by keccak(key, t). The first word of every chunk is a random salt, so that a leaf
///         of the plaintext cannot be guessed. Trees are perfect; a node is keccak(left, right), by position.
library Chunks {
    bytes32 internal constant CT = keccak256("hashtagspace/market/ct/v1");
    bytes32 internal constant PT = keccak256("hashtagspace/market/pt/v1");
    bytes32 internal constant KEY = keccak256("hashtagspace/market/key/v1");
    bytes32 internal constant EPOCH_KEY = keccak256("hashtagspace/market/epoch-key/v1");
    uint256 private constant MAX_HEIGHT = 20;

    /// @notice One chunk of ciphertext with its path, and the leaf that the plaintext root has in its place.
    struct Chunk {
        uint256 index;
        bytes32[8] words;
        bytes32[] ctPath;
        bytes32 ptLeaf;
        bytes32[] ptPath;
    }

    /// @notice The key of a record: Z = x·H in full, and the record's own number.
    function keyOf(uint256 zx, uint256 zy, bytes32 record) internal pure returns (bytes32) {
        return keccak256(abi.encode(KEY, zx, zy, record));
    }

    /// @notice Whether the chunk is under both roots at one place, and the key turns it into something else than the leaf
    ///         that the plaintext root has there.
    function isGarbage(Chunk calldata chunk, bytes32 ctRoot, bytes32 ptRoot, bytes32 key)
        internal
        pure
        returns (bool)
    {
        if (chunk.ctPath.length != chunk.ptPath.length) return false;
        bytes32 ctLeaf = keccak256(abi.encode(CT, chunk.index, chunk.words));
        return isUnder(ctRoot, ctLeaf, chunk.index, chunk.ctPath)
            && isUnder(ptRoot, chunk.ptLeaf, chunk.index, chunk.ptPath)
            && keccak256(abi.encode(PT, chunk.index, unmask(chunk.words, chunk.index, key))) != chunk.ptLeaf;
    }

    /// @notice The chunk without its mask.
    function unmask(bytes32[8] calldata words, uint256 index, bytes32 key)
        internal
        pure
        returns (bytes32[8] memory plain)
    {
        for (uint256 i = 0; i < 8; ++i) {
            plain[i] = words[i] ^ keccak256(abi.encode(key, index * 8 + i));
        }
    }

    /// @notice Whether `leaf` is number `index` under `root`; bit i of the index says on which side it is at height i.
    function isUnder(bytes32 root, bytes32 leaf, uint256 index, bytes32[] calldata path)
        internal
        pure
        returns (bool)
    {
        if (path.length > MAX_HEIGHT || index >> path.length != 0) return false;
        bytes32 node = leaf;
        for (uint256 i = 0; i < path.length; ++i) {
            node = (index >> i) & 1 == 0
                ? keccak256(abi.encode(node, path[i]))
                : keccak256(abi.encode(path[i], node));
        }
        return node == root;
    }
}
