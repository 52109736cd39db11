// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DataMarket} from "../../../contracts/DataMarket.sol";
import {IMarketTypes} from "../../../contracts/interfaces/IMarketTypes.sol";
import {Test} from "../base/Test.sol";
import {MarketHandler} from "./MarketHandler.sol";
import {MarketModel} from "./MarketModel.sol";

/// @notice After every call the market is, to the unit, what the model says. Numbers are those of the README's list.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 128
/// forge-config: ci.invariant.runs = 96
/// forge-config: ci.invariant.depth = 192
contract MarketInvariants is Test {
    DataMarket internal market;
    MarketHandler internal handler;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

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
        bytes4[17] memory selectors = [
            handler.passTime.selector,
            handler.setMood.selector,
            handler.setLevel.selector,
            handler.transfer.selector,
            handler.open.selector,
            handler.fund.selector,
            handler.close.selector,
            handler.accept.selector,
            handler.deliver.selector,
            handler.revoke.selector,
            handler.revokeFor.selector,
            handler.garbage.selector,
            handler.settle.selector,
            handler.claim.selector,
            handler.reclaim.selector,
            handler.stop.selector,
            handler.withdraw.selector
        ];
        // Accepting and delivering come three times as often, as everything else needs them; settling twice.
        bytes4[] memory all = new bytes4[](22);
        for (uint256 i = 0; i < 17; ++i) {
            all[i] = selectors[i];
        }
        (all[17], all[18]) = (handler.accept.selector, handler.accept.selector);
        (all[19], all[20]) = (handler.deliver.selector, handler.deliver.selector);
        all[21] = handler.settle.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), all);
    }

    /// @dev The model and the handler are no better than what they get to: each action, once, to its end.
    function test_every_action_gets_somewhere() public {
        string[16] memory actions = [
            "offer",
            "funding",
            "closing",
            "acceptance",
            "delivery",
            "opening of what was delivered",
            "epoch",
            "opening of an epoch",
            "withdrawal",
            "signed withdrawal",
            "garbage",
            "settlement",
            "claim",
            "reclaim",
            "stop",
            "payment"
        ];
        _playEverything();
        for (uint256 i = 0; i < actions.length; ++i) {
            vm.assertGe(handler.done(actions[i]), 1, actions[i]);
        }
        invariant_the_market_is_what_the_model_says();
    }

    function _playEverything() private {
        handler.open(0, 2, 1000); // with a garbage window
        handler.fund(0, 5, 1);
        for (uint256 who = 0; who < 3; ++who) {
            handler.accept(0, who, 10, 1 + who); // the second record is a bad one
        }
        handler.deliver(0, 0, 1);
        handler.deliver(0, 1, 1);
        handler.garbage(0, 1, 0);
        handler.revoke(0, 2, 4);
        skip(1 hours + 1);
        handler.settle(0, 0, 1);
        handler.open(0, 1, 1000); // vests
        handler.accept(1, 0, 1000, 1);
        handler.deliver(1, 0, 1);
        handler.claim(1, 0);
        handler.revokeFor(1, 0, 0x102);
        handler.open(1, (2 << 96) + 2, 1000); // three epochs
        handler.accept(2, 0, 10, 1);
        handler.deliver(2, 0, 1);
        handler.stop(2, 0, 1);
        handler.open(1, 0, 1000);
        handler.accept(3, 0, 10, 1);
        skip(1 hours + 1);
        handler.reclaim(3, 0, 1);
        handler.close(3, 12);
        handler.withdraw(1, 0);
    }

    /// @dev In one, as forge makes a campaign of each.
    function invariant_the_market_is_what_the_model_says() public view {
        _everyAnswerWasTheRightOne();
        _isSolvent();
        _dealsAreEqual();
        _offersAndCreditsAreEqual();
    }

    /// @dev 2, 5 to 9, 11 to 15: what must be refused was refused, what must be taken was taken, and what was delivered
    ///      opens.
    function _everyAnswerWasTheRightOne() private view {
        vm.assertEq(handler.wrongs(), 0, handler.wrong());
    }

    /// @dev 1: the market holds exactly what it owes: credits, free budgets and locked prices.
    function _isSolvent() private view {
        uint256 owed = 0;
        for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
            owed += market.creditOf(handler.payee(i));
        }
        for (uint256 i = 0; i < handler.BUSINESSES(); ++i) {
            owed += market.creditOf(handler.business(i));
        }
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            owed += market.offerOf(handler.offers(o)).free;
            for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
                owed += market.lockedOf(handler.offers(o), handler.profiles(i));
            }
        }
        vm.assertEq(market.TOKEN().balanceOf(address(market)), owed, "holds what it owes");
    }

    /// @dev 2, 3, 10, 12: each deal is in the state, holds the price and paid the amount that the model says.
    function _dealsAreEqual() private view {
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
                _compare(handler.offers(o), handler.profiles(i));
            }
        }
    }

    function _compare(bytes32 offer, uint64 profile) private view {
        bytes32 id = market.dealIdOf(offer, profile);
        MarketModel.Sale memory sale = handler.saleOf(id);
        IMarketTypes.Deal memory deal = market.dealOf(offer, profile);
        vm.assertEq(uint256(deal.state), uint256(sale.state), "state");
        vm.assertEq(deal.withdrawn ? 1 : 0, sale.isWithdrawn ? 1 : 0, "withdrawn");
        vm.assertEq(market.lockedOf(offer, profile), handler.lockedOf(id), "locked");
        vm.assertLe(sale.paid + sale.returned, sale.ceiling, "paid and returned");
        if (sale.state >= IMarketTypes.State.Settled) {
            vm.assertEq(sale.paid + sale.returned, sale.ceiling, "a final state holds nothing");
        }
    }

    /// @dev 10, 14: budgets, places and credits to the unit.
    function _offersAndCreditsAreEqual() private view {
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            bytes32 offer = handler.offers(o);
            MarketModel.Book memory book = handler.bookOf(offer);
            vm.assertEq(market.offerOf(offer).free, book.free, "free budget");
            vm.assertEq(market.offerOf(offer).live, book.live, "places taken");
        }
        for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
            vm.assertEq(market.creditOf(handler.payee(i)), handler.creditOf(handler.payee(i)), "credit");
        }
        for (uint256 i = 0; i < handler.BUSINESSES(); ++i) {
            vm.assertEq(market.creditOf(handler.business(i)), handler.creditOf(handler.business(i)), "credit");
        }
    }

    /// @dev 4: after all windows anyone drives every deal to its end, and every token leaves.
    function afterInvariant() public {
        for (uint256 o = 0; o < handler.offerCount(); ++o) {
            for (uint256 i = 0; i < handler.PEOPLE(); ++i) {
                _finish(o, i);
            }
            handler.close(o, 0);
        }
        for (uint256 i = 0; i < 3; ++i) {
            handler.withdraw(i, 0);
            handler.withdraw(i, 3);
        }
        vm.assertEq(handler.wrongs(), 0, handler.wrong());
        vm.assertEq(market.TOKEN().balanceOf(address(market)), 0, "every token left");
    }

    /// @dev What is too late is tried first, and must be refused.
    function _finish(uint256 o, uint256 i) private {
        handler.claim(o, i);
        skip(1 hours);
        handler.claim(o, i);
        skip(5 days);
        handler.deliver(o, i, 1);
        handler.garbage(o, i, 0);
        handler.reclaim(o, i, 1);
        handler.settle(o, i, 1);
        skip(5 days);
        handler.claim(o, i);
    }
}
