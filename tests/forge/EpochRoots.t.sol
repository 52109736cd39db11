// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EpochRoots} from "../../contracts/EpochRoots.sol";
import {IArbiter} from "../../contracts/interfaces/IArbiter.sol";
import {IEpochRoots} from "../../contracts/interfaces/IEpochRoots.sol";
import {Columns} from "../../contracts/libraries/Columns.sol";
import {EpochTest} from "./base/EpochTest.sol";
import {PlainToken} from "./base/OddTokens.sol";

/// @notice Posts, disputes and what becomes of the bonds, over the society of people_commit.json.
contract EpochRootsTest is EpochTest {
    uint128 internal constant BOND = 1000e18;
    uint128 internal constant DISPUTE_BOND = 100e18;
    uint64 internal constant MOVE = 7 days / 16;
    uint256 internal constant SOCIETY = 4;
    address internal constant POSTER = address(0x9057);
    address internal constant CHALLENGER = address(0xc4a1);
    address internal constant OTHER = address(0x07e4);

    PlainToken internal token;
    EpochRoots internal roots;
    bytes32 internal id;

    function setUp() public {
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

    function _post() internal {
        id = _postAs(POSTER);
    }

    function _postAs(address who) internal returns (bytes32) {
        vm.prank(who);
        return roots.post(header);
    }

    function _dispute(uint256 column) internal returns (uint256) {
        vm.prank(CHALLENGER);
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        return roots.dispute(id, header, uint32(column));
    }

    /// @dev Down the tree of the posted leaves to one seat.
    function _descend(uint256 game, uint256 column, uint256 seat) internal {
        uint256 height = Columns.heightOf(seats);
        while (height > 0) {
            uint256 stride = height < 4 ? height : 4;
            bytes32[] memory level = nodesOf(column, height - stride);
            bytes32[] memory nodes = new bytes32[](2 ** stride);
            for (uint256 i = 0; i < nodes.length; ++i) {
                nodes[i] = level[((seat >> height) << stride) + i];
            }
            roots.open(game, nodes);
            height -= stride;
            vm.prank(CHALLENGER);
            roots.choose(game, nodes, uint32((seat >> height) & (nodes.length - 1)));
        }
    }

    function _descendTo(uint256 cell) internal returns (uint256 game) {
        game = _dispute(cellColumns[cell]);
        if (cellColumns[cell] < columns) _descend(game, cellColumns[cell], cellSeats[cell]);
    }

    /// @dev The poster puts another leaf into a column; the header follows.
    function _falsify(uint256 column, uint256 seat, bytes32 leaf) internal {
        leaves[column * seats + seat] = leaf;
        header.columns[column] = nodesOf(column, Columns.heightOf(seats))[0];
    }

    function _turn(uint256 game, IEpochRoots.Turn turn) internal view {
        vm.assertEq(uint256(roots.disputeOf(game).turn), uint256(turn), "turn");
    }

    function _checkRefuted(uint256 game) internal view {
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Refuted), "refuted");
        _turn(game, IEpochRoots.Turn.Over);
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2 + DISPUTE_BOND, "half of the bond");
        vm.assertEq(roots.reward(), BOND / 2, "the other half for the next final poster");
        _checkMoney(0, 0);
    }

    /// @dev balance = reward + credits + bonds of open posts and of disputes that are not over
    function _checkMoney(uint256 posts, uint256 disputes) internal view {
        uint256 sum = roots.reward() + roots.creditOf(POSTER) + roots.creditOf(CHALLENGER)
            + roots.creditOf(OTHER) + posts * BOND + disputes * DISPUTE_BOND;
        vm.assertEq(token.balanceOf(address(roots)), sum, "every token is somebody's");
    }

    // A right root

    function test_a_right_root_becomes_final_after_its_window() public {
        _post();
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
        _post();
        uint256 cell = luck % witnesses.length;
        uint256 game = _descendTo(cell);
        roots.answer(game, header, witnessOf(cell));
        Witness memory witness = witnessOf(cell);
        for (uint256 index = 0; index < 6 + witness.row.length / 4; ++index) {
            _tryToContradict(game, cell, witness, index);
        }
        skip(MOVE + 1);
        roots.timeOut(game);
        vm.assertEq(roots.creditOf(POSTER), DISPUTE_BOND, "the challenger's bond");
        skip(7 days);
        roots.finish(id, header);
        _checkMoney(0, 0);
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

    // A wrong root

    function testFuzz_a_wrong_leaf_has_no_answer(uint256 luck, bytes32 leaf) public {
        uint256 cell = luck % witnesses.length;
        (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
        if (column >= columns || leaf == leafAt(column, seat)) return;
        _falsify(column, seat, leaf);
        _post();
        uint256 game = _descendTo(cell);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        roots.answer(game, header, witnessOf(cell));
        skip(MOVE + 1);
        roots.timeOut(game);
        _checkRefuted(game);
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
        _falsify(column, seat, Columns.stepLeaf(witness.own[0], witness.own[1]));
        _post();
        uint256 game = _descendTo(cell);
        roots.answer(game, header, witness);
        _contradictFirstPartner(game, column - 1, witness);
        _checkRefuted(game);
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
        _falsify(Columns.ROW, 10, Columns.rowLeaf(witness.row));
        _post();
        uint256 game = _dispute(Columns.ROW);
        _descend(game, Columns.ROW, 10);
        roots.answer(game, header, witness);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        roots.refuteRow(game, header, witness, 1);
        roots.refuteRow(game, header, witness, 0);
        _checkRefuted(game);
    }

    function test_a_false_weight_is_counted_from_two_rows() public {
        uint256 cell = cellOf(Columns.WEIGHTS);
        uint256 seat = cellSeats[cell];
        Witness memory witness = witnessOf(cell);
        witness.weights[0] = bytes1(uint8(witness.weights[0]) == 9 ? 8 : uint8(witness.weights[0]) + 1);
        _falsify(
            Columns.WEIGHTS, seat, Columns.weightsLeaf(_total(witness.weights), keccak256(witness.weights))
        );
        _post();
        uint256 game = _dispute(Columns.WEIGHTS);
        _descend(game, Columns.WEIGHTS, seat);
        roots.answer(game, header, witness);
        _countWeights(game, witness, seat);
        _checkRefuted(game);
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
        _post();
        uint256 column = which == 0 ? Columns.shareColumn(header.accounts) : Columns.ROLL;
        uint256 word = _lastWord(column);
        bytes32[] memory path = pathOf(column, seats - 1);
        vm.expectRevert(IEpochRoots.ProofInvalid.selector);
        roots.refuteTotals(id, header, which == 0, word + 1, path);
        vm.prank(CHALLENGER);
        roots.refuteTotals(id, header, which == 0, word, path);
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Refuted), "refuted");
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2, "half of the bond");
        _checkMoney(0, 0);
    }

    function testFuzz_true_totals_stand(bool isShares) public {
        _post();
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
        _post();
        uint256 game = _dispute(7);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotYourTurn.selector, game, IEpochRoots.Turn.Open));
        roots.timeOut(game);
        skip(MOVE + 1);
        bytes32[] memory nodes = nodesOf(7, 0);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotYourTurn.selector, game, IEpochRoots.Turn.Open));
        roots.open(game, nodes);
        roots.timeOut(game);
        _checkRefuted(game);
    }

    function test_a_challenger_who_stays_away_loses() public {
        _post();
        uint256 game = _dispute(7);
        roots.open(game, nodesOf(7, 0));
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.NotChallenger.selector, game));
        roots.choose(game, nodesOf(7, 0), 0);
        skip(MOVE + 1);
        roots.timeOut(game);
        vm.assertEq(roots.creditOf(POSTER), DISPUTE_BOND, "to the poster");
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Open), "still open");
    }

    function test_padding_is_judged_at_once() public {
        _post();
        uint256 game = _dispute(7);
        _descend(game, 7, 15);
        Witness memory nothing;
        roots.answer(game, header, nothing);
        vm.assertEq(roots.creditOf(POSTER), DISPUTE_BOND, "nothing is right there");
    }

    // Many at a time

    function test_a_sham_dispute_blocks_no_real_one_and_bonds_come_back() public {
        _falsify(5, 0, keccak256("wrong"));
        _post();
        vm.prank(OTHER);
        uint256 sham = roots.dispute(id, header, 1);
        uint256 game = _dispute(5);
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
        _checkMoney(0, 0);
    }

    function test_no_root_becomes_final_while_it_is_disputed() public {
        _post();
        skip(7 days);
        uint256 game = _dispute(7);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, id, IEpochRoots.State.Open));
        roots.finish(id, header);
        roots.open(game, nodesOf(7, 0));
        vm.prank(CHALLENGER);
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.PostNotNow.selector, id, IEpochRoots.State.Open));
        roots.dispute(id, header, 1);
    }

    function test_losing_on_purpose_ruins_nobody_elses_post() public {
        _post();
        vm.expectRevert(abi.encodeWithSelector(IEpochRoots.AlreadyPosted.selector, id));
        _postAs(POSTER);
        bytes32 second = _postAs(OTHER);
        uint256 game = _dispute(7);
        skip(MOVE + 1);
        roots.timeOut(game);
        _checkRefutedOnly();
        skip(7 days);
        roots.finish(second, header);
        vm.assertEq(roots.creditOf(OTHER), BOND + BOND / 2, "bond and reward");
        _checkMoney(0, 0);
    }

    function _checkRefutedOnly() private view {
        vm.assertEq(uint256(roots.postOf(id).state), uint256(IEpochRoots.State.Refuted), "refuted");
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2 + DISPUTE_BOND, "half of the bond");
    }

    function test_posts_that_come_second_are_passed_over() public {
        _post();
        skip(1);
        bytes32 same = _postAs(OTHER);
        header.columns[7] = keccak256("another root");
        bytes32 wrong = _postAs(CHALLENGER);
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
        _checkMoney(0, 0);
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
        _post();
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
