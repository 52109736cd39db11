// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {MarketTest} from "./base/MarketTest.sol";

/// @notice Five epochs of 30 days at one price each.
contract MarketSubscriptionTest is MarketTest {
    uint8 internal constant EPOCHS = 5;
    uint256 internal constant MONTH = 30 days;
    Consent internal consent;
    bytes32 internal offer;

    function setUp() public override {
        super.setUp();
        consent = consentTo(openOffer(subscription(EPOCHS)), subscription(EPOCHS));
        (bytes32 root,) = rootAndPath(epochLeaves(EPOCHS), 0);
        (consent.xx, consent.xParity, consent.ctRoot) = (uint256(root), 0, 0);
        offer = consent.offer;
        accept(consent);
    }

    function _deliver(uint8 epoch) internal {
        EpochDelivery memory delivery = proveEpoch(consent, epoch, EPOCHS);
        vm.prank(relayer);
        market.deliverEpoch(consent, delivery);
    }

    function _expectLate(uint8 epoch) internal {
        EpochDelivery memory delivery = proveEpoch(consent, epoch, EPOCHS);
        expectRefused(offer, Fault.TooLate);
        market.deliverEpoch(consent, delivery);
    }

    function test_all_epochs_are_locked_and_each_is_paid_in_its_time() public {
        vm.assertEq(market.lockedOf(offer, profile), EPOCHS * uint256(PRICE), "locked");
        for (uint8 i = 0; i < EPOCHS; ++i) {
            vm.warp(START + i * MONTH);
            _deliver(i);
            vm.assertEq(market.creditOf(PAYEE), (i + 1) * uint256(PRICE), "paid");
        }
        assertState(offer, State.Settled);
        vm.assertEq(market.lockedOf(offer, profile), 0, "nothing left");
    }

    function test_the_price_of_all_epochs_must_be_there() public {
        OfferTerms memory t = subscription(200);
        t.salt = "long";
        Consent memory c = consentTo(openOffer(t), t);
        bytes memory signature = signConsent(ALICE_KEY, c);
        expectRefused(c.offer, Fault.BudgetTooSmall);
        vm.prank(bob);
        market.accept(c, signature);
    }

    function test_an_epoch_is_delivered_in_its_own_time_only() public {
        _expectLate(1);
        vm.warp(START + MONTH - 1);
        _deliver(0);
        _expectLate(0);
        _expectLate(1);
        vm.warp(START + MONTH);
        _deliver(1);
        vm.warp(START + 3 * MONTH);
        _expectLate(2);
        _deliver(3);
        vm.warp(START + EPOCHS * MONTH);
        _expectLate(4);
    }

    function test_a_key_that_is_not_the_epochs_is_refused() public {
        EpochDelivery memory delivery = proveEpoch(consent, 1, EPOCHS);
        delivery.epoch = 0;
        expectRefused(offer, Fault.ProofInvalid);
        market.deliverEpoch(consent, delivery);
        delivery = proveEpoch(consent, 0, EPOCHS);
        delivery.path[1] = keccak256("other");
        expectRefused(offer, Fault.ProofInvalid);
        market.deliverEpoch(consent, delivery);
    }

    function test_nobody_but_the_key_holder_names_the_ciphertext() public {
        EpochDelivery memory delivery = proveEpoch(consent, 0, EPOCHS);
        delivery.ctRoot = keccak256("somebody else's ciphertext");
        expectRefused(offer, Fault.ProofInvalid);
        market.deliverEpoch(consent, delivery);
    }

    function test_only_the_accepted_consent_counts() public {
        EpochDelivery memory delivery = proveEpoch(consent, 0, EPOCHS);
        Consent memory c = consent;
        c.payee = mallory;
        expectRefused(offer, Fault.ConsentMismatch);
        market.deliverEpoch(c, delivery);
    }

    function test_a_subscription_is_no_sale_and_a_sale_no_subscription() public {
        Delivery memory sale = prove(consent, X);
        expectRefused(offer, Fault.NotAccepted);
        market.deliver(consent, sale);
        EpochDelivery memory delivery = proveEpoch(consent, 0, EPOCHS);
        OfferTerms memory t = simple();
        t.salt = "sale";
        Consent memory c = accepted(t);
        expectRefused(c.offer, Fault.NotAccepted);
        market.deliverEpoch(c, delivery);
        bytes32 deal = market.dealIdOf(c.offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.StateWrong.selector, deal, State.Accepted));
        vm.prank(bob);
        market.stop(c.offer, profile);
    }

    function test_a_withdrawal_gives_back_every_undelivered_epoch() public {
        _deliver(0);
        vm.warp(START + 2 * MONTH);
        vm.prank(alice);
        market.revoke(offer, profile);
        assertState(offer, State.Revoked);
        vm.assertEq(freeOf(offer), BUDGET - PRICE, "four of five back");
        EpochDelivery memory delivery = proveEpoch(consent, 2, EPOCHS);
        expectRefused(offer, Fault.NotAccepted);
        market.deliverEpoch(consent, delivery);
    }

    function test_the_buyer_stops_after_the_running_epoch() public {
        _deliver(0);
        vm.warp(START + 2 * MONTH + 1);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotBuyer.selector, offer));
        vm.prank(mallory);
        market.stop(offer, profile);
        vm.prank(bob);
        market.stop(offer, profile);
        vm.assertEq(freeOf(offer), BUDGET - 2 * uint256(PRICE), "missed and later epochs back");
        _deliver(2);
        assertState(offer, State.Settled);
        vm.assertEq(market.creditOf(PAYEE), 2 * uint256(PRICE), "two epochs paid");
    }

    function test_a_stop_after_the_running_epoch_was_delivered_ends_it() public {
        _deliver(0);
        vm.prank(bob);
        market.stop(offer, profile);
        assertState(offer, State.Settled);
        vm.assertEq(freeOf(offer), BUDGET - PRICE, "four back");
    }

    function test_a_stopped_subscription_is_reclaimed_after_its_last_epoch() public {
        vm.prank(bob);
        market.stop(offer, profile);
        bytes32 deal = market.dealIdOf(offer, profile);
        vm.warp(START + MONTH - 1);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.TooEarly.selector, deal, START + 30 days));
        market.reclaim(offer, profile);
        vm.warp(START + MONTH);
        market.reclaim(offer, profile);
        assertState(offer, State.Refunded);
        vm.assertEq(freeOf(offer), BUDGET, "all back");
    }

    function test_missed_epochs_are_reclaimed_at_the_end() public {
        _deliver(0);
        bytes32 deal = market.dealIdOf(offer, profile);
        vm.warp(START + EPOCHS * MONTH - 1);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.TooEarly.selector, deal, START + EPOCHS * 30 days));
        market.reclaim(offer, profile);
        vm.warp(START + EPOCHS * MONTH);
        vm.prank(mallory);
        market.reclaim(offer, profile);
        assertState(offer, State.Settled);
        vm.assertEq(freeOf(offer), BUDGET - PRICE, "four of five back");
    }

    /// @dev Regression: it left the place in the offer taken, which a reclaim frees.
    function test_regression_a_stop_after_the_end_gives_everything_back() public {
        vm.warp(START + 9 * MONTH);
        vm.prank(bob);
        market.stop(offer, profile);
        assertState(offer, State.Refunded);
        vm.assertEq(freeOf(offer), BUDGET, "all back");
        vm.assertEq(market.offerOf(offer).live, 0, "its place too");
    }
}
