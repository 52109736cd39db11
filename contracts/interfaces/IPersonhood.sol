// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The one question that the market asks about people.
interface IPersonhood {
    /// @notice The personhood level of a profile now: 0 = not enough evidence, to 3. Never reverts.
    function levelOf(uint64 profile) external view returns (uint8);
}
