// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Dleq} from "../../contracts/libraries/Dleq.sol";
import {Checker} from "./base/Checker.sol";
import {Curve} from "./base/Curve.sol";
import {MarketTest} from "./base/MarketTest.sol";

/// @notice Proofs as a seller would make them who knows what the contract checks and leaves one thing out: each would pass
///         if that one check were missing, and be paid for a point that opens nothing.
contract MarketForgeryTest is MarketTest {
    uint256 internal constant R = 0x7007;
    Curve.Full internal falseD;

    function setUp() public override {
        super.setUp();
        falseD = Curve.mul(0xbad, Curve.generator());
    }

    function _challenge(Consent memory consent, Curve.Full memory y, address a1, Curve.Full memory a2)
        internal
        view
        returns (uint256)
    {
        bytes32 domain = deliveryOf(consent);
        return uint256(
            keccak256(
            abi.encode(
            domain, consent.xx, consent.xParity, q.x, Curve.parity(q), y.x, Curve.parity(y), a1, a2.x, a2.y
        )
        )
        ) % Curve.N;
    }

    /// @dev Answers for X and nothing else: s·G + c·X is R·G.
    function _answer(uint256 c, uint256 secret) internal pure returns (uint256) {
        return addmod(R, Curve.N - mulmod(c, secret, Curve.N), Curve.N);
    }

    function _deliveryOf(Curve.Full memory y, uint256 c, uint256 s, Curve.Full memory u, Curve.Full memory v)
        internal
        view
        returns (Delivery memory)
    {
        uint256 inverse = Curve.invert(addmod(v.x, Curve.P - u.x, Curve.P));
        return Delivery(y.x, Curve.parity(y), Dleq.Proof(c, s, u.x, u.y, v.x, v.y, inverse));
    }

    function _expectForged(Consent memory consent, Delivery memory delivery) internal {
        expectRefused(consent.offer, Fault.ProofInvalid);
        market.deliver(consent, delivery);
    }

    function test_a_made_up_U_is_refused() public {
        Consent memory consent = accepted(simple());
        Curve.Full memory a2 = Curve.mul(11, Curve.generator());
        address a1 = Curve.addressOf(Curve.mul(R, Curve.generator()));
        uint256 c = _challenge(consent, falseD, a1, a2);
        Curve.Full memory v = Curve.mul(c, falseD);
        Curve.Full memory u = Curve.add(a2, Curve.negate(v));
        _expectForged(consent, _deliveryOf(falseD, c, _answer(c, X), u, v));
    }

    function test_a_made_up_V_is_refused() public {
        Consent memory consent = accepted(simple());
        Curve.Full memory a2 = Curve.mul(11, Curve.generator());
        address a1 = Curve.addressOf(Curve.mul(R, Curve.generator()));
        uint256 c = _challenge(consent, falseD, a1, a2);
        uint256 s = _answer(c, X);
        Curve.Full memory u = Curve.mul(s, q);
        Curve.Full memory v = Curve.add(a2, Curve.negate(u));
        _expectForged(consent, _deliveryOf(falseD, c, s, u, v));
    }

    /// @dev D = w·Q for any w: only the equation over G, which has no point to hold it, would say that w is not x.
    function test_a_commitment_beside_the_curve_proves_nothing() public {
        Checker checker = new Checker();
        Consent memory consent = consentTo(openOffer(simple()), simple());
        while (checker.isPoint(consent.xx, 0)) ++consent.xx;
        accept(consent);
        Curve.Full memory y = Curve.mul(0xbad, q);
        uint256 c = _challenge(consent, y, address(0), Curve.mul(R, q));
        uint256 s = _answer(c, 0xbad);
        _expectForged(consent, _deliveryOf(y, c, s, Curve.mul(s, q), Curve.mul(c, y)));
    }

    /// @dev The point that would satisfy both equations is known only once the challenge is: it is in the challenge.
    function test_a_D_chosen_after_the_challenge_is_refused() public {
        Consent memory consent = accepted(simple());
        Curve.Full memory a2 = Curve.mul(11, Curve.generator());
        address a1 = Curve.addressOf(Curve.mul(R, Curve.generator()));
        uint256 c = _challenge(consent, falseD, a1, a2);
        uint256 s = _answer(c, X);
        Curve.Full memory u = Curve.mul(s, q);
        Curve.Full memory v = Curve.add(a2, Curve.negate(u));
        Curve.Full memory y = Curve.mul(_inverse(c), v);
        _expectForged(consent, _deliveryOf(y, c, s, u, v));
    }

    function _inverse(uint256 c) private view returns (uint256 result) {
        (bool ok, bytes memory out) =
            address(5).staticcall(abi.encode(uint256(32), uint256(32), uint256(32), c, Curve.N - 2, Curve.N));
        require(ok, "the modular power");
        result = abi.decode(out, (uint256));
    }
}
