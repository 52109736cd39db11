// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {Dleq} from "../../contracts/libraries/Dleq.sol";
import {MarketTest} from "./base/MarketTest.sol";

contract MarketDeliveryTest is MarketTest {
    // Deliver

    function test_nothing_is_delivered_that_was_not_accepted() public {
        Consent memory consent = consentTo(openOffer(simple()), simple());
        Delivery memory delivery = prove(consent, X);
        expectRefused(consent.offer, Fault.NotAccepted);
        market.deliver(consent, delivery);
    }

    function test_delivered_in_the_last_second_and_not_after() public {
        Consent memory consent = accepted(simple());
        Delivery memory delivery = prove(consent, X);
        vm.warp(START + 2 days + 1);
        expectRefused(consent.offer, Fault.TooLate);
        market.deliver(consent, delivery);
        vm.warp(START + 2 days);
        deliver(consent);
        assertState(consent.offer, State.Settled);
        vm.assertEq(market.creditOf(PAYEE), PRICE, "paid at once");
        vm.assertEq(market.lockedOf(consent.offer, profile), 0, "nothing locked");
    }

    function test_delivered_once() public {
        Consent memory consent = accepted(simple());
        deliver(consent);
        Delivery memory delivery = prove(consent, X);
        expectRefused(consent.offer, Fault.NotAccepted);
        market.deliver(consent, delivery);
    }

    function test_withdrawn_consent_is_not_delivered() public {
        Consent memory consent = accepted(simple());
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        Delivery memory delivery = prove(consent, X);
        expectRefused(consent.offer, Fault.NotAccepted);
        market.deliver(consent, delivery);
    }

    function test_only_the_accepted_consent_is_delivered() public {
        Consent memory consent = accepted(simple());
        consent.payee = mallory;
        Delivery memory delivery = prove(consent, X);
        expectRefused(consent.offer, Fault.ConsentMismatch);
        market.deliver(consent, delivery);
    }

    function test_a_thief_of_X_cannot_deliver() public {
        Consent memory consent = accepted(simple());
        Delivery memory delivery = prove(consent, X + 1);
        expectRefused(consent.offer, Fault.ProofInvalid);
        market.deliver(consent, delivery);
    }

    function test_a_proof_of_another_deal_is_refused() public {
        Consent memory consent = accepted(simple());
        Consent memory other = consent;
        other.offer = keccak256("other");
        Delivery memory delivery = prove(other, X);
        other.offer = market.offerIdOf(bob, simple());
        expectRefused(consent.offer, Fault.ProofInvalid);
        market.deliver(consent, delivery);
    }

    /// @dev Any one word of a proof turned into another, or into a value that fools careless arithmetic.
    function testFuzz_a_mutated_proof_is_refused(uint256 word, uint256 how, uint256 noise) public {
        Consent memory consent = accepted(simple());
        Delivery memory delivery = prove(consent, X);
        uint256[9] memory words = _wordsOf(delivery);
        word %= 9;
        uint256 old = words[word];
        uint256[10] memory others = [
            addmod(old, 1, type(uint256).max),
            old ^ 1,
            0,
            1,
            Dleq.N - (old % Dleq.N),
            Dleq.P - (old % Dleq.P),
            Dleq.N,
            Dleq.P,
            type(uint256).max,
            noise
        ];
        words[word] = word == 1 ? others[how % 10] % 256 : others[how % 10];
        vm.assume(words[word] != old);
        Delivery memory mutated = _deliveryOf(words);
        expectRefused(consent.offer, Fault.ProofInvalid);
        market.deliver(consent, mutated);
        market.deliver(consent, delivery);
    }

    function _wordsOf(Delivery memory d) internal pure returns (uint256[9] memory) {
        Dleq.Proof memory p = d.proof;
        return [d.dx, d.dParity, p.c, p.s, p.ux, p.uy, p.vx, p.vy, p.inv];
    }

    function _deliveryOf(uint256[9] memory w) internal pure returns (Delivery memory) {
        // Safety: the fuzz test keeps this word under 256.
        // forge-lint: disable-next-line(unsafe-typecast)
        return Delivery(w[0], uint8(w[1]), Dleq.Proof(w[2], w[3], w[4], w[5], w[6], w[7], w[8]));
    }

    function test_a_batch_skips_the_bad_and_takes_the_good() public {
        Consent memory consent = accepted(simple());
        (Consent[] memory consents, Delivery[] memory deliveries) = (new Consent[](3), new Delivery[](3));
        (consents[0], consents[1], consents[2]) = (consent, consent, consent);
        (deliveries[0], deliveries[1]) = (prove(consent, X + 1), prove(consent, X));
        deliveries[2] = deliveries[1];
        bytes32 deal = market.dealIdOf(consent.offer, profile);
        vm.expectEmit(address(market));
        emit IDataMarket.ItemSkipped(deal, Fault.ProofInvalid);
        vm.expectEmit(address(market));
        emit IDataMarket.Credited(deal, PAYEE, PRICE);
        vm.expectEmit(address(market));
        emit IDataMarket.KeyDelivered(deal, deliveries[1].dx, deliveries[1].dParity, State.Settled);
        vm.expectEmit(address(market));
        emit IDataMarket.ItemSkipped(deal, Fault.NotAccepted);
        market.deliverMany(consents, deliveries);
        vm.assertEq(market.creditOf(PAYEE), PRICE, "paid once");
    }

    // Reclaim

    function test_reclaimed_after_the_window_and_not_before() public {
        Consent memory consent = accepted(simple());
        bytes32 deal = market.dealIdOf(consent.offer, profile);
        vm.warp(START + 2 days);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.TooEarly.selector, deal, START + 2 days + 1));
        market.reclaim(consent.offer, profile);
        vm.warp(START + 2 days + 1);
        vm.prank(mallory);
        market.reclaim(consent.offer, profile);
        assertState(consent.offer, State.Refunded);
        vm.assertEq(freeOf(consent.offer), BUDGET, "all back");
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.StateWrong.selector, deal, State.Refunded));
        market.reclaim(consent.offer, profile);
    }

    function test_the_buyer_has_no_way_out_before_the_deadline() public {
        Consent memory consent = accepted(simple());
        vm.prank(bob);
        market.close(consent.offer);
        vm.assertEq(market.lockedOf(consent.offer, profile), PRICE, "still locked");
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, bob, profile));
        vm.prank(bob);
        market.revoke(consent.offer, profile);
        deliver(consent);
        vm.assertEq(market.creditOf(PAYEE), PRICE, "paid out of a closed offer");
    }

    function test_what_a_closed_offer_gets_back_is_swept_by_anyone() public {
        Consent memory consent = accepted(simple());
        vm.prank(bob);
        market.close(consent.offer);
        skip(2 days + 1);
        market.reclaim(consent.offer, profile);
        vm.prank(mallory);
        market.close(consent.offer);
        vm.assertEq(market.creditOf(bob), BUDGET, "all of it");
    }

    // Garbage window

    function _delivered(OfferTerms memory t)
        internal
        returns (Consent memory consent, Delivery memory delivery)
    {
        consent = consentTo(openOffer(t), t);
        consent.ptRoot = keccak256("plain");
        accept(consent);
        delivery = prove(consent, X);
        market.deliver(consent, delivery);
    }

    function test_settled_after_the_window_and_not_before() public {
        (Consent memory consent, Delivery memory d) = _delivered(contestable());
        assertState(consent.offer, State.Delivered);
        bytes32 deal = market.dealIdOf(consent.offer, profile);
        vm.warp(START + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.TooEarly.selector, deal, START + 1 days + 1));
        market.settle(consent, d.dx, d.dParity);
        vm.warp(START + 1 days + 1);
        expectRefused(consent.offer, Fault.ConsentMismatch);
        market.settle(consent, d.dx ^ 1, d.dParity);
        market.settle(consent, d.dx, d.dParity);
        vm.assertEq(market.creditOf(PAYEE), PRICE, "paid");
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.StateWrong.selector, deal, State.Settled));
        market.settle(consent, d.dx, d.dParity);
    }

    function test_without_a_plaintext_root_there_is_no_window() public {
        Consent memory consent = accepted(contestable());
        deliver(consent);
        assertState(consent.offer, State.Settled);
    }

    // Vesting

    function testFuzz_vested_exactly_by_time_however_often_it_is_claimed(uint256 first, uint256 second)
        public
    {
        Consent memory consent = accepted(vesting());
        deliver(consent);
        uint256 upfront = PRICE * 3 / 10;
        uint256 rest = PRICE - upfront;
        vm.assertEq(market.creditOf(PAYEE), upfront, "up-front share");
        first = bound(first, 0, 100 days);
        second = bound(second, first, 200 days);
        vm.warp(START + first);
        market.claim(consent.offer, profile);
        vm.assertEq(market.creditOf(PAYEE), upfront + rest * first / 100 days, "first claim");
        if (first == 100 days) return assertState(consent.offer, State.Settled);
        vm.warp(START + second);
        market.claim(consent.offer, profile);
        uint256 elapsed = second < 100 days ? second : 100 days;
        vm.assertEq(market.creditOf(PAYEE), upfront + rest * elapsed / 100 days, "second claim");
        vm.assertEq(market.lockedOf(consent.offer, profile), rest - rest * elapsed / 100 days, "locked");
    }

    function testFuzz_revoked_while_vesting_the_earned_part_stays(uint256 elapsed) public {
        Consent memory consent = accepted(vesting());
        deliver(consent);
        elapsed = bound(elapsed, 0, 100 days + 1);
        vm.warp(START + elapsed);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        uint256 rest = PRICE - PRICE * 3 / 10;
        uint256 vested = elapsed < 100 days ? rest * elapsed / 100 days : rest;
        vm.assertEq(market.creditOf(PAYEE), PRICE * 3 / 10 + vested, "earned");
        vm.assertEq(freeOf(consent.offer), BUDGET - PRICE + (rest - vested), "returned");
        assertState(consent.offer, elapsed < 100 days ? State.Revoked : State.Settled);
        vm.assertTrue(market.dealOf(consent.offer, profile).withdrawn, "withdrawn");
    }

    function test_claim_needs_a_vesting_deal() public {
        Consent memory consent = accepted(vesting());
        bytes32 deal = market.dealIdOf(consent.offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.StateWrong.selector, deal, State.Accepted));
        market.claim(consent.offer, profile);
    }

    function test_withdrawn_after_it_was_paid_takes_nothing_back() public {
        Consent memory consent = accepted(simple());
        deliver(consent);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        assertState(consent.offer, State.Settled);
        vm.assertEq(market.creditOf(PAYEE), PRICE, "earned money stays");
        vm.assertEq(freeOf(consent.offer), BUDGET - PRICE, "nothing returned");
    }

    /// @dev Regression: withdrawn in the garbage window, the deal must not vest to the full price afterwards.
    function test_regression_no_full_payout_after_a_withdrawal() public {
        OfferTerms memory t = contestable();
        (t.vestingSeconds, t.upfrontBps) = (100 days, 3000);
        (Consent memory consent, Delivery memory d) = _delivered(t);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        assertState(consent.offer, State.Delivered);
        vm.warp(START + 1 days + 1);
        market.settle(consent, d.dx, d.dParity);
        assertState(consent.offer, State.Revoked);
        vm.assertEq(market.creditOf(PAYEE), PRICE * 3 / 10, "up-front share only");
        vm.assertEq(freeOf(consent.offer), BUDGET - PRICE * 3 / 10, "the rest went back");
        bytes32 deal = market.dealIdOf(consent.offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.StateWrong.selector, deal, State.Revoked));
        market.claim(consent.offer, profile);
    }
}
