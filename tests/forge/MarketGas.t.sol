// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Curve} from "./base/Curve.sol";
import {MarketTest} from "./base/MarketTest.sol";

/// @notice Gas of the market's transactions, as in Gas.t.sol. "To an account with credit" is the steady state; the first
///         credit an account ever gets writes a new slot, 17,100 gas more.
/// forge-config: default.isolate = true
/// forge-config: ci.isolate = true
contract MarketGasTest is MarketTest {
    bytes32 internal offer;

    function _record(string memory scenario, uint256 budget) internal {
        uint256 used = vm.lastCallGas().gasTotalUsed;
        vm.snapshotValue("gas", string.concat("market: ", scenario), used);
        vm.assertLe(used, budget, string.concat(scenario, " is over its budget"));
    }

    /// @dev The market holds tokens and the payee has credit and tokens, as on any day but the first.
    function _warmUp() internal {
        OfferTerms memory t = simple();
        t.salt = "earlier";
        Consent memory c = consentTo(openOffer(t), t);
        accept(c);
        deliver(c);
        market.withdraw(PAYEE);
        t.salt = "earlier still";
        c = consentTo(openOffer(t), t);
        accept(c);
        deliver(c);
    }

    function test_open_with_a_permit() public {
        _warmUp();
        vm.prank(bob);
        token.approve(address(market), 0);
        Permit memory permit;
        permit.deadline = FAR;
        (permit.v, permit.r, permit.s) = vm.sign(BOB_KEY, _permitDigest());
        vm.prank(bob);
        market.openWithPermit(simple(), BUDGET, permit);
        _record("open an offer with a first permit", 160_000);
    }

    function _permitDigest() internal view returns (bytes32) {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typeHash, bob, address(market), uint256(BUDGET), uint256(0), uint256(FAR)));
        return
            keccak256(
                abi.encodePacked(hex"1901", IERC20Permit(address(token)).DOMAIN_SEPARATOR(), structHash)
            );
    }

    function test_open() public {
        _warmUp();
        openOffer(simple());
        _record("open an offer", 160_000);
    }

    function test_accept() public {
        offer = openOffer(simple());
        accept(consentTo(offer, simple()));
        _record("accept", 115_000);
    }

    function test_accept_40() public {
        offer = openOffer(simple());
        (Consent[] memory consents, bytes[] memory signatures) = (new Consent[](40), new bytes[](40));
        for (uint256 i = 0; i < 40; ++i) {
            uint256 key = 0x7000 + i;
            vm.prank(vm.addr(key));
            uint64 id = registry.register(
                string.concat("person_", vm.toString(i)), address(0), bytes32(0), bytes32(0), noKey()
            );
            Consent memory consent = consentTo(offer, simple());
            (consent.profile, consent.payee) = (id, vm.addr(key));
            consent.receipt = keccak256(abi.encode(i));
            (consent.xx, consent.ctRoot) = (uint256(keccak256(abi.encode(i, 1))), keccak256(abi.encode(i, 2)));
            (consents[i], signatures[i]) = (consent, signConsent(key, consent));
        }
        vm.prank(bob);
        market.acceptMany(consents, signatures);
        uint256 each = vm.lastCallGas().gasTotalUsed / 40;
        vm.assertEq(market.offerOf(offer).live, 40, "all accepted");
        vm.snapshotValue("gas", "market: accept, each of a batch of 40", each);
        vm.assertLe(each, 80_000, "batch of 40 is over its budget");
    }

    function test_deliver() public {
        _warmUp();
        Consent memory consent = accepted(simple());
        deliver(consent);
        _record("deliver, paid to an account with credit", 66_000);
    }

    function test_deliver_first_credit() public {
        Consent memory consent = accepted(simple());
        deliver(consent);
        _record("deliver, paid to an account without credit", 83_100);
    }

    function test_deliver_into_vesting() public {
        _warmUp();
        Consent memory consent = accepted(vesting());
        deliver(consent);
        _record("deliver, vesting begins", 72_000);
        skip(10 days);
        market.claim(consent.offer, profile);
        _record("claim", 45_000);
        skip(10 days);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        _record("revoke while vesting", 60_000);
    }

    function test_deliver_into_the_garbage_window() public {
        _warmUp();
        Consent memory consent = consentTo(openOffer(contestable()), contestable());
        consent.ptRoot = keccak256("plain");
        accept(consent);
        Delivery memory delivery = prove(consent, X);
        market.deliver(consent, delivery);
        _record("deliver, garbage window begins", 66_000);
        skip(1 days + 1);
        market.settle(consent, delivery.dx, delivery.dParity);
        _record("settle", 55_000);
    }

    function test_deliver_10() public {
        offer = openOffer(simple());
        (Consent[] memory consents, Delivery[] memory deliveries) = (new Consent[](10), new Delivery[](10));
        for (uint256 i = 0; i < 10; ++i) {
            uint256 key = 0x7000 + i;
            vm.prank(vm.addr(key));
            uint64 id = registry.register(
                string.concat("person_", vm.toString(i)), address(0), bytes32(0), bytes32(0), noKey()
            );
            Consent memory consent = consentTo(offer, simple());
            Curve.Full memory point = Curve.mul(X + i, Curve.generator());
            (consent.profile, consent.xx, consent.xParity) = (id, point.x, Curve.parity(point));
            bytes memory signature = signConsent(key, consent);
            vm.prank(bob);
            market.accept(consent, signature);
            (consents[i], deliveries[i]) = (consent, prove(consent, X + i));
        }
        market.deliverMany(consents, deliveries);
        uint256 each = vm.lastCallGas().gasTotalUsed / 10;
        vm.assertEq(market.creditOf(PAYEE), 10 * uint256(PRICE), "all paid");
        vm.snapshotValue("gas", "market: deliver, each of a batch of 10", each);
        vm.assertLe(each, 45_000, "batch of 10 is over its budget");
    }

    function test_revoke() public {
        Consent memory consent = accepted(simple());
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        _record("revoke before the delivery", 50_000);
    }

    function test_revoke_relayed() public {
        Consent memory consent = accepted(simple());
        bytes memory signature = signRevoke(ALICE_KEY, consent.offer, profile, FAR);
        vm.prank(relayer);
        market.revokeFor(consent.offer, profile, alice, FAR, signature);
        _record("revoke before the delivery, relayed", 60_000);
    }

    function test_revoke_settled() public {
        Consent memory consent = accepted(simple());
        deliver(consent);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        _record("revoke a paid deal", 40_000);
    }

    function test_revoke_before_accept() public {
        offer = openOffer(simple());
        vm.prank(alice);
        market.revoke(offer, profile);
        _record("revoke before any consent", 60_000);
    }

    function test_reclaim() public {
        Consent memory consent = accepted(simple());
        skip(3 days);
        market.reclaim(consent.offer, profile);
        _record("reclaim", 40_000);
    }

    function test_withdraw() public {
        _warmUp();
        market.withdraw(PAYEE);
        _record("withdraw, to an account with TAG", 45_000);
    }

    function test_withdraw_first() public {
        Consent memory consent = accepted(simple());
        deliver(consent);
        market.withdraw(PAYEE);
        _record("withdraw, to an account without TAG", 62_000);
    }

    function test_subscription() public {
        _warmUp();
        Consent memory consent = consentTo(openOffer(subscription(12)), subscription(12));
        (bytes32 root,) = rootAndPath(epochLeaves(12), 0);
        (consent.xx, consent.xParity) = (uint256(root), 0);
        accept(consent);
        _record("accept a subscription", 115_000);
        EpochDelivery memory delivery = proveEpoch(consent, 0, 12);
        market.deliverEpoch(consent, delivery);
        _record("deliver an epoch", 76_000);
        vm.prank(bob);
        market.stop(consent.offer, profile);
        _record("stop a subscription", 50_000);
    }

    function test_garbage_of_16_chunks() public {
        Consent memory consent = consentTo(openOffer(contestable()), contestable());
        bytes32 key = recordKey(X, market.dealIdOf(consent.offer, profile));
        (bytes32[] memory cts, bytes32[] memory pts) = (new bytes32[](16), new bytes32[](16));
        bytes32[8] memory bad = masked(plainChunk(99), 9, key);
        for (uint256 i = 0; i < 16; ++i) {
            pts[i] = ptLeaf(i, plainChunk(i));
            cts[i] = ctLeaf(i, i == 9 ? bad : masked(plainChunk(i), i, key));
        }
        Garbage memory evidence;
        (consent.ctRoot, evidence.chunk.ctPath) = rootAndPath(cts, 9);
        (consent.ptRoot, evidence.chunk.ptPath) = rootAndPath(pts, 9);
        (evidence.chunk.index, evidence.chunk.words) = (9, bad);
        evidence.chunk.ptLeaf = ptLeaf(9, plainChunk(9));
        accept(consent);
        Delivery memory delivery = prove(consent, X);
        market.deliver(consent, delivery);
        evidence.opening = Curve.open(openingOf(consent), Z, x, Curve.mul(X, q));
        market.garbage(consent, delivery.dx, delivery.dParity, evidence);
        _record("garbage proof of a record of 16 chunks", 90_000);
    }
}
