// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MarketTest} from "./base/MarketTest.sol";
import {PlainToken} from "./base/OddTokens.sol";

/// @notice Amounts as large as the types hold.
contract MarketExtremesTest is MarketTest {
    uint128 internal constant MOST = type(uint128).max;

    function _makeToken() internal override returns (IERC20) {
        PlainToken odd = new PlainToken();
        odd.mint(bob, type(uint256).max);
        return odd;
    }

    /// @dev A budget that was filled up again while a price was locked: the refund does not fit into it.
    function _acceptedAndFilledUp(OfferTerms memory t) internal returns (Consent memory consent) {
        vm.prank(bob);
        consent = consentTo(market.open(t, MOST), t);
        consent.price = MOST;
        accept(consent);
        vm.prank(bob);
        market.fund(consent.offer, MOST);
    }

    /// @dev Regression: a buyer who fills the budget up must not be able to block a withdrawal.
    function test_regression_an_overflowing_refund_does_not_block_revoke() public {
        Consent memory consent = _acceptedAndFilledUp(simple());
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        assertState(consent.offer, State.Revoked);
        vm.assertEq(freeOf(consent.offer), MOST, "as full as it gets");
        vm.assertEq(market.creditOf(bob), MOST, "the rest is the buyer's credit");
    }

    function test_regression_an_overflowing_refund_does_not_block_reclaim() public {
        Consent memory consent = _acceptedAndFilledUp(simple());
        skip(3 days);
        market.reclaim(consent.offer, profile);
        vm.assertEq(market.creditOf(bob), MOST, "the rest is the buyer's credit");
        market.withdraw(bob);
    }

    function test_the_largest_price_vests_exactly() public {
        Consent memory consent = _acceptedAndFilledUp(vesting());
        deliver(consent);
        skip(50 days);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        uint256 upfront = uint256(MOST) * 3 / 10;
        uint256 vested = (MOST - upfront) * 50 days / 100 days;
        vm.assertEq(market.creditOf(PAYEE), upfront + vested, "earned");
        vm.assertEq(market.creditOf(bob), MOST - upfront - vested, "returned");
        market.withdraw(PAYEE);
        vm.assertEq(token.balanceOf(PAYEE), upfront + vested, "paid out");
    }

    function test_the_smallest_price_is_paid() public {
        Consent memory consent = consentTo(openOffer(vesting()), vesting());
        consent.price = 1;
        accept(consent);
        deliver(consent);
        skip(100 days);
        market.claim(consent.offer, profile);
        vm.assertEq(market.creditOf(PAYEE), 1, "one unit");
    }
}
