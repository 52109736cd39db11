// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DataMarket} from "../../../contracts/DataMarket.sol";
import {IMarketTypes} from "../../../contracts/interfaces/IMarketTypes.sol";
import {Test} from "../base/Test.sol";
import {MarketHandler} from "./MarketHandler.sol";

contract MarketInvariants is Test {
    DataMarket internal market;
    MarketHandler internal handler;

    function setUp() public {
        vm.warp(START);
        handler = new MarketHandler();
        market = handler.theMarket();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = handler.passTime.selector;
        selectors[1] = handler.open.selector;
        selectors[2] = handler.fund.selector;
        selectors[3] = handler.close.selector;
        selectors[4] = handler.accept.selector;
        selectors[5] = handler.deliver.selector;
        selectors[6] = handler.revoke.selector;
        selectors[7] = handler.stop.selector;
        selectors[8] = handler.reclaim.selector;
        selectors[9] = handler.settle.selector;
        selectors[10] = handler.claim.selector;
        selectors[11] = handler.withdraw.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev The market holds exactly what it owes: credits, free budgets and locked prices.
    function invariant_the_market_is_solvent() public view {
        uint256 owed = 0;
        for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
            owed += market.creditOf(handler.payee(i));
        }
        for (uint256 i = 0; i < handler.BUSINESSES(); ++i) {
            owed += market.creditOf(handler.business(i));
        }
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            bytes32 offer = handler.offers(o);
            owed += market.offerOf(offer).free;
            for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
                owed += market.lockedOf(offer, handler.profiles(i));
            }
        }
        vm.assertEq(market.TOKEN().balanceOf(address(market)), owed, "holds what it owes");
    }

    /// @dev Refused what must be refused, took what must be taken: signatures, windows, deadlines, final states.
    function invariant_every_answer_was_the_right_one() public view {
        vm.assertEq(handler.wrongs(), 0, handler.wrong());
    }

    function invariant_a_deal_never_pays_more_than_it_locked() public view {
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            bytes32 offer = handler.offers(o);
            for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
                bytes32 deal = market.dealIdOf(offer, handler.profiles(i));
                uint256 locked = market.lockedOf(offer, handler.profiles(i));
                vm.assertLe(handler.paid(deal) + locked, handler.ceiling(deal), "paid and locked");
                if (market.dealOf(offer, handler.profiles(i)).state >= IMarketTypes.State.Settled) {
                    vm.assertEq(locked, 0, "a final state locks nothing");
                }
            }
        }
    }

    /// @dev After all windows anyone drives every deal to its end, and every token leaves.
    function afterInvariant() public {
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
                _finish(o, i);
            }
            handler.close(o, address(0xa11));
        }
        for (uint256 i = 0; i < 3; ++i) {
            handler.withdraw(address(0xa11), i, false);
            handler.withdraw(address(0xa11), i, true);
        }
        vm.assertEq(handler.wrongs(), 0, handler.wrong());
        vm.assertEq(market.TOKEN().balanceOf(address(market)), 0, "every token left");
    }

    function _finish(uint256 o, uint256 i) private {
        skip(5 days);
        handler.reclaim(o, i);
        handler.settle(o, i);
        skip(5 days);
        handler.claim(o, i);
    }
}
