// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEpochClock} from "./IEpochClock.sol";
import {IEpochTypes} from "./IEpochTypes.sol";
import {IVerdicts} from "./IVerdicts.sol";
import {IVouches} from "./IVouches.sol";

/// @title Whether one cell of an epoch follows from the cells before it and from the chain. It stores nothing.
/// @notice Witnesses and claims: docs/personhood-formats.md, Cells.
interface IArbiter is IEpochTypes {
    /// @notice The witness makes no such claim.
    error ClaimUnknown(uint256 index);

    /// @notice A link is the zero address.
    error ParametersInvalid();

    /// @notice Whether the witness leads to this leaf. What it says about other cells is not asked; see `claimOf`.
    /// @param column number of a column; columns.length + d = the drawing of check d, which has no leaf
    function isFollowing(
        Header calldata header,
        uint256 column,
        uint256 seat,
        bytes32 leaf,
        Witness calldata witness
    ) external view returns (bool);

    /// @notice The cell that claim `index` of a witness is about, and the leaf that it says is there.
    /// @dev Reverts: ClaimUnknown.
    function claimOf(
        Header calldata header,
        uint256 column,
        uint256 seat,
        Witness calldata witness,
        uint256 index
    ) external pure returns (uint256 claimedColumn, uint256 claimedSeat, bytes32 claimedLeaf);

    /// @notice Whether the row has `partner` though the chain does not, or the other way round.
    function isRowWrong(Header calldata header, uint256 seat, bytes calldata row, uint32 partner)
        external
        view
        returns (bool);

    /// @notice Whether weight `k` is not what the rows of both ends say, or the weights are not as many as the row.
    function isWeightWrong(bytes calldata weights, uint256 k, bytes calldata row, bytes calldata partnerRow)
        external
        pure
        returns (bool);

    /// @notice Whether the header has the seats, the columns and the draws that its epoch and its totals ask for.
    function isShaped(Header calldata header) external view returns (bool);

    /// @notice Who knows the vouches.
    function VOUCHES() external view returns (IVouches);

    /// @notice Who knows the verdicts.
    function JURY() external view returns (IVerdicts);

    /// @notice Who knows the epochs and the beacons.
    function CLOCK() external view returns (IEpochClock);

    /// @notice How many checks are drawn in an epoch, if there are so many members.
    function CHECKS() external view returns (uint256);
}
