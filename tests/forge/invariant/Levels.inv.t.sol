// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {LevelsHandler} from "./LevelsHandler.sol";

contract LevelsInvariants {
    LevelsHandler internal handler;

    function setUp() public {
        handler = new LevelsHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_a_level_is_what_was_proven_judged_or_carried() public view {
        handler.checkLevels();
    }
}
