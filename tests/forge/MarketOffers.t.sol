// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DataMarket} from "../../contracts/DataMarket.sol";
import {NoLevels} from "../../contracts/NoLevels.sol";
import {ICustody} from "../../contracts/interfaces/ICustody.sol";
import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {IPersonhood} from "../../contracts/interfaces/IPersonhood.sol";
import {Dleq} from "../../contracts/libraries/Dleq.sol";
import {MarketTest} from "./base/MarketTest.sol";
import {CallbackToken, FeeToken} from "./base/OddTokens.sol";

contract MarketOffersTest is MarketTest {
    function _expectImpossible(OfferTerms memory t) internal {
        vm.expectRevert(IDataMarket.ParametersInvalid.selector);
        vm.prank(bob);
        market.open(t, BUDGET);
    }

    function test_no_market_without_its_three_contracts() public {
        vm.expectRevert(IDataMarket.ParametersInvalid.selector);
        new DataMarket(IERC20(address(0)), registry, levels);
        vm.expectRevert(IDataMarket.ParametersInvalid.selector);
        new DataMarket(token, ICustody(address(0)), levels);
        vm.expectRevert(IDataMarket.ParametersInvalid.selector);
        new DataMarket(token, registry, IPersonhood(address(0)));
    }

    function test_zero_budget_is_refused() public {
        vm.expectRevert(IDataMarket.BudgetZero.selector);
        market.open(simple(), 0);
        bytes32 offer = openOffer(simple());
        vm.expectRevert(IDataMarket.BudgetZero.selector);
        vm.prank(bob);
        market.fund(offer, 0);
    }

    function test_impossible_dates_are_refused() public {
        OfferTerms memory t = simple();
        uint64 start = START;
        t.acceptUntil = start;
        _expectImpossible(t);
        t.acceptUntil = start + 730 days + 1;
        _expectImpossible(t);
        t.acceptUntil = start + 730 days;
        t.deliverSeconds = 1 hours - 1;
        _expectImpossible(t);
        t.deliverSeconds = 30 days + 1;
        _expectImpossible(t);
        t.deliverSeconds = 30 days;
        t.garbageSeconds = 1;
        _expectImpossible(t);
        t.garbageSeconds = 30 days + 1;
        _expectImpossible(t);
        t.garbageSeconds = 30 days;
        (t.vestingSeconds, t.upfrontBps) = (730 days + 1, 0);
        _expectImpossible(t);
        t.vestingSeconds = 730 days;
        openOffer(t);
    }

    function test_contradicting_terms_are_refused() public {
        OfferTerms memory t = simple();
        t.upfrontBps = 9999;
        _expectImpossible(t);
        (t.upfrontBps, t.vestingSeconds) = (10_000, 1 days);
        _expectImpossible(t);
        t.upfrontBps = 10_001;
        _expectImpossible(t);
        t = simple();
        t.maxResponses = 0;
        _expectImpossible(t);
        t.maxResponses = 1 << 24;
        _expectImpossible(t);
        t = simple();
        t.minLevel = 4;
        _expectImpossible(t);
        t = subscription(3);
        t.garbageSeconds = 1 days;
        _expectImpossible(t);
        t = subscription(3);
        (t.vestingSeconds, t.upfrontBps) = (1 days, 0);
        _expectImpossible(t);
        t = subscription(3);
        t.deliverSeconds = 92 days + 1;
        _expectImpossible(t);
    }

    function test_a_wrong_Q_is_refused() public {
        OfferTerms memory t = simple();
        t.qParity = 2;
        _expectImpossible(t);
        t.qParity = 27;
        _expectImpossible(t);
        uint256[6] memory wrong = [0, 5, Dleq.N, Dleq.P, type(uint256).max, Dleq.HX];
        for (uint256 i = 0; i < wrong.length; ++i) {
            (t.qx, t.qParity) = (wrong[i], 0);
            _expectImpossible(t);
            t.qParity = 1;
            _expectImpossible(t);
        }
    }

    function test_one_offer_per_id() public {
        bytes32 offer = openOffer(simple());
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.OfferExists.selector, offer));
        vm.prank(bob);
        market.open(simple(), BUDGET);
    }

    function test_only_the_buyer_funds_and_only_while_it_accepts() public {
        bytes32 offer = openOffer(simple());
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotBuyer.selector, offer));
        vm.prank(mallory);
        market.fund(offer, 1);
        vm.warp(START + 7 days - 1);
        vm.prank(bob);
        market.fund(offer, 1);
        vm.warp(START + 7 days);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.OfferOver.selector, offer));
        vm.prank(bob);
        market.fund(offer, 1);
        vm.assertEq(freeOf(offer), BUDGET + 1, "budget");
    }

    function test_only_the_buyer_closes_before_the_end() public {
        bytes32 offer = openOffer(simple());
        bytes32 unknown = "none";
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.OfferUnknown.selector, unknown));
        market.close(unknown);
        vm.warp(START + 7 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotBuyer.selector, offer));
        vm.prank(mallory);
        market.close(offer);
        vm.warp(START + 7 days);
        vm.prank(mallory);
        market.close(offer);
        vm.assertEq(market.creditOf(bob), BUDGET, "credit of the buyer");
    }

    function test_withdraw_pays_the_payee_whoever_asks() public {
        bytes32 offer = openOffer(simple());
        vm.prank(bob);
        market.close(offer);
        uint256 before = token.balanceOf(bob);
        vm.prank(mallory);
        market.withdraw(bob);
        vm.assertEq(token.balanceOf(bob), before + BUDGET, "paid");
        vm.assertEq(token.balanceOf(mallory), 0, "to nobody else");
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NothingDue.selector, bob));
        market.withdraw(bob);
    }

    function test_open_and_fund_with_one_permit_each() public {
        vm.prank(bob);
        token.approve(address(market), 0);
        Permit memory permit = _permit(BUDGET, 0);
        vm.prank(bob);
        bytes32 offer = market.openWithPermit(simple(), BUDGET, permit);
        permit = _permit(5, 1);
        vm.prank(bob);
        market.fundWithPermit(offer, 5, permit);
        vm.assertEq(freeOf(offer), BUDGET + 5, "budget");
    }

    function test_a_permit_played_by_somebody_else_does_no_harm() public {
        vm.prank(bob);
        token.approve(address(market), 0);
        Permit memory permit = _permit(BUDGET, 0);
        vm.prank(mallory);
        IERC20Permit(address(token))
            .permit(bob, address(market), BUDGET, permit.deadline, permit.v, permit.r, permit.s);
        vm.prank(bob);
        market.openWithPermit(simple(), BUDGET, permit);
    }

    function test_a_permit_of_somebody_else_opens_nothing() public {
        Permit memory permit = _permit(BUDGET, 0);
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        vm.prank(mallory);
        market.openWithPermit(simple(), BUDGET, permit);
    }

    function _permit(uint256 amount, uint256 nonce) internal view returns (Permit memory permit) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                bob,
                address(market),
                amount,
                nonce,
                uint256(FAR)
            )
        );
        bytes32 digest = keccak256(
            abi.encodePacked(hex"1901", IERC20Permit(address(token)).DOMAIN_SEPARATOR(), structHash)
        );
        permit.deadline = FAR;
        (permit.v, permit.r, permit.s) = vm.sign(BOB_KEY, digest);
    }

    function test_without_a_registry_everybody_has_level_0() public {
        vm.assertEq(new NoLevels().levelOf(profile), 0, "level");
    }
}

