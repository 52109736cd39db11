// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title What a jury found, for the contracts above it.
interface IVerdicts {
    /// @notice First epoch in which the profile counts as vetted, whatever came later; 0 = never.
    function vettedSince(uint64 profile) external view returns (uint32);

    /// @notice First epoch in which the profile counts as a proven fake; 0 = it does not. For ever.
    function fakeSince(uint64 profile) external view returns (uint32);

    /// @notice Whether the profile counts as vetted in an epoch: found real before it began, and not proven fake before.
    function isVetted(uint64 profile, uint32 epoch) external view returns (bool);

    /// @notice Whether the profile counts as a proven fake in an epoch.
    function isFake(uint64 profile, uint32 epoch) external view returns (bool);

    /// @notice The caller adds TAG to what jurors are paid from.
    function fund(uint128 amount) external;
}
