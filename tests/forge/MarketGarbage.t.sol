// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {Dleq} from "../../contracts/libraries/Dleq.sol";
import {Checker} from "./base/Checker.sol";
import {Curve} from "./base/Curve.sol";
import {MarketTest} from "./base/MarketTest.sol";

/// @notice A record of four chunks; number 2 of its ciphertext is not what its plaintext root says.
contract MarketGarbageTest is MarketTest {
    Consent internal consent;
    Delivery internal delivery;

    function setUp() public override {
        super.setUp();
        consent = consentTo(openOffer(contestable()), contestable());
        (consent.ctRoot,) = rootAndPath(_ctLeaves(), 0);
        (consent.ptRoot,) = rootAndPath(_ptLeaves(), 0);
        accept(consent);
        delivery = prove(consent, X);
        market.deliver(consent, delivery);
    }

    function _ctLeaves() internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        for (uint256 i = 0; i < 4; ++i) {
            leaves[i] = ctLeaf(i, _cipher(i));
        }
    }

    function _ptLeaves() internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        for (uint256 i = 0; i < 4; ++i) {
            leaves[i] = ptLeaf(i, plainChunk(i));
        }
    }

    function _cipher(uint256 index) internal view returns (bytes32[8] memory words) {
        words = masked(plainChunk(index), index, recordKey(X, market.dealIdOf(consent.offer, profile)));
        if (index == 2) words[5] ^= bytes32(uint256(1));
    }

    function _evidence(uint256 index) internal view returns (Garbage memory evidence) {
        evidence.opening = Curve.open(openingOf(consent), Z, x, Curve.mul(X, q));
        evidence.chunk.index = index;
        evidence.chunk.words = _cipher(index);
        evidence.chunk.ptLeaf = ptLeaf(index, plainChunk(index));
        (, evidence.chunk.ctPath) = rootAndPath(_ctLeaves(), index);
        (, evidence.chunk.ptPath) = rootAndPath(_ptLeaves(), index);
    }

    function _expectNoEvidence(Garbage memory evidence) internal {
        expectRefused(consent.offer, Fault.ProofInvalid);
        market.garbage(consent, delivery.dx, delivery.dParity, evidence);
    }

    function test_a_contradicting_chunk_gives_the_price_back() public {
        Garbage memory evidence = _evidence(2);
        vm.warp(START + 1 days);
        market.garbage(consent, delivery.dx, delivery.dParity, evidence);
        assertState(consent.offer, State.Refunded);
        vm.assertEq(freeOf(consent.offer), BUDGET, "all back");
        vm.assertEq(market.creditOf(PAYEE), 0, "nothing earned");
    }

    function test_a_withdrawn_garbage_record_is_given_back_as_well() public {
        Garbage memory evidence = _evidence(2);
        vm.prank(alice);
        market.revoke(consent.offer, profile);
        market.garbage(consent, delivery.dx, delivery.dParity, evidence);
        assertState(consent.offer, State.Refunded);
    }

    function test_not_after_the_window() public {
        Garbage memory evidence = _evidence(2);
        vm.warp(START + 1 days + 1);
        expectRefused(consent.offer, Fault.TooLate);
        market.garbage(consent, delivery.dx, delivery.dParity, evidence);
    }

    function test_an_honest_chunk_is_no_evidence() public {
        _expectNoEvidence(_evidence(0));
        _expectNoEvidence(_evidence(1));
        _expectNoEvidence(_evidence(3));
    }

    function test_a_settled_deal_is_not_contested() public {
        Garbage memory evidence = _evidence(2);
        skip(2 days);
        market.settle(consent, delivery.dx, delivery.dParity);
        bytes32 deal = market.dealIdOf(consent.offer, profile);
        vm.expectRevert(abi.encodeWithSelector(IDataMarket.StateWrong.selector, deal, State.Settled));
        market.garbage(consent, delivery.dx, delivery.dParity, evidence);
    }

    function test_the_delivered_D_is_opened_and_no_other() public {
        Garbage memory evidence = _evidence(2);
        expectRefused(consent.offer, Fault.ConsentMismatch);
        market.garbage(consent, delivery.dx, delivery.dParity ^ 1, evidence);
    }

    function test_only_a_genuine_opening_counts() public {
        Garbage memory evidence = _evidence(0);
        evidence.opening = Curve.open(openingOf(consent), Z + 1, x, Curve.mul(X, q));
        _expectNoEvidence(evidence);
        evidence = _evidence(2);
        evidence.opening = Curve.open(keccak256("another deal"), Z, x, Curve.mul(X, q));
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        evidence.opening.sy = Curve.P - evidence.opening.sy;
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        evidence.opening.dy = Curve.P - evidence.opening.dy;
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        evidence.opening.qy = Curve.P - evidence.opening.qy;
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        ++evidence.opening.binv;
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        ++evidence.opening.zinv;
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        ++evidence.opening.proof.c;
        _expectNoEvidence(evidence);
    }

    /// @dev With a y of its own choice, of the right parity, the buyer would open honest records to nonsense.
    function test_a_point_beside_the_curve_opens_nothing() public {
        Garbage memory evidence = _evidence(0);
        evidence.opening.dy = addmod(evidence.opening.dy, 2, Curve.P);
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        evidence.opening.sy = addmod(evidence.opening.sy, 2, Curve.P);
        _expectNoEvidence(evidence);
        evidence = _evidence(0);
        evidence.opening = _openWithMadeUpQ();
        _expectNoEvidence(evidence);
    }

    /// @dev A y beside the curve that makes of Q − H a point whose logarithm the buyer has chosen.
    function _openWithMadeUpQ() private view returns (Dleq.Opening memory opening) {
        opening = Curve.open(openingOf(consent), Z, x, Curve.mul(X, q));
        for (uint256 chosen = 1;; ++chosen) {
            Curve.Full memory b = Curve.mul(chosen, Curve.generator());
            uint256 square = addmod(addmod(b.x, Dleq.HX, Curve.P), q.x, Curve.P);
            uint256 slope = Curve.power(square, (Curve.P + 1) / 4);
            if (mulmod(slope, slope, Curve.P) != square) continue;
            opening.qy = _yOf(slope);
            if (opening.qy & 1 != Curve.parity(q)) continue;
            uint256 by =
                addmod(mulmod(slope, addmod(Dleq.HX, Curve.P - b.x, Curve.P), Curve.P), Dleq.HY, Curve.P);
            uint256 secret = by & 1 == Curve.parity(b) ? chosen : Curve.N - chosen;
            Curve.Full memory s = Curve.mul(secret, x);
            (opening.sx, opening.sy) = (s.x, s.y);
            opening.zinv = Curve.invert(addmod(delivery.dx, Curve.P - s.x, Curve.P));
            opening.proof = Curve.prove(openingOf(consent), secret, x);
            return opening;
        }
    }

    function _yOf(uint256 slope) private view returns (uint256) {
        uint256 run = addmod(q.x, Curve.P - Dleq.HX, Curve.P);
        return addmod(mulmod(slope, run, Curve.P), Curve.P - Dleq.HY, Curve.P);
    }

    function test_a_tree_has_at_most_twenty_levels_and_no_leaf_beside_them() public {
        Checker checker = new Checker();
        bytes32 leaf = keccak256("leaf");
        bytes32 root = leaf;
        bytes32[] memory path = new bytes32[](20);
        for (uint256 i = 0; i < 20; ++i) {
            root = keccak256(abi.encode(root, path[i]));
        }
        vm.assertTrue(checker.isUnder(root, leaf, 0, path), "twenty levels");
        vm.assertFalse(checker.isUnder(root, leaf, 2 ** 20, path), "a place beside the tree");
        root = keccak256(abi.encode(root, bytes32(0)));
        vm.assertFalse(checker.isUnder(root, leaf, 0, new bytes32[](21)), "one level more");
    }

    function test_only_a_chunk_of_the_record_counts() public {
        Garbage memory evidence = _evidence(1);
        evidence.chunk.words[3] ^= bytes32(uint256(1));
        _expectNoEvidence(evidence);
        evidence = _evidence(1);
        evidence.chunk.ptLeaf = keccak256("another leaf");
        _expectNoEvidence(evidence);
        evidence = _evidence(1);
        evidence.chunk.index = 1 + 4;
        _expectNoEvidence(evidence);
        evidence = _evidence(1);
        (evidence.chunk.ctPath, evidence.chunk.ptPath) = (new bytes32[](21), new bytes32[](21));
        _expectNoEvidence(evidence);
        // Leaf 1 of the one and leaf 0 of the other.
        evidence = _evidence(1);
        evidence.chunk.ptLeaf = ptLeaf(0, plainChunk(0));
        evidence.chunk.ptPath = _evidence(0).chunk.ptPath;
        _expectNoEvidence(evidence);
        // An inner node of the plaintext tree given as a leaf.
        evidence = _evidence(0);
        evidence.chunk.ptLeaf = keccak256(abi.encode(ptLeaf(0, plainChunk(0)), ptLeaf(1, plainChunk(1))));
        bytes32[] memory path = new bytes32[](1);
        path[0] = evidence.chunk.ptPath[1];
        evidence.chunk.ptPath = path;
        _expectNoEvidence(evidence);
    }
}
