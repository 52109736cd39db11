// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPersonhood} from "../../../contracts/interfaces/IPersonhood.sol";

/// @notice A personhood registry whose levels a test writes.
contract WrittenLevels is IPersonhood {
    mapping(uint64 profile => uint8) public levelOf;

    function write(uint64 profile, uint8 level) external {
        levelOf[profile] = level;
    }
}
