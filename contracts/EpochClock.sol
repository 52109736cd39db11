// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEpochClock} from "./interfaces/IEpochClock.sol";
import {BlockHeader} from "./libraries/BlockHeader.sol";

/// @title EpochClock
contract EpochClock is IEpochClock {
    uint256 private constant READABLE_BLOCKS = 256;

    /// @inheritdoc IEpochClock
    uint256 public constant TARGET_BLOCKS = 64;
    /// @inheritdoc IEpochClock
    uint64 public immutable START;
    /// @inheritdoc IEpochClock
    uint64 public immutable EPOCH_SECONDS;

    /// @inheritdoc IEpochClock
    mapping(uint32 epoch => uint256) public targetOf;
    /// @inheritdoc IEpochClock
    mapping(uint32 epoch => bytes32) public beaconOf;
    /// @dev What was seen at deployment, then what each beacon came from: it never comes twice.
    uint256 private _seen;

    /// @param epochSeconds length of an epoch
    constructor(uint64 epochSeconds) {
        if (epochSeconds < 1 hours || epochSeconds > 31 days) revert EpochSecondsInvalid(epochSeconds);
        _requireRandom(block.prevrandao);
        START = uint64(block.timestamp);
        EPOCH_SECONDS = epochSeconds;
        _seen = block.prevrandao;
    }

    /// @inheritdoc IEpochClock
    function commit() external {
        uint32 epoch = currentEpoch();
        if (beaconOf[epoch] != 0) revert BeaconThere(epoch);
        uint256 target = targetOf[epoch];
        if (target != 0 && block.number <= target + READABLE_BLOCKS) revert TargetPending(target);
        target = block.number + TARGET_BLOCKS;
        targetOf[epoch] = target;
        emit BeaconCommitted(epoch, target);
    }

    /// @inheritdoc IEpochClock
    function take(bytes calldata header) external {
        uint32 epoch = currentEpoch();
        if (beaconOf[epoch] != 0) revert BeaconThere(epoch);
        uint256 target = targetOf[epoch];
        if (target == 0 || block.number > target + READABLE_BLOCKS) revert TargetMissed(target);
        if (block.number <= target) revert TargetPending(target);
        if (keccak256(header) != blockhash(target)) revert HeaderWrong(target);
        uint256 value = BlockHeader.readPrevrandao(header);
        _requireRandom(value);

        _seen = value;
        bytes32 beacon = keccak256(abi.encode(epoch, value));
        beaconOf[epoch] = beacon;
        emit BeaconTaken(epoch, beacon);
    }

    /// @inheritdoc IEpochClock
    function startOf(uint32 epoch) external view returns (uint64) {
        return START + (uint64(epoch) - 1) * EPOCH_SECONDS;
    }

    /// @inheritdoc IEpochClock
    function currentEpoch() public view returns (uint32) {
        // Safety: 2^32 epochs of an hour are half a million years.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(1 + (block.timestamp - START) / EPOCH_SECONDS);
    }

    /// @dev EIP-4399: a difficulty is below 2^64, a random value is not. Networks with a constant show a small one.
    function _requireRandom(uint256 value) private view {
        if (value < 2 ** 64 || value == _seen) revert RandomnessConstant(value);
    }
}
