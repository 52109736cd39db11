// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EpochRoots} from "../../contracts/EpochRoots.sol";
import {IArbiter} from "../../contracts/interfaces/IArbiter.sol";
import {IEpochRoots} from "../../contracts/interfaces/IEpochRoots.sol";
import {RootsTest} from "./base/RootsTest.sol";
import {Vm} from "./base/Vm.sol";

/// @notice Calls on behalf of whoever hides behind it.
contract Wrapper {
    function pass(address target, bytes calldata data) external returns (bytes memory answer) {
        bool isDone;
        (isDone, answer) = target.call(data);
        require(isDone, "refused");
    }
}

/// @notice Many posts and disputes at a time: what becomes of them and of their bonds.
contract EpochRootsPostsTest is RootsTest {
    // Many at a time

    function test_a_sham_dispute_blocks_no_real_one_and_bonds_come_back() public {
        falsify(5, 0, keccak256("wrong"));
        post();
        vm.prank(OTHER);
        uint256 sham = roots.dispute(id, header, 1);
        uint256 game = dispute(5);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, id, IEpochRoots.State.Open));
        roots.recall(sham);
        skip(MOVE + 1);
        roots.timeOut(game);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotYourTurn.selector, sham, IEpochRoots.Turn.Open));
        roots.timeOut(sham);
        roots.recall(sham);
        vm.assertEq(roots.creditOf(OTHER), DISPUTE_BOND, "back");
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotYourTurn.selector, sham, IEpochRoots.Turn.Over));
        roots.recall(sham);
        checkMoney(0, 0);
    }

    function test_no_root_becomes_final_while_it_is_disputed() public {
        post();
        skip(7 days);
        uint256 game = dispute(7);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, id, IEpochRoots.State.Open));
        roots.finish(id, header);
        roots.open(game, nodesOf(7, 0));
        vm.prank(CHALLENGER);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, id, IEpochRoots.State.Open));
        roots.dispute(id, header, 1);
    }

    function test_losing_on_purpose_ruins_nobody_elses_post() public {
        post();
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.AlreadyPosted.selector, id));
        postAs(POSTER);
        bytes32 second = postAs(OTHER);
        uint256 game = dispute(7);
        skip(MOVE + 1);
        roots.timeOut(game);
        _checkRefutedOnly();
        skip(7 days);
        roots.finish(second, header);
        vm.assertEq(roots.creditOf(OTHER), BOND + BOND / 2, "bond and reward");
        checkMoney(0, 0);
    }

    function _checkRefutedOnly() private view {
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Refuted), "refuted");
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2 + DISPUTE_BOND, "half of the bond");
    }

    function test_posts_that_come_second_are_passed_over() public {
        post();
        skip(1);
        bytes32 same = postAs(OTHER);
        header.columns[7] = keccak256("another root");
        bytes32 wrong = postAs(CHALLENGER);
        load(SOCIETY);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, same, IEpochRoots.State.Open));
        roots.passOver(same);
        skip(7 days);
        roots.finish(id, header);
        roots.passOver(same);
        roots.passOver(wrong);
        vm.assertEq(roots.creditOf(OTHER), BOND, "the same root");
        vm.assertEq(roots.creditOf(CHALLENGER), 0, "another root");
        vm.assertEq(roots.reward(), BOND, "for the next");
        vm.expectPartialRevert(IEpochRoots.AlreadyPosted.selector);
        roots.post(header);
        checkMoney(0, 0);
    }

    // What is in logs

    /// @dev The poster goes through a contract that packs everything: it is in logs all the same.
    function test_what_a_dispute_needs_is_in_logs_whoever_calls() public {
        address wrapper = address(new Wrapper());
        token.mint(wrapper, BOND);
        vm.prank(wrapper);
        token.approve(address(roots), BOND);
        vm.recordLogs();
        id = abi.decode(
            Wrapper(wrapper).pass(address(roots), abi.encodeCall(roots.post, (header))), (bytes32)
        );
        (,, Header memory read) = abi.decode(_logOf(IEpochRoots.Posted.selector), (address, uint40, Header));
        vm.assertEq(keccak256(abi.encode(read)), keccak256(abi.encode(header)), "the header");

        uint256 cell = cellOf(7);
        uint256 game = dispute(7);
        bytes32[] memory level = nodesOf(7, 0);
        vm.recordLogs();
        Wrapper(wrapper).pass(address(roots), abi.encodeCall(roots.open, (game, level)));
        bytes32[] memory shown = abi.decode(_logOf(IEpochRoots.Opened.selector), (bytes32[]));
        vm.prank(CHALLENGER);
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        roots.choose(game, shown, uint32(cellSeats[cell]));
        vm.recordLogs();
        bytes memory answer = abi.encodeCall(roots.answer, (game, header, witnessOf(cell)));
        Wrapper(wrapper).pass(address(roots), answer);
        Witness memory witness = abi.decode(_logOf(IEpochRoots.Witnessed.selector), (Witness));
        vm.assertEq(roots.disputeOf(game).node, keccak256(abi.encode(witness)), "the witness");
    }

    function _logOf(bytes32 event_) private returns (bytes memory) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == event_) return logs[i].data;
        }
        revert("no such log");
    }

    // When and what

    function test_posts_come_in_their_epoch_or_the_next() public {
        chain.writeEpoch(header.epoch - 1);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotNow.selector, header.epoch));
        roots.post(header);
        chain.writeEpoch(header.epoch + 2);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotNow.selector, header.epoch));
        roots.post(header);
        chain.writeEpoch(header.epoch + 1);
        post();
    }

    function test_an_empty_graph_has_no_root() public {
        header.accounts = 0;
        vm.expectRevert(IEpochRoots.HeaderInvalid.selector);
        roots.post(header);
    }

    function test_refuses_links_that_lead_nowhere_and_bonds_of_nothing() public {
        vm.expectRevert(IEpochRoots.ParametersInvalid.selector);
        new EpochRoots(token, IArbiter(address(0)), BOND, DISPUTE_BOND);
        vm.expectRevert(IEpochRoots.ParametersInvalid.selector);
        new EpochRoots(token, arbiter, 0, DISPUTE_BOND);
        vm.expectRevert(IEpochRoots.ParametersInvalid.selector);
        new EpochRoots(token, arbiter, BOND, 0);
    }
}
