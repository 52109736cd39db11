// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Faucet: gives away test tokens, a little to each, no more than a pool per period.
/// @notice A period is block time / PERIOD_SECONDS, rounded down. It holds what was sent to it; nobody takes it out.
interface IFaucet {
    /// @notice `to` received AMOUNT.
    /// @dev For the indexer: 1. At most one event per (to, period). 2. Their sum per period is at most POOL.
    event Dripped(address indexed to, uint256 amount, uint64 period);

    /// @notice This network's coins have a price: a faucet has no place here.
    error NetworkHasValue(uint256 chainId);

    /// @notice A figure given at deployment is zero, the pool is smaller than one drip, or the period longer than a year.
    error ParametersInvalid();

    /// @notice The address got its share of this period.
    /// @param nextAt Unix seconds from which it may get another
    error AlreadyDripped(address to, uint64 nextAt);

    /// @notice The period's pool is used up.
    /// @param nextAt Unix seconds from which there is a new one
    error PoolUsedUp(uint64 nextAt);

    /// @notice Sends AMOUNT to `to`. Anyone may call for anyone.
    /// @dev Reverts: AlreadyDripped, PoolUsedUp, and the token's ERC20InsufficientBalance when the faucet is empty.
    function drip(address to) external;

    /// @notice Whether `drip(to)` would succeed in a block of this time.
    function canDrip(address to) external view returns (bool);

    /// @notice The token it gives away.
    function TOKEN() external view returns (IERC20);

    /// @notice What one drip gives, in the token's smallest unit.
    function AMOUNT() external view returns (uint256);

    /// @notice The most that one period gives, in the token's smallest unit.
    function POOL() external view returns (uint256);

    /// @notice Length of a period in seconds.
    function PERIOD_SECONDS() external view returns (uint64);
}
