// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RootsHandler} from "./RootsHandler.sol";

/// forge-config: ci.invariant.depth = 64
contract RootsInvariants {
    RootsHandler internal handler;

    function setUp() public {
        handler = new RootsHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_every_bond_is_somebodys() public view {
        handler.checkAllMoney();
    }

    function invariant_where_somebody_is_diligent_truth_stands_and_lies_fall() public view {
        handler.checkTruth();
    }
}
