// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Epochs, and one number for each that nobody could choose.
/// @notice Epoch = 1 + (time - START) / EPOCH_SECONDS. The beacon of an epoch comes from the prevrandao of one block,
///         fixed TARGET_BLOCKS before it: who produces it can only let its own slot pass. docs/personhood-formats.md.
interface IEpochClock {
    /// @notice The beacon of `epoch` will come from block `target`.
    /// @dev For the indexer: 1. The latest of an epoch counts. 2. Another follows only after 256 blocks without a beacon.
    event BeaconCommitted(uint32 indexed epoch, uint256 target);

    /// @notice The epoch has its beacon.
    /// @dev For the indexer: 1. Once per epoch, within it. 2. `beacon` = keccak256(abi.encode(epoch, prevrandao)).
    event BeaconTaken(uint32 indexed epoch, bytes32 beacon);

    /// @notice An epoch lasts an hour to 31 days.
    error EpochSecondsInvalid(uint64 epochSeconds);

    /// @notice The network has no randomness of its own: a value below 2^64, or the same again.
    error RandomnessConstant(uint256 value);

    /// @notice The epoch has its beacon already.
    error BeaconThere(uint32 epoch);

    /// @notice The target block is still to come, or its time is not over.
    error TargetPending(uint256 target);

    /// @notice No target is committed, or more than 256 blocks have passed since: commit anew.
    error TargetMissed(uint256 target);

    /// @notice The bytes are not the header of the target block.
    error HeaderWrong(uint256 target);

    /// @notice Fixes the block that the current epoch's beacon comes from. Anyone.
    /// @dev Reverts: BeaconThere, TargetPending.
    function commit() external;

    /// @notice The current epoch has its beacon. Anyone.
    /// @dev Reverts: BeaconThere, TargetPending, TargetMissed, HeaderWrong, RandomnessConstant.
    /// @param header the target block's header, RLP
    function take(bytes calldata header) external;

    /// @notice The epoch of this block, from 1.
    function currentEpoch() external view returns (uint32);

    /// @notice First second of an epoch, Unix time.
    function startOf(uint32 epoch) external view returns (uint64);

    /// @notice The epoch's beacon; zero = none.
    function beaconOf(uint32 epoch) external view returns (bytes32);

    /// @notice The block that the epoch's beacon comes from; 0 = none.
    function targetOf(uint32 epoch) external view returns (uint256);

    /// @notice First second of epoch 1.
    function START() external view returns (uint64);

    /// @notice Length of an epoch in seconds.
    function EPOCH_SECONDS() external view returns (uint64);

    /// @notice How far ahead a target lies, in blocks.
    function TARGET_BLOCKS() external view returns (uint256);
}
