// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEpochRoots} from "../../../contracts/interfaces/IEpochRoots.sol";

/// @notice Final roots as a test wants them; roots and arbiter in one.
contract WrittenRoots {
    address public immutable TOKEN;
    address public immutable CLOCK;
    address public immutable VOUCHES;
    uint32 public latestFinal;
    mapping(uint32 epoch => IEpochRoots.FinalRoot) private _finals;

    constructor(address token, address clock, address vouches) {
        (TOKEN, CLOCK, VOUCHES) = (token, clock, vouches);
    }

    function ARBITER() external view returns (address) {
        return address(this);
    }

    function write(uint32 epoch, IEpochRoots.FinalRoot calldata root) external {
        _finals[epoch] = root;
        if (epoch > latestFinal) latestFinal = epoch;
    }

    function finalOf(uint32 epoch) external view returns (IEpochRoots.FinalRoot memory) {
        return _finals[epoch];
    }
}
