// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICustody} from "./ICustody.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {ISignatures} from "./ISignatures.sol";

/// @title Jurors: vetted profiles with a stake, and what is due to whom.
/// @notice Who counts as a juror in an epoch is fixed when it begins, before its beacon: joining and leaving take effect
///         with the next epoch.
interface IJurors is ISignatures {
    /// @notice A juror's membership: from <= epoch < until; `until` is the greatest number while it is open.
    /// @param stake what lies here, 1e-18 TAG; 0 = nothing, or never a juror
    struct Juror {
        uint32 from;
        uint32 until;
        uint32 slot;
        uint128 stake;
    }

    /// @notice The profile can be drawn from the next epoch on.
    /// @dev For the indexer: 1. A slot has one juror at a time; the former one's membership has ended.
    event JurorJoined(uint64 indexed profile, uint32 slot, uint32 epoch);

    /// @notice The profile cannot be drawn from `until` on.
    event JurorLeft(uint64 indexed profile, uint32 until);

    /// @notice The stake went back.
    event JurorStakeTaken(uint64 indexed profile, address payee, uint128 amount);

    /// @notice A part of the stake went to the pot.
    /// @dev For the indexer: 1. `JurorLeft` follows if less than half of JUROR_STAKE is left.
    event JurorFined(uint64 indexed profile, uint256 indexed caseId, uint128 amount);

    /// @notice `payee` can withdraw more.
    event Credited(address indexed payee, uint256 amount);

    /// @notice `payee` received all its credit.
    event Withdrawn(address indexed payee, uint256 amount);

    /// @notice The pot that jurors are paid from grew.
    event Funded(address indexed by, uint256 amount);

    /// @notice Only the profile's current custody may do this.
    error NotCustody(uint64 profile, address caller);

    /// @notice The profile is not vetted, or a proven fake.
    error NotVetted(uint64 profile);

    /// @notice The profile has a stake here already.
    error AlreadyJuror(uint64 profile);

    /// @notice The profile is no juror now.
    error NotJuror(uint64 profile);

    /// @notice The slot has a juror who can still be drawn.
    error SlotTaken(uint256 slot);

    /// @notice The stake stays until `epoch`; 0 = there is none, or the juror has not left.
    error StakeHeld(uint64 profile, uint32 epoch);

    /// @notice The account has no credit.
    error NothingDue(address payee);

    /// @notice The custody of a vetted profile stakes JUROR_STAKE.
    /// @dev Reverts: NotCustody, NotVetted, AlreadyJuror, SlotTaken, and those of the token.
    /// @param slot one whose juror has left, or `slotCount()` for a new one
    function join(uint64 profile, uint256 slot) external;

    /// @notice The profile is no longer drawn from the next epoch on.
    /// @dev Reverts: NotCustody, NotJuror.
    function leave(uint64 profile) external;

    /// @notice What is left of the stake goes to the custody, LIABILITY_EPOCHS after the membership's end. Anyone.
    /// @dev Reverts: StakeHeld.
    function takeStake(uint64 profile) external;

    /// @notice All credit of `payee` goes to it. Anyone.
    function withdraw(address payee) external;

    /// @notice The juror's membership.
    function jurorOf(uint64 profile) external view returns (Juror memory);

    /// @notice How many slots there are.
    function slotCount() external view returns (uint256);

    /// @notice The latest juror of a slot.
    function jurorAt(uint256 slot) external view returns (uint64);

    /// @notice What can be withdrawn.
    function creditOf(address payee) external view returns (uint256);

    /// @notice What jurors are paid from, 1e-18 TAG.
    function pot() external view returns (uint256);

    /// @notice TAG.
    function TOKEN() external view returns (IERC20);

    /// @notice Who has custody of a profile.
    function PROFILES() external view returns (ICustody);

    /// @notice What counts the epochs and has the beacons.
    function CLOCK() external view returns (IEpochClock);

    /// @notice What a juror stakes, 1e-18 TAG.
    function JUROR_STAKE() external view returns (uint128);

    /// @notice Epochs for which a juror's stake answers for its votes, and stays after it left.
    function LIABILITY_EPOCHS() external view returns (uint32);
}
