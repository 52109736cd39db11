// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title What is committed for an epoch. Every number and place: docs/personhood-formats.md.
interface IEpochTypes {
    /// @notice One drawn check.
    /// @param seat drawn
    /// @param edgeSeat the last of the candidates, by cover and then by seat
    /// @param edgeCover its cover
    struct Draw {
        uint32 seat;
        uint32 edgeSeat;
        uint64 edgeCover;
    }

    /// @notice The totals of an epoch and the root of every column; the epoch's root is keccak256(abi.encode(header)).
    struct Header {
        uint32 epoch;
        uint32 seats;
        uint32 accounts;
        uint32 vetted;
        uint32 fakes;
        uint32 covered;
        bytes32[] columns;
        Draw[] draws;
    }

    /// @notice What a cell is computed from.
    /// @param row seats of the partners, 4 bytes each, ascending
    /// @param weights one byte for each of them
    /// @param own words of the cell and of cells of the same seat
    /// @param partners words of the partners' cells
    struct Witness {
        bytes row;
        bytes weights;
        uint256[] own;
        uint256[] partners;
    }
}
