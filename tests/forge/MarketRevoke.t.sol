// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {MarketTest} from "./base/MarketTest.sol";

contract MarketRevokeTest is MarketTest {
    bytes32 internal offer;
    Consent internal consent;

    function setUp() public override {
        super.setUp();
        offer = openOffer(simple());
        consent = consentTo(offer, simple());
    }

    function test_nobody_else_withdraws() public {
        accept(consent);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, mallory, profile));
        vm.prank(mallory);
        market.revoke(offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, bob, profile));
        vm.prank(bob);
        market.revoke(offer, profile);
        bytes memory signature = signRevoke(MALLORY_KEY, offer, profile, FAR);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        market.revokeFor(offer, profile, alice, FAR, signature);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, mallory, profile));
        market.revokeFor(offer, profile, mallory, FAR, signature);
    }

    function test_an_unknown_profile_withdraws_nothing() public {
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, mallory, uint64(99)));
        vm.prank(mallory);
        market.revoke(offer, 99);
    }

    function test_a_signed_withdrawal_counts_until_its_deadline() public {
        accept(consent);
        bytes memory signature = signRevoke(ALICE_KEY, offer, profile, START + 5);
        vm.warp(START + 6);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START + 5));
        market.revokeFor(offer, profile, alice, START + 5, signature);
        vm.warp(START + 5);
        market.revokeFor(offer, profile, alice, START + 5, signature);
        assertState(offer, State.Revoked);
        vm.assertEq(freeOf(offer), BUDGET, "all back");
    }

    function test_withdrawn_once() public {
        accept(consent);
        vm.prank(alice);
        market.revoke(offer, profile);
        bytes32 deal = market.dealIdOf(offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.AlreadyWithdrawn.selector, deal));
        vm.prank(alice);
        market.revoke(offer, profile);
    }

    function test_a_withdrawal_before_the_consent_blocks_it() public {
        vm.prank(alice);
        market.revoke(offer, profile);
        bytes memory signature = signConsent(ALICE_KEY, consent);
        expectRefused(offer, Fault.AlreadyAnswered);
        vm.prank(bob);
        market.accept(consent, signature);
    }

    function test_the_signer_withdraws_after_the_profile_was_transferred() public {
        accept(consent);
        transferTo(profile, CAROL_KEY);
        vm.prank(alice);
        market.revoke(offer, profile);
        assertState(offer, State.Revoked);
    }

    function test_the_new_custody_withdraws_as_well() public {
        accept(consent);
        transferTo(profile, CAROL_KEY);
        vm.prank(carol);
        market.revoke(offer, profile);
        assertState(offer, State.Revoked);
    }

    function test_a_former_custody_withdraws_nothing_it_did_not_sign() public {
        transferTo(profile, CAROL_KEY);
        bytes memory signature = signConsent(CAROL_KEY, consent);
        vm.prank(bob);
        market.accept(consent, signature);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, alice, profile));
        vm.prank(alice);
        market.revoke(offer, profile);
    }

    function test_a_former_custody_does_not_withdraw_before_any_consent() public {
        transferTo(profile, CAROL_KEY);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotEntitled.selector, alice, profile));
        vm.prank(alice);
        market.revoke(offer, profile);
        vm.prank(carol);
        market.revoke(offer, profile);
        assertState(offer, State.Revoked);
    }

    function test_deletion_is_attested_by_the_buyer_after_a_withdrawal() public {
        accept(consent);
        bytes32 deal = market.dealIdOf(offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotWithdrawn.selector, deal));
        vm.prank(bob);
        market.attestDeletion(offer, profile, "gone");
        vm.prank(alice);
        market.revoke(offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.NotBuyer.selector, offer));
        vm.prank(mallory);
        market.attestDeletion(offer, profile, "gone");
        vm.expectEmit(address(market));
        emit IDataMarket.DeletionAttested(deal, "gone");
        vm.prank(bob);
        market.attestDeletion(offer, profile, "gone");
    }
}
