// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {JuryHandler} from "./JuryHandler.sol";

/// forge-config: ci.invariant.depth = 64
contract JuryInvariants {
    JuryHandler internal handler;

    function setUp() public {
        handler = new JuryHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_verdicts_and_jurors_of_a_begun_epoch_are_fixed() public view {
        handler.checkPast();
    }

    function invariant_every_token_is_somebodys_and_one_case_of_a_sort_at_a_time() public view {
        handler.checkCases();
    }
}
