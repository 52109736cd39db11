// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Arbiter} from "../../contracts/Arbiter.sol";
import {IArbiter} from "../../contracts/interfaces/IArbiter.sol";
import {IVouches} from "../../contracts/interfaces/IVouches.sol";
import {Columns} from "../../contracts/libraries/Columns.sol";
import {EpochTest} from "./base/EpochTest.sol";

/// @notice The cells of people_commit.json, made by the scorer, against the contract that judges them.
contract ArbiterTest is EpochTest {
    uint256 internal constant EPOCHS = 5;
    uint256 internal constant SOCIETY = 4;

    function setUp() public {
        load(SOCIETY);
    }

    function test_every_header_has_its_shape_and_every_column_its_root() public {
        for (uint256 number = 0; number < EPOCHS; ++number) {
            load(number);
            vm.assertTrue(arbiter.isShaped(header), "shape");
            vm.assertEq(header.columns.length, columns, "columns");
            for (uint256 column = 0; column < columns; ++column) {
                bytes32 root = nodesOf(column, Columns.heightOf(seats))[0];
                vm.assertEq(root, header.columns[column], "root");
            }
        }
    }

    function test_every_cell_follows_and_claims_what_is_there() public {
        for (uint256 number = 0; number < EPOCHS; ++number) {
            load(number);
            for (uint256 cell = 0; cell < witnesses.length; ++cell) {
                _checkCell(cell);
            }
        }
    }

    function _checkCell(uint256 cell) private view {
        (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
        Witness memory witness = witnessOf(cell);
        vm.assertTrue(
            arbiter.isFollowing(header, column, seat, leafAt(column, seat), witness),
            string.concat("follows: ", vm.toString(column), ", ", vm.toString(seat))
        );
        vm.assertEq(_falseClaims(column, seat, witness), 0, "every claim is true");
    }

    /// @dev How many claims the committed leaves contradict.
    function _falseClaims(uint256 column, uint256 seat, Witness memory witness)
        private
        view
        returns (uint256 count)
    {
        uint256 most = 6 + witness.row.length / 4;
        for (uint256 index = 0; index < most; ++index) {
            try arbiter.claimOf(header, column, seat, witness, index) returns (
                uint256 claimedColumn, uint256 claimedSeat, bytes32 leaf
            ) {
                bool isBefore = claimedColumn < column || (claimedColumn == column && claimedSeat < seat);
                vm.assertTrue(isBefore, "only cells before it");
                if (leaf != leafAt(claimedColumn, claimedSeat)) ++count;
            } catch {}
        }
    }

    function testFuzz_another_leaf_does_not_follow(uint256 luck, bytes32 leaf) public view {
        uint256 cell = luck % witnesses.length;
        (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
        if (column >= columns || leaf == leafAt(column, seat)) return;
        vm.assertFalse(arbiter.isFollowing(header, column, seat, leaf, witnessOf(cell)), "another leaf");
    }

    /// @dev The heart of a dispute: whatever a poster changes in a witness, it follows no more or claims what is not there.
    function testFuzz_a_lie_in_a_witness_is_refused_or_contradicted(uint256 luck, uint256 place, uint256 flip)
        public
        view
    {
        uint256 cell = luck % witnesses.length;
        (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
        Witness memory witness = witnessOf(cell);
        uint256 words = witness.own.length + witness.partners.length;
        if (words == 0 || flip == 0) return;
        place %= words;
        if (place < witness.own.length) witness.own[place] ^= flip;
        else witness.partners[place - witness.own.length] ^= flip;
        if (!arbiter.isFollowing(header, column, seat, leafAt(column, seat), witness)) return;
        vm.assertTrue(_falseClaims(column, seat, witness) != 0, "a false claim");
    }

    /// @dev A number of the cell itself that is one too high or low has no witness over true claims.
    function testFuzz_a_wrong_number_has_no_witness(uint256 luck, uint256 bit) public view {
        uint256 cell = luck % witnesses.length;
        (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
        Witness memory witness = witnessOf(cell);
        if (witness.own.length < 2 || column >= columns) return;
        witness.own[0] ^= 2 ** (bit % 256);
        (Columns.Kind kind,) = this.kindOf(column);
        bytes32 leaf = Columns.stepLeaf(witness.own[0], witness.own[1]);
        if (kind == Columns.Kind.Roll) leaf = Columns.rollLeaf(witness.own[0]);
        if (kind == Columns.Kind.Share) leaf = Columns.shareLeaf(witness.own[0]);
        if (kind == Columns.Kind.Standing) leaf = Columns.standingLeaf(witness.own[0]);
        if (kind == Columns.Kind.Candidate) leaf = Columns.candidateLeaf(witness.own[0], witness.own[1]);
        vm.assertFalse(arbiter.isFollowing(header, column, seat, leaf, witness), "a wrong number");
    }

    function kindOf(uint256 column) external view returns (Columns.Kind, uint256) {
        return this.kindIn(header, column);
    }

    function kindIn(Header calldata header_, uint256 column) external pure returns (Columns.Kind, uint256) {
        return Columns.kindOf(header_, column);
    }

    // Rows and weights

    function test_a_row_is_wrong_iff_the_chain_says_otherwise() public view {
        for (uint256 cell = 0; cellColumns[cell] == Columns.ROW; ++cell) {
            bytes memory row = witnessOf(cell).row;
            for (uint32 partner = 0; partner < seats; ++partner) {
                vm.assertFalse(arbiter.isRowWrong(header, cellSeats[cell], row, partner), "true row");
            }
            if (row.length == 0) continue;
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            uint32 first = uint32(bytes4(row));
            bytes memory shorter = new bytes(row.length - 4);
            for (uint256 i = 0; i < shorter.length; ++i) {
                shorter[i] = row[i + 4];
            }
            vm.assertTrue(arbiter.isRowWrong(header, cellSeats[cell], shorter, first), "one is missing");
        }
        vm.assertTrue(arbiter.isRowWrong(header, 10, abi.encodePacked(uint32(0)), 0), "one too many");
    }

    function test_rows_out_of_order_have_no_witness() public view {
        bytes[5] memory rows = [
            abi.encodePacked(uint32(2), uint32(1)),
            abi.encodePacked(uint32(1), uint32(1)),
            abi.encodePacked(uint32(10)),
            abi.encodePacked(uint32(14)),
            hex"000000"
        ];
        for (uint256 i = 0; i < rows.length; ++i) {
            Witness memory witness;
            witness.row = rows[i];
            vm.assertFalse(arbiter.isFollowing(header, 0, 10, Columns.rowLeaf(rows[i]), witness), "no row");
        }
    }

    function testFuzz_a_weight_counts_common_partners(uint256 luck, uint8 added) public view {
        added = uint8(bound(added, 1, 255));
        Witness memory witness;
        uint256 seat;
        for (uint256 cell = 0; cell < witnesses.length; ++cell) {
            if (cellColumns[cell] != Columns.WEIGHTS) continue;
            (witness, seat) = (witnessOf(cell), cellSeats[cell]);
            if (witness.weights.length != 0) break;
        }
        bytes memory row = _rowOf(seat);
        uint256 k = luck % witness.weights.length;
        bytes memory other = _rowOf(uint32(bytes4(_slice(row, 4 * k))));
        vm.assertFalse(arbiter.isWeightWrong(witness.weights, k, row, other), "right");
        unchecked {
            witness.weights[k] = bytes1(uint8(witness.weights[k]) + added);
        }
        vm.assertTrue(arbiter.isWeightWrong(witness.weights, k, row, other), "wrong");
        vm.assertTrue(arbiter.isWeightWrong("", 0, row, other), "too few");
    }

    function _slice(bytes memory row, uint256 place) private pure returns (bytes memory part) {
        part = new bytes(4);
        for (uint256 i = 0; i < 4; ++i) {
            part[i] = row[place + i];
        }
    }

    /// @dev From the chain, as a challenger finds it.
    function _rowOf(uint256 seat) private view returns (bytes memory row) {
        for (uint32 partner = 0; partner < seats; ++partner) {
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            if (chain.isLive(uint64(seat + 1), partner + 1, 0)) row = abi.encodePacked(row, partner);
        }
    }

    // Shape

    function test_refuses_headers_of_another_shape() public {
        load(SOCIETY);
        header.columns.pop();
        vm.assertFalse(arbiter.isShaped(header), "a column is missing");
        load(SOCIETY);
        header.draws.pop();
        vm.assertFalse(arbiter.isShaped(header), "a draw is missing");
        load(SOCIETY);
        ++header.seats;
        vm.assertFalse(arbiter.isShaped(header), "other seats");
        load(SOCIETY);
        header.accounts = 0;
        vm.assertFalse(arbiter.isShaped(header), "an empty graph has no root");
        load(SOCIETY);
        header.covered = header.accounts + 1;
        vm.assertFalse(arbiter.isShaped(header), "more covered than there are");
        vm.expectRevert(IArbiter.ParametersInvalid.selector);
        new Arbiter(IVouches(address(0)), 3);
    }
}
