// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EpochRoots} from "../../../contracts/EpochRoots.sol";
import {Columns} from "../../../contracts/libraries/Columns.sol";
import {EpochTest} from "./EpochTest.sol";

/// @notice The way of a dispute down to one cell, and headers that lie.
abstract contract Descent is EpochTest {
    address internal constant CHALLENGER = address(0xc4a1);
    EpochRoots internal roots;

    /// @dev Down the tree of the posted leaves to one seat.
    function descend(uint256 game, uint256 column, uint256 seat) internal {
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

    /// @dev The poster puts another leaf into a column; the header follows.
    function falsify(uint256 column, uint256 seat, bytes32 leaf) internal {
        leaves[column * seats + seat] = leaf;
        header.columns[column] = nodesOf(column, Columns.heightOf(seats))[0];
    }
}
