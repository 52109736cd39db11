// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Vm} from "./Vm.sol";

/// @notice The little that a test needs from its base: the cheatcodes, and ranges for fuzzed values.
abstract contract Test {
    /// @dev forge's cheatcode address: the last 20 bytes of keccak256("hevm cheat code").
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev A moment of 2023, so that times before and after it exist in every test.
    uint64 internal constant START = 1_700_000_000;

    /// @dev `value` folded into low..high; the ends come up as often as anything else.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        require(low <= high, "empty range");
        if (value >= low && value <= high) return value;
        uint256 size = high - low + 1;
        return size == 0 ? value : low + value % size;
    }

    function boundTime(uint256 value, uint256 low, uint256 high) internal pure returns (uint64) {
        // Safety: the ranges of these tests end far below 2^64.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(bound(value, low, high));
    }

    function boundAmount(uint256 value, uint256 low, uint256 high) internal pure returns (uint128) {
        require(high <= type(uint128).max, "no amount");
        // Safety: asked in the line before.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint128(bound(value, low, high));
    }

    function boundSmall(uint256 value, uint256 low, uint256 high) internal pure returns (uint8) {
        require(high <= type(uint8).max, "no small number");
        // Safety: asked in the line before.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint8(bound(value, low, high));
    }

    /// @dev An epoch or a seat: 32 bits.
    function narrow(uint256 value) internal pure returns (uint32) {
        require(value <= type(uint32).max, "no small number");
        // Safety: asked in the line before.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(value);
    }

    /// @dev Not by block.timestamp: the optimizer reads it once per call, as is right everywhere but in tests.
    function skip(uint256 addedSeconds) internal {
        vm.warp(vm.getBlockTimestamp() + addedSeconds);
    }
}
