// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {DataMarket} from "../../../contracts/DataMarket.sol";
import {ProfileRegistry} from "../../../contracts/ProfileRegistry.sol";
import {TagToken} from "../../../contracts/TagToken.sol";
import {IMarketTypes} from "../../../contracts/interfaces/IMarketTypes.sol";
import {Chunks} from "../../../contracts/libraries/Chunks.sol";
import {Curve} from "./Curve.sol";
import {Forms} from "./Forms.sol";
import {ProfileTest} from "./ProfileTest.sol";
import {WrittenLevels} from "./WrittenLevels.sol";

/// @notice A market, a business (bob) with tokens, a person (alice) with a profile, and what their clients do off chain.
abstract contract MarketTest is ProfileTest, IMarketTypes {
    uint256 internal constant TAG = 1e18;
    uint128 internal constant PRICE = 10e18;
    uint128 internal constant BUDGET = 1000e18;
    uint256 internal constant Z = 0x5ec2e7;
    uint256 internal constant X = 0xda7a;
    address internal constant PAYEE = address(0xfa7ee);

    bytes32 private constant DELIVER = keccak256("hashtagspace/market/deliver/v1");
    bytes32 private constant OPEN = keccak256("hashtagspace/market/open/v1");
    bytes32 private constant EPOCH = keccak256("hashtagspace/market/epoch/v1");
    bytes32 private constant EPOCH_KEY = keccak256("hashtagspace/market/epoch-key/v1");

    IERC20 internal token;
    DataMarket internal market;
    WrittenLevels internal levels;
    uint64 internal profile;
    Curve.Full internal q;
    Curve.Full internal x;

    function setUp() public virtual override {
        super.setUp();
        profile = registerAlice();
        levels = new WrittenLevels();
        token = _makeToken();
        market = new DataMarket(token, registry, levels);
        vm.prank(bob);
        token.approve(address(market), type(uint256).max);
        q = Curve.add(Curve.second(), Curve.mul(Z, Curve.generator()));
        x = Curve.mul(X, Curve.generator());
    }

    function _makeToken() internal virtual returns (IERC20) {
        address[] memory recipients = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (recipients[0], amounts[0]) = (bob, 1e9 * TAG);
        return new TagToken(recipients, amounts);
    }

    // What is agreed

    /// @dev Paid at once.
    function simple() internal view returns (OfferTerms memory) {
        return OfferTerms({
            salt: "salt",
            terms: keccak256("terms"),
            qx: q.x,
            qParity: Curve.parity(q),
            acceptUntil: uint64(vm.getBlockTimestamp()) + 7 days,
            deliverSeconds: 2 days,
            garbageSeconds: 0,
            vestingSeconds: 0,
            upfrontBps: 10_000,
            maxResponses: 100,
            minLevel: 0,
            epochs: 0
        });
    }

    function vesting() internal view returns (OfferTerms memory t) {
        t = simple();
        (t.vestingSeconds, t.upfrontBps) = (100 days, 3000);
    }

    function contestable() internal view returns (OfferTerms memory t) {
        t = simple();
        t.garbageSeconds = 1 days;
    }

    function subscription(uint8 epochs) internal view returns (OfferTerms memory t) {
        t = simple();
        (t.epochs, t.deliverSeconds) = (epochs, 30 days);
    }

    function openOffer(OfferTerms memory t) internal returns (bytes32) {
        vm.prank(bob);
        return market.open(t, BUDGET);
    }

    function consentTo(bytes32 offer, OfferTerms memory t) internal view returns (Consent memory) {
        return Consent({
            offer: offer,
            profile: profile,
            payee: PAYEE,
            price: PRICE,
            validUntil: FAR,
            terms: t.terms,
            receipt: keccak256("receipt"),
            qx: t.qx,
            qParity: t.qParity,
            xx: x.x,
            xParity: Curve.parity(x),
            ctRoot: keccak256("ciphertext"),
            ptRoot: bytes32(0),
            salt: keccak256("consent salt")
        });
    }

    // What is signed and proven

    function signConsent(uint256 key, Consent memory consent) internal view returns (bytes memory) {
        return signFor(key, Forms.consent(consent));
    }

    function signRevoke(uint256 key, bytes32 offer, uint64 who, uint64 deadline)
        internal
        view
        returns (bytes memory)
    {
        return signFor(key, Forms.revokeConsent(offer, who, deadline));
    }

    function signFor(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(structHash, address(market)));
        return abi.encodePacked(r, s, v);
    }

    function prove(Consent memory consent, uint256 secret) internal view returns (Delivery memory delivery) {
        Curve.Full memory d = Curve.mul(secret, q);
        delivery.dx = d.x;
        delivery.dParity = Curve.parity(d);
        delivery.proof = Curve.prove(deliveryOf(consent), secret, q);
    }

    function deliveryOf(Consent memory consent) internal view returns (bytes32 domain) {
        return keccak256(abi.encode(DELIVER, digestOf(Forms.consent(consent), address(market))));
    }

    function epochSecret(uint256 epoch) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("epoch secret", epoch))) % Curve.N;
    }

    function epochLeaf(uint256 epoch) internal view returns (bytes32) {
        Curve.Full memory point = Curve.mul(epochSecret(epoch), Curve.generator());
        return keccak256(abi.encode(EPOCH_KEY, epoch, point.x, Curve.parity(point)));
    }

    function epochLeaves(uint256 epochs) internal view returns (bytes32[] memory leaves) {
        uint256 width = 1;
        while (width < epochs) width *= 2;
        leaves = new bytes32[](width);
        for (uint256 i = 0; i < epochs; ++i) {
            leaves[i] = epochLeaf(i);
        }
    }

    function proveEpoch(Consent memory consent, uint8 epoch, uint256 epochs)
        internal
        view
        returns (EpochDelivery memory delivery)
    {
        uint256 secret = epochSecret(epoch);
        delivery.epoch = epoch;
        delivery.ctRoot = keccak256(abi.encode("ciphertext", epoch));
        Curve.Full memory point = Curve.mul(secret, Curve.generator());
        (delivery.xx, delivery.xParity) = (point.x, Curve.parity(point));
        point = Curve.mul(secret, q);
        (delivery.dx, delivery.dParity) = (point.x, Curve.parity(point));
        (, delivery.path) = rootAndPath(epochLeaves(epochs), epoch);
        delivery.proof = Curve.prove(_epochDomain(consent, epoch, delivery.ctRoot), secret, q);
    }

    function _epochDomain(Consent memory consent, uint256 epoch, bytes32 ctRoot)
        private
        view
        returns (bytes32)
    {
        bytes32 digest = digestOf(Forms.consent(consent), address(market));
        return keccak256(abi.encode(EPOCH, digest, epoch, ctRoot));
    }

    function openingOf(Consent memory consent) internal view returns (bytes32 domain) {
        return keccak256(abi.encode(OPEN, digestOf(Forms.consent(consent), address(market))));
    }

    // Records

    /// @dev The root of a perfect tree, and the path of one leaf.
    function rootAndPath(bytes32[] memory leaves, uint256 index)
        internal
        pure
        returns (bytes32, bytes32[] memory path)
    {
        uint256 height = 0;
        while (leaves.length >> height > 1) ++height;
        path = new bytes32[](height);
        for (uint256 h = 0; h < height; ++h) {
            path[h] = leaves[(index >> h) ^ 1];
            leaves = _parents(leaves);
        }
        return (leaves[0], path);
    }

    function _parents(bytes32[] memory nodes) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[](nodes.length / 2);
        for (uint256 i = 0; i < parents.length; ++i) {
            parents[i] = keccak256(abi.encode(nodes[2 * i], nodes[2 * i + 1]));
        }
    }

    /// @dev Chunk `index` of a record of random words.
    function plainChunk(uint256 index) internal pure returns (bytes32[8] memory words) {
        for (uint256 i = 0; i < 8; ++i) {
            words[i] = keccak256(abi.encode("plain", index, i));
        }
    }

    function masked(bytes32[8] memory words, uint256 index, bytes32 key)
        internal
        pure
        returns (bytes32[8] memory out)
    {
        for (uint256 i = 0; i < 8; ++i) {
            out[i] = words[i] ^ keccak256(abi.encode(key, index * 8 + i));
        }
    }

    function recordKey(uint256 secret, bytes32 record) internal view returns (bytes32) {
        Curve.Full memory z = Curve.mul(secret, Curve.second());
        return keccak256(abi.encode(keccak256("hashtagspace/market/key/v1"), z.x, z.y, record));
    }

    function ctLeaf(uint256 index, bytes32[8] memory words) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("hashtagspace/market/ct/v1"), index, words));
    }

    function ptLeaf(uint256 index, bytes32[8] memory words) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("hashtagspace/market/pt/v1"), index, words));
    }

    // Acting

    function accept(Consent memory consent) internal {
        bytes memory signature = signConsent(ALICE_KEY, consent);
        vm.prank(bob);
        market.accept(consent, signature);
    }

    function deliver(Consent memory consent) internal {
        Delivery memory delivery = prove(consent, X);
        vm.prank(relayer);
        market.deliver(consent, delivery);
    }

    function accepted(OfferTerms memory t) internal returns (Consent memory consent) {
        consent = consentTo(openOffer(t), t);
        accept(consent);
    }

    function expectRefused(bytes32 offer, Fault fault) internal {
        vm.expectRevert(
            abi.encodeWithSignature("Refused(bytes32,uint8)", market.dealIdOf(offer, profile), fault)
        );
    }

    function stateOf(bytes32 offer) internal view returns (State) {
        return market.dealOf(offer, profile).state;
    }

    function assertState(bytes32 offer, State state) internal view {
        vm.assertEq(uint256(stateOf(offer)), uint256(state), "state of the deal");
    }

    function freeOf(bytes32 offer) internal view returns (uint256) {
        return market.offerOf(offer).free;
    }
}
