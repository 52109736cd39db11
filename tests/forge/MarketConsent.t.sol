// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DataMarket} from "../../contracts/DataMarket.sol";
import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {ContractWallet, HostileWallet} from "./base/ContractWallet.sol";
import {MarketTest} from "./base/MarketTest.sol";

contract MarketConsentTest is MarketTest {
    bytes32 internal offer;
    Consent internal consent;

    function setUp() public override {
        super.setUp();
        offer = openOffer(simple());
        consent = consentTo(offer, simple());
    }

    function _expectFault(Consent memory altered, bytes memory signature, Fault fault) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IDataMarket.Refused.selector, market.dealIdOf(altered.offer, altered.profile), fault
            )
        );
        vm.prank(bob);
        market.accept(altered, signature);
    }

    function _expectSignedFault(Consent memory altered, Fault fault) internal {
        _expectFault(altered, signConsent(ALICE_KEY, altered), fault);
    }

    function test_only_the_buyer_accepts() public {
        bytes memory signature = signConsent(ALICE_KEY, consent);
        expectRefused(offer, Fault.NotBuyer);
        vm.prank(mallory);
        market.accept(consent, signature);
        Consent memory other = consent;
        other.offer = "unknown";
        _expectSignedFault(other, Fault.NotBuyer);
    }

    function test_accept_until_the_second_before_the_end() public {
        vm.warp(START + 7 days);
        _expectSignedFault(consent, Fault.OfferEnded);
        vm.warp(START + 7 days - 1);
        accept(consent);
    }

    function test_a_closed_offer_accepts_nothing() public {
        vm.prank(bob);
        market.close(offer);
        _expectSignedFault(consent, Fault.OfferEnded);
    }

    function test_a_stale_consent_is_refused() public {
        Consent memory c = consent;
        c.validUntil = START + 10;
        vm.warp(START + 11);
        _expectSignedFault(c, Fault.ConsentExpired);
        vm.warp(START + 10);
        accept(c);
    }

    function test_price_and_payee_are_checked() public {
        Consent memory c = consent;
        c.price = 0;
        _expectSignedFault(c, Fault.PriceZero);
        c.price = BUDGET + 1;
        _expectSignedFault(c, Fault.BudgetTooSmall);
        c.price = type(uint128).max;
        _expectSignedFault(c, Fault.BudgetTooSmall);
        c = consent;
        c.payee = address(0);
        _expectSignedFault(c, Fault.PayeeInvalid);
        c.payee = address(market);
        _expectSignedFault(c, Fault.PayeeInvalid);
        c = consent;
        c.price = BUDGET;
        accept(c);
        vm.assertEq(freeOf(offer), 0, "all of it");
    }

    function test_terms_and_Q_are_the_offers() public {
        Consent memory c = consent;
        c.terms = keccak256("other terms");
        _expectSignedFault(c, Fault.TermsMismatch);
        c = consent;
        c.qx ^= 1;
        _expectSignedFault(c, Fault.TermsMismatch);
        c = consent;
        c.qParity ^= 1;
        _expectSignedFault(c, Fault.TermsMismatch);
    }

    function test_every_field_is_signed() public {
        bytes memory signature = signConsent(ALICE_KEY, consent);
        Consent memory c = consent;
        c.payee = mallory;
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        --c.price;
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        --c.validUntil;
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        c.receipt = keccak256("other");
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        ++c.xx;
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        c.xParity ^= 1;
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        c.ctRoot = keccak256("other");
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        c.ptRoot = keccak256("other");
        _expectFault(c, signature, Fault.SignatureInvalid);
        c = consent;
        c.salt = keccak256("other");
        _expectFault(c, signature, Fault.SignatureInvalid);
    }

    function test_offer_and_profile_are_signed() public {
        bytes memory signature = signConsent(ALICE_KEY, consent);
        OfferTerms memory t = simple();
        t.salt = "twin";
        Consent memory c = consent;
        c.offer = openOffer(t);
        _expectFault(c, signature, Fault.SignatureInvalid);
        vm.prank(carol);
        c.profile = registry.register("carol", address(0), 0, 0, noKey());
        c.offer = offer;
        _expectFault(c, signature, Fault.SignatureInvalid);
        c.profile = 77;
        _expectFault(c, signature, Fault.SignatureInvalid);
    }

    function test_only_the_current_custody_signs() public {
        _expectFault(consent, signConsent(MALLORY_KEY, consent), Fault.SignatureInvalid);
        bytes memory earlier = signConsent(ALICE_KEY, consent);
        transferTo(profile, CAROL_KEY);
        _expectFault(consent, earlier, Fault.SignatureInvalid);
        bytes memory signature = signConsent(CAROL_KEY, consent);
        vm.prank(bob);
        market.accept(consent, signature);
    }

    function test_a_consent_counts_in_one_market_only() public {
        bytes memory signature = signConsent(ALICE_KEY, consent);
        DataMarket twin = new DataMarket(token, registry, levels);
        vm.prank(bob);
        token.approve(address(twin), BUDGET);
        vm.prank(bob);
        twin.open(simple(), BUDGET);
        expectRefused(offer, Fault.SignatureInvalid);
        vm.prank(bob);
        twin.accept(consent, signature);
    }

    function test_one_answer_per_profile() public {
        accept(consent);
        _expectSignedFault(consent, Fault.AlreadyAnswered);
        Consent memory c = consent;
        c.salt = keccak256("again");
        _expectSignedFault(c, Fault.AlreadyAnswered);
    }

    function test_a_full_offer_takes_one_more_when_one_is_given_back() public {
        OfferTerms memory t = simple();
        (t.maxResponses, t.salt) = (1, "one");
        offer = openOffer(t);
        accept(consentTo(offer, t));
        vm.prank(carol);
        uint64 hers = registry.register("carol", address(0), 0, 0, noKey());
        Consent memory c = consentTo(offer, t);
        c.profile = hers;
        bytes memory signature = signConsent(CAROL_KEY, c);
        _expectFault(c, signature, Fault.OfferFull);
        vm.prank(alice);
        market.revoke(offer, profile);
        vm.prank(bob);
        market.accept(c, signature);
    }

    function test_the_level_counts_at_accept() public {
        OfferTerms memory t = simple();
        (t.minLevel, t.salt) = (2, "levels");
        Consent memory c = consentTo(openOffer(t), t);
        levels.write(profile, 1);
        _expectSignedFault(c, Fault.LevelTooLow);
        levels.write(profile, 2);
        accept(c);
    }

    function test_a_batch_skips_the_bad_and_takes_the_good() public {
        (Consent[] memory consents, bytes[] memory signatures) = (new Consent[](3), new bytes[](3));
        (consents[0], consents[1], consents[2]) = (consent, consent, consent);
        signatures[0] = signConsent(MALLORY_KEY, consent);
        signatures[1] = signConsent(ALICE_KEY, consent);
        signatures[2] = signatures[1];
        bytes32 deal = market.dealIdOf(offer, profile);
        vm.expectEmit(address(market));
        emit IDataMarket.ItemSkipped(deal, Fault.SignatureInvalid);
        vm.expectEmit(address(market));
        emit IDataMarket.ConsentGiven(
            deal,
            offer,
            profile,
            market.digestOf(consent),
            PAYEE,
            PRICE,
            uint64(vm.getBlockTimestamp()) + 2 days
        );
        vm.expectEmit(address(market));
        emit IDataMarket.ItemSkipped(deal, Fault.AlreadyAnswered);
        vm.prank(bob);
        market.acceptMany(consents, signatures);
        vm.assertEq(market.lockedOf(offer, profile), PRICE, "locked once");
    }

    function test_a_batch_needs_a_signature_for_each() public {
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.LengthsDiffer.selector, 0, 1));
        market.acceptMany(new Consent[](0), new bytes[](1));
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.LengthsDiffer.selector, 1, 0));
        market.deliverMany(new Consent[](1), new Delivery[](0));
    }

    /// @dev A wallet that burns gas costs its item, not the batch.
    function test_a_wallet_that_burns_gas_spoils_only_its_own_item() public {
        (Consent[] memory consents, bytes[] memory signatures) = (new Consent[](2), new bytes[](2));
        address burner = address(new HostileWallet(HostileWallet.Answer.BurnsGas));
        vm.prank(burner);
        uint64 theirs = registry.register("burner", address(0), 0, 0, noKey());
        (consents[0], consents[1]) = (consentTo(offer, simple()), consent);
        consents[0].profile = theirs;
        (signatures[0], signatures[1]) = (hex"00", signConsent(ALICE_KEY, consent));
        vm.prank(bob);
        market.acceptMany{gas: 900_000}(consents, signatures);
        assertState(offer, State.Accepted);
        vm.assertEq(uint256(market.dealOf(offer, theirs).state), 0, "burner left out");
    }

    /// @dev Regression: a test for code would send an EIP-7702 account to ERC-1271, which its delegate may not know.
    function test_regression_an_account_with_delegated_code_signs_with_its_own_key() public {
        vm.etch(alice, address(new HostileWallet(HostileWallet.Answer.AnotherSelector)).code);
        accept(consent);
        bytes memory signature = signRevoke(ALICE_KEY, offer, profile, FAR);
        market.revokeFor(offer, profile, alice, FAR, signature);
        assertState(offer, State.Revoked);
    }

    function test_a_contract_wallet_consents_and_withdraws() public {
        address wallet = address(new ContractWallet(carol));
        vm.prank(wallet);
        Consent memory c = consent;
        c.profile = registry.register("wallet", address(0), 0, 0, noKey());
        bytes memory signature = signConsent(CAROL_KEY, c);
        vm.prank(bob);
        market.accept(c, signature);
        signature = signRevoke(CAROL_KEY, offer, c.profile, FAR);
        market.revokeFor(offer, c.profile, wallet, FAR, signature);
        vm.assertTrue(market.dealOf(offer, c.profile).withdrawn, "withdrawn");
    }
}