contract MarketFeeTokenTest is MarketTest {
    function _makeToken() internal override returns (IERC20) {
        FeeToken odd = new FeeToken();
        odd.mint(bob, 1e9 * TAG);
        return odd;
    }

    function test_a_token_that_takes_a_fee_opens_no_offer() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDataMarket.TransferInexact.selector, BUDGET, BUDGET - BUDGET / 100)
        );
        vm.prank(bob);
        market.open(simple(), BUDGET);
    }
}

contract MarketCallbackTokenTest is MarketTest {
    CallbackToken internal odd;

    function _makeToken() internal override returns (IERC20) {
        odd = new CallbackToken();
        odd.mint(bob, 1e9 * TAG);
        return odd;
    }

    function _expectGuarded() internal view {
        vm.assertTrue(odd.called() && !odd.succeeded(), "called back in vain");
        vm.assertEq(
            bytes32(odd.answer()),
            bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
            "guard"
        );
    }

    function test_a_callback_cannot_withdraw_twice() public {
        bytes32 offer = openOffer(simple());
        vm.prank(bob);
        market.close(offer);
        odd.setCallback(address(market), abi.encodeCall(market.withdraw, (bob)));
        market.withdraw(bob);
        _expectGuarded();
        vm.assertEq(odd.balanceOf(address(market)), 0, "market is empty");
    }

    function test_a_callback_cannot_withdraw_what_is_still_coming() public {
        bytes32 offer = openOffer(simple());
        vm.prank(bob);
        market.close(offer);
        OfferTerms memory t = simple();
        t.salt = "another";
        odd.setCallback(address(market), abi.encodeCall(market.withdraw, (bob)));
        vm.prank(bob);
        market.open(t, BUDGET);
        _expectGuarded();
        vm.assertEq(odd.balanceOf(address(market)), 2 * uint256(BUDGET), "solvent");
    }
}
