// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IPostRegistry} from "./interfaces/IPostRegistry.sol";

/// @title PostRegistry
contract PostRegistry is IPostRegistry, EIP712 {
    bytes32 private constant INTENT_TYPEHASH =
        keccak256("Intent(uint64 profile,uint8 kind,bytes32 subject,bytes32 content,uint64 createdAt)");

    /// @inheritdoc IPostRegistry
    mapping(bytes32 root => uint64) public anchoredAt;

    constructor() EIP712("hashtagspace", "1") {}

    /// @inheritdoc IPostRegistry
    function publish(bytes32 head, bytes32 subject, bytes32 content) external {
        emit Published(msg.sender, head, subject, content);
    }

    /// @inheritdoc IPostRegistry
    function publishInline(bytes32 head, bytes32 subject, bytes calldata content) external {
        emit PublishedInline(msg.sender, head, subject, content);
    }

    /// @inheritdoc IPostRegistry
    function anchor(bytes32 root, bytes32 batchDigest, uint32 count) external {
        if (anchoredAt[root] == 0) anchoredAt[root] = uint64(block.timestamp);
        emit Anchored(root, batchDigest, count);
    }

    /// @inheritdoc IPostRegistry
    function isAnchored(bytes32 root, bytes32 leaf, bytes32[] calldata proof) external view returns (bool) {
        return anchoredAt[root] != 0 && MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc IPostRegistry
    function intentId(bytes32 head, bytes32 subject, bytes32 content) external view returns (bytes32) {
        uint256 word = uint256(head);
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    INTENT_TYPEHASH,
                    word >> 192,
                    (word >> 184) & type(uint8).max,
                    subject,
                    content,
                    (word >> 120) & type(uint64).max
                )
            )
        );
    }
}
