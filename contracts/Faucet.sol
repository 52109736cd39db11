// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IFaucet} from "./interfaces/IFaucet.sol";

/// @title Faucet
contract Faucet is IFaucet {
    using SafeERC20 for IERC20;

    /// @inheritdoc IFaucet
    IERC20 public immutable TOKEN;
    /// @inheritdoc IFaucet
    uint256 public immutable AMOUNT;
    /// @inheritdoc IFaucet
    uint256 public immutable POOL;
    /// @inheritdoc IFaucet
    uint64 public immutable PERIOD_SECONDS;

    mapping(uint64 period => uint256) private _givenIn;
    /// @dev Period of the address's latest drip, plus one; 0 = none.
    mapping(address to => uint256) private _drippedIn;

    /// @param token what it gives away
    /// @param dripAmount what one address gets per period
    /// @param poolPerPeriod the most that all of them get per period
    /// @param periodSeconds length of a period
    constructor(IERC20 token, uint256 dripAmount, uint256 poolPerPeriod, uint64 periodSeconds) {
        if (_hasValue(block.chainid)) revert NetworkHasValue(block.chainid);
        if (
            address(token) == address(0) || dripAmount == 0 || poolPerPeriod < dripAmount
                || periodSeconds == 0 || periodSeconds > 365 days
        ) {
            revert ParametersInvalid();
        }
        TOKEN = token;
        AMOUNT = dripAmount;
        POOL = poolPerPeriod;
        PERIOD_SECONDS = periodSeconds;
    }

    /// @inheritdoc IFaucet
    function drip(address to) external {
        uint64 period = _currentPeriod();
        uint64 nextAt = (period + 1) * PERIOD_SECONDS;
        if (_drippedIn[to] > period) revert AlreadyDripped(to, nextAt);
        if (POOL - _givenIn[period] < AMOUNT) revert PoolUsedUp(nextAt);

        _drippedIn[to] = uint256(period) + 1;
        _givenIn[period] += AMOUNT;
        emit Dripped(to, AMOUNT, period);
        TOKEN.safeTransfer(to, AMOUNT);
    }

    /// @inheritdoc IFaucet
    function canDrip(address to) external view returns (bool) {
        uint64 period = _currentPeriod();
        return to != address(0) && _drippedIn[to] <= period && POOL - _givenIn[period] >= AMOUNT
            && TOKEN.balanceOf(address(this)) >= AMOUNT;
    }

    function _currentPeriod() private view returns (uint64) {
        return uint64(block.timestamp) / PERIOD_SECONDS;
    }

    /// @dev Networks whose coin is traded. The list need not be complete: it stops the likely mistake, and a faucet
    ///      without tokens harms nobody.
    function _hasValue(uint256 chainId) private pure returns (bool) {
        uint24[18] memory traded = [
            1, // Ethereum
            10, // OP Mainnet
            25, // Cronos
            56, // BNB Smart Chain
            100, // Gnosis
            130, // Unichain
            137, // Polygon PoS
            146, // Sonic
            250, // Fantom
            324, // ZKsync Era
            480, // World Chain
            5000, // Mantle
            8453, // Base
            42_161, // Arbitrum One
            42_220, // Celo
            43_114, // Avalanche C-Chain
            59_144, // Linea
            534_352 // Scroll
        ];
        for (uint256 i = 0; i < traded.length; ++i) {
            if (traded[i] == chainId) return true;
        }
        return false;
    }
}
