// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PostRegistry} from "../../../contracts/PostRegistry.sol";
import {Test} from "../base/Test.sol";

/// @notice Anyone anchors any of a few roots at any time, and publishes anything.
contract PostHandler is Test {
    PostRegistry public immutable POSTS;
    mapping(bytes32 root => uint64) public firstSeen;
    uint256 public anchors;

    constructor(PostRegistry posts) {
        POSTS = posts;
    }

    function root(uint256 index) public pure returns (bytes32) {
        return keccak256(abi.encode(index % 12));
    }

    function passTime(uint16 addedSeconds) external {
        skip(addedSeconds);
    }

    function anchor(address sender, uint256 which, bytes32 digest, uint32 count) external {
        vm.prank(sender);
        POSTS.anchor(root(which), digest, count);
        if (firstSeen[root(which)] == 0) firstSeen[root(which)] = uint64(vm.getBlockTimestamp());
        ++anchors;
    }

    function publish(address sender, bytes32 head, bytes32 subject, bytes32 content) external {
        vm.prank(sender);
        POSTS.publish(head, subject, content);
    }

    function publishInline(address sender, bytes32 head, bytes32 subject, bytes calldata content) external {
        vm.prank(sender);
        POSTS.publishInline(head, subject, content);
    }
}

contract PostInvariants is Test {
    PostRegistry internal posts;
    PostHandler internal handler;

    function setUp() public {
        vm.warp(START);
        posts = new PostRegistry();
        handler = new PostHandler(posts);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_a_root_keeps_the_time_of_its_first_anchor() public view {
        for (uint256 i = 0; i < 12; ++i) {
            bytes32 root = handler.root(i);
            vm.assertEq(posts.anchoredAt(root), handler.firstSeen(root), "first anchor");
            vm.assertTrue(
                posts.isAnchored(root, root, new bytes32[](0)) == (handler.firstSeen(root) != 0), "inclusion"
            );
        }
    }
}
