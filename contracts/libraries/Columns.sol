// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEpochTypes} from "../interfaces/IEpochTypes.sol";

/// @title Which column of an epoch is what, how its leaves are hashed, and where they stand.
library Columns {
    /// @notice What a cell is; `Drawing` is no column: number `columns.length + d` is the drawing of check d.
    enum Kind {
        Row,
        Roll,
        Weights,
        Start,
        Step,
        Restart,
        Share,
        Standing,
        BaseStart,
        Candidate,
        SpreadStart,
        Drawing
    }

    bytes32 private constant ROW_LABEL = keccak256("hashtagspace/people/row/v1");
    bytes32 private constant ROLL_LABEL = keccak256("hashtagspace/people/roll/v1");
    bytes32 private constant WEIGHTS_LABEL = keccak256("hashtagspace/people/weights/v1");
    bytes32 private constant STEP_LABEL = keccak256("hashtagspace/people/step/v1");
    bytes32 private constant SHARE_LABEL = keccak256("hashtagspace/people/share/v1");
    bytes32 private constant STANDING_LABEL = keccak256("hashtagspace/people/standing/v1");
    bytes32 private constant CANDIDATE_LABEL = keccak256("hashtagspace/people/candidate/v1");

    uint256 internal constant ROW = 0;
    uint256 internal constant ROLL = 1;
    uint256 internal constant WEIGHTS = 2;
    uint256 internal constant START = 3;
    uint256 internal constant RESTARTS = 48;

    // Places

    /// @notice L: steps of the walk.
    function walkSteps(uint256 accounts) internal pure returns (uint256) {
        return accounts < 3 ? 2 : Math.max(2, Math.log2(accounts - 1) + 1);
    }

    /// @notice S: steps of each walk of the draw.
    function drawSteps(uint256 accounts) internal pure returns (uint256) {
        return Math.max(4, walkSteps(accounts) / 4);
    }

    function shareColumn(uint256 accounts) internal pure returns (uint256) {
        return START + walkSteps(accounts) + RESTARTS + 1;
    }

    function standingColumn(uint256 accounts) internal pure returns (uint256) {
        return shareColumn(accounts) + 1;
    }

    /// @notice The columns that a header of so many accounts and drawn checks has.
    function columnCount(uint256 accounts, uint256 draws) internal pure returns (uint256) {
        return standingColumn(accounts) + 1 + draws * (drawSteps(accounts) + 2);
    }

    function candidateColumn(uint256 accounts, uint256 d) internal pure returns (uint256) {
        uint256 steps = drawSteps(accounts);
        return standingColumn(accounts) + 2 + steps + d * (steps + 2);
    }

    /// @notice What column `column` is; `d` is the drawn check that it belongs to.
    function kindOf(IEpochTypes.Header calldata header, uint256 column)
        internal
        pure
        returns (Kind kind, uint256 d)
    {
        uint256 share = shareColumn(header.accounts);
        if (column <= START) return (Kind(column), 0);
        if (column < share - RESTARTS) return (Kind.Step, 0);
        if (column < share) return (Kind.Restart, 0);
        if (column == share) return (Kind.Share, 0);
        if (column == share + 1) return (Kind.Standing, 0);
        if (column >= header.columns.length) return (Kind.Drawing, column - header.columns.length);
        uint256 steps = drawSteps(header.accounts);
        uint256 place = (column - share - 2) % (steps + 2);
        d = (column - share - 2) / (steps + 2);
        if (place == steps + 1) return (Kind.Candidate, d);
        if (place != 0) return (Kind.Step, d);
        return (d == 0 ? Kind.BaseStart : Kind.SpreadStart, d);
    }

    // Leaves

    function rowLeaf(bytes memory row) internal pure returns (bytes32) {
        return keccak256(abi.encode(ROW_LABEL, keccak256(row)));
    }

    function rollLeaf(uint256 word) internal pure returns (bytes32) {
        return keccak256(abi.encode(ROLL_LABEL, word));
    }

    function weightsLeaf(uint256 total, bytes32 weightsHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(WEIGHTS_LABEL, total, weightsHash));
    }

    function stepLeaf(uint256 mass, uint256 rate) internal pure returns (bytes32) {
        return keccak256(abi.encode(STEP_LABEL, mass, rate));
    }

    function shareLeaf(uint256 word) internal pure returns (bytes32) {
        return keccak256(abi.encode(SHARE_LABEL, word));
    }

    function standingLeaf(uint256 word) internal pure returns (bytes32) {
        return keccak256(abi.encode(STANDING_LABEL, word));
    }

    function candidateLeaf(uint256 a, uint256 b) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANDIDATE_LABEL, a, b));
    }

    // Trees

    /// @notice H: the height of every column's tree.
    function heightOf(uint256 seats) internal pure returns (uint256) {
        return seats < 2 ? 0 : Math.log2(seats - 1) + 1;
    }

    /// @notice Whether `leaf` is number `seat` of a column of this height.
    function isUnder(bytes32 root, bytes32 leaf, uint256 seat, bytes32[] calldata path, uint256 height)
        internal
        pure
        returns (bool)
    {
        if (path.length != height || seat >> height != 0) return false;
        bytes32 node = leaf;
        for (uint256 i = 0; i < height; ++i) {
            node = (seat >> i) & 1 == 0
                ? keccak256(abi.encode(node, path[i]))
                : keccak256(abi.encode(path[i], node));
        }
        return node == root;
    }

    /// @notice The node over 2^k nodes.
    function fold(bytes32[] calldata nodes) internal pure returns (bytes32) {
        bytes32[] memory level = nodes;
        for (uint256 count = nodes.length; count > 1; count /= 2) {
            for (uint256 i = 0; i < count; i += 2) {
                level[i / 2] = keccak256(abi.encode(level[i], level[i + 1]));
            }
        }
        return level[0];
    }
}
