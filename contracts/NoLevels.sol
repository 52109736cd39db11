// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPersonhood} from "./interfaces/IPersonhood.sol";

/// @title NoLevels: a network without a personhood registry, where every profile has level 0.
contract NoLevels is IPersonhood {
    /// @inheritdoc IPersonhood
    function levelOf(uint64) external pure returns (uint8) {
        return 0;
    }
}
