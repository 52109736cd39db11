// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {PostRegistry} from "../../contracts/PostRegistry.sol";
import {IPostRegistry} from "../../contracts/interfaces/IPostRegistry.sol";
import {Forms} from "./base/Forms.sol";
import {Test} from "./base/Test.sol";
import {Vm} from "./base/Vm.sol";

contract PostRegistryTest is Test {
    PostRegistry internal posts;

    function setUp() public {
        vm.warp(START);
        posts = new PostRegistry();
    }

    // What never counts as inclusion

    function testFuzz_nothing_is_anchored_at_first(bytes32 root, bytes32 leaf, bytes32[] memory proof)
        public
        view
    {
        vm.assertEq(posts.anchoredAt(root), 0, "unknown root");
        vm.assertFalse(posts.isAnchored(root, leaf, proof), "unknown root proves nothing");
        vm.assertFalse(posts.isAnchored(leaf, leaf, new bytes32[](0)), "nor itself");
    }

    function testFuzz_a_wrong_proof_proves_nothing(bytes32 a, bytes32 b, bytes32 wrong) public {
        vm.assume(wrong != b && a != b);
        bytes32 root = Hashes.commutativeKeccak256(a, b);
        posts.anchor(root, bytes32(0), 2);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = wrong;
        vm.assertFalse(posts.isAnchored(root, a, proof), "wrong sibling");
        vm.assertFalse(posts.isAnchored(root, a, new bytes32[](0)), "missing sibling");
    }

    // Anchors

    function testFuzz_an_anchor_is_stored_once_and_told_every_time(
        bytes32 root,
        bytes32 first,
        bytes32 second,
        uint32 count
    ) public {
        vm.expectEmit(address(posts));
        emit IPostRegistry.Anchored(root, first, count);
        posts.anchor(root, first, count);
        vm.warp(START + 50);
        vm.expectEmit(address(posts));
        emit IPostRegistry.Anchored(root, second, count);
        posts.anchor(root, second, count);
        vm.assertEq(posts.anchoredAt(root), START, "first time stays");
    }

    /// @dev Somebody sees a root in the mempool and anchors it first, with a digest of nothing and a wrong count.
    function test_a_copied_root_takes_nothing_from_the_relay() public {
        bytes32 root = keccak256("root");
        vm.prank(address(0xbad));
        posts.anchor(root, keccak256("garbage"), 1);
        vm.expectEmit(address(posts));
        emit IPostRegistry.Anchored(root, keccak256("batch"), 1000);
        posts.anchor(root, keccak256("batch"), 1000);
        vm.assertEq(posts.anchoredAt(root), START, "anchored all the same");
    }

    /// @dev An odd tree of five leaves: the fifth is promoted twice, its proof has one hash.
    function test_proofs_lead_to_the_root_of_an_odd_tree() public {
        bytes32[5] memory leaf;
        for (uint256 i = 0; i < 5; ++i) {
            leaf[i] = keccak256(abi.encode("leaf", i));
        }
        bytes32 ab = Hashes.commutativeKeccak256(leaf[0], leaf[1]);
        bytes32 cd = Hashes.commutativeKeccak256(leaf[2], leaf[3]);
        bytes32 abcd = Hashes.commutativeKeccak256(ab, cd);
        bytes32 root = Hashes.commutativeKeccak256(abcd, leaf[4]);
        posts.anchor(root, bytes32(0), 5);

        bytes32[] memory short = new bytes32[](1);
        short[0] = abcd;
        vm.assertTrue(posts.isAnchored(root, leaf[4], short), "promoted leaf");
        bytes32[] memory long = new bytes32[](3);
        (long[0], long[1], long[2]) = (leaf[3], ab, leaf[4]);
        vm.assertTrue(posts.isAnchored(root, leaf[2], long), "inner leaf");
        (long[0], long[1]) = (long[1], long[0]);
        vm.assertFalse(posts.isAnchored(root, leaf[2], long), "order of levels matters");
    }

    function testFuzz_a_single_leaf_is_its_own_root(bytes32 leaf) public {
        posts.anchor(leaf, bytes32(0), 1);
        vm.assertTrue(posts.isAnchored(leaf, leaf, new bytes32[](0)), "one leaf");
    }

    // Publishing

    function testFuzz_publish_logs_the_words_and_the_sender(
        address sender,
        bytes32 head,
        bytes32 subject,
        bytes32 content
    ) public {
        vm.expectEmit(address(posts));
        emit IPostRegistry.Published(sender, head, subject, content);
        vm.prank(sender);
        posts.publish(head, subject, content);
    }

    function testFuzz_publishInline_logs_the_document(
        address sender,
        bytes32 head,
        bytes32 subject,
        bytes memory content
    ) public {
        vm.expectEmit(address(posts));
        emit IPostRegistry.PublishedInline(sender, head, subject, content);
        vm.prank(sender);
        posts.publishInline(head, subject, content);
    }

    function test_publish_has_one_topic_and_four_words() public {
        vm.recordLogs();
        posts.publish(bytes32(uint256(1)), bytes32(uint256(2)), bytes32(uint256(3)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1, "one log");
        vm.assertEq(logs[0].topics.length, 1, "signature only");
        vm.assertEq(logs[0].data.length, 128, "four words");
    }

    // Intent ids

    function testFuzz_intentId_is_the_eip712_digest_of_the_intent(
        uint64 profile,
        uint8 kind,
        bytes32 subject,
        bytes32 content,
        uint64 createdAt,
        uint120 padding
    ) public view {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Intent(uint64 profile,uint8 kind,bytes32 subject,bytes32 content,uint64 createdAt)"
                ),
                profile,
                kind,
                subject,
                content,
                createdAt
            )
        );
        bytes32 head = bytes32(abi.encodePacked(profile, kind, createdAt, padding));
        vm.assertEq(
            posts.intentId(head, subject, content),
            Forms.digest(structHash, address(posts), block.chainid),
            "digest"
        );
    }

    function test_intent_ids_differ_by_deployment_and_chain() public {
        bytes32 id = posts.intentId("head", bytes32(0), bytes32(0));
        bytes32 elsewhere = new PostRegistry().intentId("head", bytes32(0), bytes32(0));
        vm.assertNotEq(id, elsewhere, "another contract");
        vm.chainId(block.chainid + 1);
        vm.assertNotEq(id, posts.intentId("head", bytes32(0), bytes32(0)), "another chain");
    }
}
