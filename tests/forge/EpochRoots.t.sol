// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEpochRoots} from "../../contracts/interfaces/IEpochRoots.sol";
import {Columns} from "../../contracts/libraries/Columns.sol";
import {RootsTest} from "./base/RootsTest.sol";

/// @notice One post and one dispute: right roots stand, wrong ones fall, silence loses.
contract EpochRootsTest is RootsTest {
    // A right root

    function test_a_right_root_becomes_final_after_its_window() public {
        post();
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, id, IEpochRoots.State.Open));
        roots.finish(id, header);
        skip(7 days + 1);
        roots.finish(id, header);
        IEpochRoots.FinalRoot memory done = roots.finalOf(header.epoch);
        vm.assertEq(done.root, keccak256(abi.encode(header)), "root");
        vm.assertEq(done.standing, header.columns[Columns.standingColumn(header.accounts)], "standing");
        vm.assertEq(roots.latestFinal(), header.epoch, "latest");
        roots.withdraw(POSTER);
        vm.assertEq(token.balanceOf(POSTER), 10_000e18, "bond back");
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NothingDue.selector, POSTER));
        roots.withdraw(POSTER);
    }

    function testFuzz_a_right_root_survives_a_dispute_about_any_cell(uint256 luck) public {
        post();
        uint256 cell = luck % witnesses.length;
        uint256 game = descendTo(cell);
        answer(game, witnessOf(cell));
        Witness memory witness = witnessOf(cell);
        for (uint256 index = 0; index < 6 + witness.row.length / 4; ++index) {
            _tryToContradict(game, cell, witness, index);
        }
        skip(MOVE + 1);
        roots.timeOut(game);
        vm.assertEq(roots.creditOf(POSTER), DISPUTE_BOND, "the challenger's bond");
        skip(7 days);
        roots.finish(id, header);
        checkMoney(0, 0);
    }

    /// @dev With what is committed there, and with something else.
    function _tryToContradict(uint256 game, uint256 cell, Witness memory witness, uint256 index) private {
        try arbiter.claimOf(header, cellColumns[cell], cellSeats[cell], witness, index) returns (
            uint256 column, uint256 seat, bytes32 leaf
        ) {
            bytes32[] memory path = pathOf(column, seat);
            vm.expectRevert(IEpochRoots.ProofInvalid.selector);
            roots.contradict(game, header, witness, index, leaf, path);
            vm.expectRevert(IEpochRoots.ProofInvalid.selector);
            roots.contradict(game, header, witness, index, keccak256("another"), path);
        } catch {}
    }

    /// @dev A witness that leads to the right leaf can claim what is false, in bits that no rule reads.
    function test_nobody_answers_in_the_posters_stead() public {
        post();
        uint256 cell = cellOf(Columns.ROLL);
        while (cellSeats[cell] == 0) ++cell;
        vm.assertEq(cellColumns[cell], Columns.ROLL, "a seat behind another");
        uint256 game = descendTo(cell);
        Witness memory witness = witnessOf(cell);
        witness.own[1] ^= 1 << 200;
        vm.assertTrue(
            arbiter.isFollowing(
                header, Columns.ROLL, cellSeats[cell], leafAt(Columns.ROLL, cellSeats[cell]), witness
            ),
            "it follows"
        );
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotPoster.selector, game));
        vm.prank(CHALLENGER);
        roots.answer(game, header, witness);
        answer(game, witnessOf(cell));
        checkTurn(game, IEpochRoots.Turn.Contradict);
    }

    // A wrong root

    function testFuzz_a_wrong_leaf_has_no_answer(uint256 luck, bytes32 leaf) public {
        uint256 cell = luck % witnesses.length;
        (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
        if (column >= columns || leaf == leafAt(column, seat)) return;
        falsify(column, seat, leaf);
        post();
        uint256 game = descendTo(cell);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        answer(game, witnessOf(cell));
        skip(MOVE + 1);
        roots.timeOut(game);
        checkRefuted(game);
    }

    /// @dev A rate that the partner does not have makes a wrong sum "right": one proof of the partner's leaf ends it.
    function test_a_false_input_is_contradicted_by_one_proof() public {
        uint256 column = Columns.START + 2;
        uint256 cell = cellOf(column);
        uint256 seat = cellSeats[cell];
        Witness memory witness = witnessOf(cell);
        vm.assertTrue(witness.weights.length != 0, "has partners");
        witness.partners[1] += 1000;
        witness.own[0] += 1000 * uint256(uint8(witness.weights[0]));
        uint256 rate = (witness.own[0] & type(uint64).max) / _total(witness.weights);
        witness.own[1] = (witness.own[1] >> 64 << 64) | rate;
        falsify(column, seat, Columns.stepLeaf(witness.own[0], witness.own[1]));
        post();
        uint256 game = descendTo(cell);
        answer(game, witness);
        _contradictFirstPartner(game, column - 1, witness);
        checkRefuted(game);
    }

    function _contradictFirstPartner(uint256 game, uint256 before, Witness memory witness) private {
        uint256 partner = uint32(bytes4(witness.row));
        bytes32[] memory path = pathOf(before, partner);
        roots.contradict(game, header, witness, 3, leafAt(before, partner), path);
    }

    function _total(bytes memory weights) private pure returns (uint256 total) {
        for (uint256 k = 0; k < weights.length; ++k) {
            total += uint8(weights[k]);
        }
    }

    function test_a_false_row_is_asked_of_the_chain() public {
        Witness memory witness;
        witness.row = abi.encodePacked(uint32(0));
        falsify(Columns.ROW, 10, Columns.rowLeaf(witness.row));
        post();
        uint256 game = dispute(Columns.ROW);
        descend(game, Columns.ROW, 10);
        answer(game, witness);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        roots.refuteRow(game, header, witness, 1);
        roots.refuteRow(game, header, witness, 0);
        checkRefuted(game);
    }

    function test_a_false_weight_is_counted_from_two_rows() public {
        uint256 cell = cellOf(Columns.WEIGHTS);
        uint256 seat = cellSeats[cell];
        Witness memory witness = witnessOf(cell);
        witness.weights[0] = bytes1(uint8(witness.weights[0]) == 9 ? 8 : uint8(witness.weights[0]) + 1);
        falsify(
            Columns.WEIGHTS, seat, Columns.weightsLeaf(_total(witness.weights), keccak256(witness.weights))
        );
        post();
        uint256 game = dispute(Columns.WEIGHTS);
        descend(game, Columns.WEIGHTS, seat);
        answer(game, witness);
        _countWeights(game, witness, seat);
        checkRefuted(game);
    }

    /// @dev The second weight is right, the first is not.
    function _countWeights(uint256 game, Witness memory witness, uint256 seat) private {
        bytes memory row = _rowOf(seat);
        bytes32[] memory path = pathOf(Columns.ROW, seat);
        for (uint256 k = 2; k > 0; --k) {
            uint256 partner = uint32(bytes4(_from(row, 4 * (k - 1))));
            bytes32[] memory partnerPath = pathOf(Columns.ROW, partner);
            bytes memory other = _rowOf(partner);
            if (k == 2) vm.expectRevert(IEpochRoots.ProofInvalid.selector);
            roots.refuteWeight(game, header, witness, k - 1, row, path, other, partnerPath);
        }
    }

    function _from(bytes memory row, uint256 place) private pure returns (bytes memory part) {
        part = new bytes(4);
        for (uint256 i = 0; i < 4; ++i) {
            part[i] = row[place + i];
        }
    }

    function _rowOf(uint256 seat) private view returns (bytes memory row) {
        for (uint32 partner = 0; partner < seats; ++partner) {
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            if (chain.isLive(uint64(seat + 1), partner + 1, 0)) row = abi.encodePacked(row, partner);
        }
    }

    function testFuzz_false_totals_fall_at_once(uint256 luck) public {
        uint256 which = luck % 3;
        if (which == 0) header.covered -= 1;
        if (which == 1) header.vetted += 1;
        if (which == 2) header.fakes += 1;
        post();
        uint256 column = which == 0 ? Columns.shareColumn(header.accounts) : Columns.ROLL;
        uint256 word = _lastWord(column);
        bytes32[] memory path = pathOf(column, seats - 1);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        roots.refuteTotals(id, header, which == 0, word + 1, path);
        vm.prank(CHALLENGER);
        roots.refuteTotals(id, header, which == 0, word, path);
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Refuted), "refuted");
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2, "half of the bond");
        checkMoney(0, 0);
    }

    function testFuzz_true_totals_stand(bool isShares) public {
        post();
        uint256 column = isShares ? Columns.shareColumn(header.accounts) : Columns.ROLL;
        uint256 word = _lastWord(column);
        bytes32[] memory path = pathOf(column, seats - 1);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        roots.refuteTotals(id, header, isShares, word, path);
    }

    /// @dev The cells of the last seat are among the vectors.
    function _lastWord(uint256 column) private view returns (uint256) {
        for (uint256 cell = 0;; ++cell) {
            if (cellColumns[cell] == column && cellSeats[cell] == seats - 1) return witnessOf(cell).own[0];
        }
        revert("not there");
    }

    // Silence

    function test_withheld_vectors_lose() public {
        post();
        uint256 game = dispute(7);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotYourTurn.selector, game, IEpochRoots.Turn.Open));
        roots.timeOut(game);
        skip(MOVE + 1);
        bytes32[] memory nodes = nodesOf(7, 0);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotYourTurn.selector, game, IEpochRoots.Turn.Open));
        roots.open(game, nodes);
        roots.timeOut(game);
        checkRefuted(game);
    }

    function test_a_challenger_who_stays_away_loses() public {
        post();
        uint256 game = dispute(7);
        roots.open(game, nodesOf(7, 0));
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotChallenger.selector, game));
        roots.choose(game, nodesOf(7, 0), 0);
        skip(MOVE + 1);
        roots.timeOut(game);
        vm.assertEq(roots.creditOf(POSTER), DISPUTE_BOND, "to the poster");
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Open), "still open");
    }

    function test_padding_is_judged_at_once() public {
        post();
        uint256 game = dispute(7);
        descend(game, 7, 15);
        Witness memory nothing;
        answer(game, nothing);
        vm.assertEq(roots.creditOf(POSTER), DISPUTE_BOND, "nothing is right there");
    }
}
