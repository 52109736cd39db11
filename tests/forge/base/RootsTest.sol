// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EpochRoots} from "../../../contracts/EpochRoots.sol";
import {IEpochRoots} from "../../../contracts/interfaces/IEpochRoots.sol";
import {Descent} from "./Descent.sol";
import {PlainToken} from "./OddTokens.sol";

/// @notice Roots over the society of people_commit.json, with a poster, a challenger and another.
abstract contract RootsTest is Descent {
    uint128 internal constant BOND = 1000e18;
    uint128 internal constant DISPUTE_BOND = 100e18;
    uint64 internal constant MOVE = 7 days / 16;
    uint256 internal constant SOCIETY = 4;
    address internal constant POSTER = address(0x9057);
    address internal constant OTHER = address(0x07e4);

    PlainToken internal token;
    bytes32 internal id;

    function setUp() public virtual {
        vm.warp(START);
        load(SOCIETY);
        token = new PlainToken();
        roots = new EpochRoots(token, arbiter, BOND, DISPUTE_BOND);
        address[3] memory people = [POSTER, CHALLENGER, OTHER];
        for (uint256 i = 0; i < 3; ++i) {
            token.mint(people[i], 10_000e18);
            vm.prank(people[i]);
            token.approve(address(roots), type(uint256).max);
        }
    }

    // Moves

    function post() internal {
        id = postAs(POSTER);
    }

    function postAs(address who) internal returns (bytes32) {
        vm.prank(who);
        return roots.post(header);
    }

    function dispute(uint256 column) internal returns (uint256) {
        vm.prank(CHALLENGER);
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        return roots.dispute(id, header, uint32(column));
    }

    function descendTo(uint256 cell) internal returns (uint256 game) {
        game = dispute(cellColumns[cell]);
        if (cellColumns[cell] < columns) descend(game, cellColumns[cell], cellSeats[cell]);
    }

    function checkTurn(uint256 game, IEpochRoots.Turn turn) internal view {
        vm.assertEq(uint256(roots.disputeOf(game).turn), uint256(turn), "turn");
    }

    function checkRefuted(uint256 game) internal view {
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Refuted), "refuted");
        checkTurn(game, IEpochRoots.Turn.Over);
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2 + DISPUTE_BOND, "half of the bond");
        vm.assertEq(roots.reward(), BOND / 2, "the other half for the next final poster");
        checkMoney(0, 0);
    }

    /// @dev balance = reward + credits + bonds of open posts and of disputes that are not over
    function checkMoney(uint256 posts, uint256 disputes) internal view {
        uint256 sum = roots.reward() + roots.creditOf(POSTER) + roots.creditOf(CHALLENGER)
            + roots.creditOf(OTHER) + posts * BOND + disputes * DISPUTE_BOND;
        vm.assertEq(token.balanceOf(address(roots)), sum, "every token is somebody's");
    }

    function answer(uint256 game, Witness memory witness) internal {
        vm.prank(POSTER);
        roots.answer(game, header, witness);
    }
}
