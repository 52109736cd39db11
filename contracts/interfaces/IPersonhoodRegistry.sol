// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IEpochRoots} from "./IEpochRoots.sol";
import {IEpochTypes} from "./IEpochTypes.sol";
import {IJury} from "./IJury.sol";
import {IPersonhood} from "./IPersonhood.sol";
import {IVouches} from "./IVouches.sol";

/// @title The front of the people contracts: levels as others read them.
/// @notice F = the latest epoch with a final root, c = the current one. A level is the greater of the two proven for F and
///         F - 1, so it rises at once and falls after two epochs; without a newer root it ends with epoch F + 2. Then, until
///         F + 8, there is only the floor: level 1 by three partners who had level 2 twice.
interface IPersonhoodRegistry is IPersonhood, IEpochTypes {
    /// @notice What was proven for a profile: the two latest epochs.
    struct Proven {
        uint32 epoch;
        uint8 level;
        uint32 epochBefore;
        uint8 levelBefore;
    }

    /// @notice The standing of a profile in an epoch.
    /// @dev For the indexer: 1. `standing` is the word of the standing column. 2. It may come more than once. 3. `epoch` is F or
    ///      F - 1.
    event LevelProven(uint64 indexed profile, uint32 indexed epoch, uint8 level, uint256 standing);

    /// @notice The profile has the floor level until epoch `epoch` + FLOOR_EPOCHS, or until there is a newer root.
    event FloorProven(uint64 indexed profile, uint32 indexed epoch, uint64[3] partners);

    /// @notice A drawn check was opened from what sponsors gave.
    event CheckOpened(uint32 indexed epoch, uint256 indexed number, uint64 indexed profile, uint256 caseId);

    /// @notice A link is the zero address, or the links do not belong together.
    error ParametersInvalid();

    /// @notice The epoch has no final root, or too few accounts are covered in it, or it is neither F nor F - 1.
    error NothingPublished(uint32 epoch);

    /// @notice The proof does not lead from this standing to the epoch's root.
    error ProofInvalid();

    /// @notice There is a root of the last two epochs, or none of the last eight: no floor.
    error NoFloorNow(uint32 latestFinal);

    /// @notice The profile has no level 2 in both of the latest final epochs, no live mutual vouch here, or comes twice.
    error PartnerInvalid(uint64 partner);

    /// @notice The check was opened before, or the header is not that of a final root of F or F - 1.
    error CheckInvalid(uint32 epoch, uint256 number);

    /// @notice Keeps the profile's level in epoch F or F - 1. Anyone.
    /// @dev Reverts: NothingPublished, ProofInvalid, and SeatUnknown of Vouches.
    /// @param standing word of the standing column: s, b, c, level
    /// @param proof siblings from the leaf up
    function proveLevel(uint64 profile, uint32 epoch, uint256 standing, bytes32[] calldata proof) external;

    /// @notice Keeps that three partners carry the profile while there are no new roots. Anyone.
    /// @dev Reverts: NoFloorNow, PartnerInvalid.
    function proveFloor(uint64 profile, uint64[3] calldata partners) external;

    /// @notice Opens drawn check `number` at the jury; the deposit is paid from this contract's TAG, which is
    ///         what sponsors sent here, and comes back here. Anyone.
    /// @dev Reverts: CheckInvalid, and those of the jury and the token.
    function check(Header calldata header, uint256 number) external returns (uint256 caseId);

    /// @notice What was proven for a profile.
    function provenOf(uint64 profile) external view returns (Proven memory);

    /// @notice The final epoch for which the floor was proven; 0 = none.
    function floorOf(uint64 profile) external view returns (uint32);

    /// @notice The case of a drawn check; 0 = not opened.
    function caseOfCheck(uint32 epoch, uint256 number) external view returns (uint256);

    /// @notice Epochs after the latest final one in which its levels still count.
    function STALE_EPOCHS() external view returns (uint32);

    /// @notice Epochs after the latest final one in which the floor counts.
    function FLOOR_EPOCHS() external view returns (uint32);

    /// @notice TAG.
    function TOKEN() external view returns (IERC20);

    /// @notice Who knows the final roots.
    function ROOTS() external view returns (IEpochRoots);

    /// @notice Who knows the vouches.
    function VOUCHES() external view returns (IVouches);

    /// @notice Who judges.
    function JURY() external view returns (IJury);

    /// @notice What counts the epochs.
    function CLOCK() external view returns (IEpochClock);
}
