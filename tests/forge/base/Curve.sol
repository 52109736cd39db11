// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Dleq} from "../../../contracts/libraries/Dleq.sol";

/// @notice secp256k1 the slow and plain way, for tests: points in full, and proofs like a person's client makes them.
library Curve {
    uint256 internal constant P = Dleq.P;
    uint256 internal constant N = Dleq.N;
    uint256 internal constant GX = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    uint256 internal constant GY = 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8;

    /// @dev z = 0 is the point at infinity while adding up; never what a test ends with.
    struct Full {
        uint256 x;
        uint256 y;
    }

    function generator() internal pure returns (Full memory) {
        return Full(GX, GY);
    }

    function second() internal pure returns (Full memory) {
        return Full(Dleq.HX, Dleq.HY);
    }

    function parity(Full memory point) internal pure returns (uint8) {
        return point.y & 1 == 0 ? 0 : 1;
    }

    function short(Full memory point) internal pure returns (Dleq.Point memory) {
        return Dleq.Point(point.x, parity(point));
    }

    function addressOf(Full memory point) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(point.x, point.y)))));
    }

    function negate(Full memory point) internal pure returns (Full memory) {
        return Full(point.x, P - point.y);
    }

    function add(Full memory a, Full memory b) internal view returns (Full memory sum) {
        uint256 slope = mulmod(addmod(b.y, P - a.y, P), invert(addmod(b.x, P - a.x, P)), P);
        sum.x = addmod(mulmod(slope, slope, P), addmod(P - a.x, P - b.x, P), P);
        sum.y = addmod(mulmod(slope, addmod(a.x, P - sum.x, P), P), P - a.y, P);
    }

    function invert(uint256 value) internal view returns (uint256) {
        return power(value, P - 2);
    }

    function power(uint256 value, uint256 exponent) internal view returns (uint256 result) {
        (bool ok, bytes memory out) =
            address(5).staticcall(abi.encode(uint256(32), uint256(32), uint256(32), value, exponent, P));
        require(ok, "modexp");
        result = abi.decode(out, (uint256));
    }

    /// @dev Double and add in Jacobian coordinates, one inversion at the end.
    function mul(uint256 k, Full memory point) internal view returns (Full memory) {
        uint256[3] memory sum;
        for (uint256 bit = 256; bit > 0; --bit) {
            _double(sum);
            if ((k >> (bit - 1)) & 1 == 1) _mix(sum, point);
        }
        uint256 inverse = invert(sum[2]);
        uint256 square = mulmod(inverse, inverse, P);
        return Full(mulmod(sum[0], square, P), mulmod(sum[1], mulmod(square, inverse, P), P));
    }

    /// @dev The proof that y = w·t and p = w·G, with a nonce derived from secret, domain and attempt.
    function prove(bytes32 domain, uint256 w, Full memory t) internal view returns (Dleq.Proof memory proof) {
        Full memory p = mul(w, generator());
        Full memory y = mul(w, t);
        uint256 r = uint256(keccak256(abi.encode("nonce", w, domain, t.x))) % N;
        Full memory a2 = mul(r, t);
        proof.c = uint256(
            keccak256(
                abi.encode(
                    domain,
                    p.x,
                    parity(p),
                    t.x,
                    parity(t),
                    y.x,
                    parity(y),
                    addressOf(mul(r, generator())),
                    a2.x,
                    a2.y
                )
            )
        ) % N;
        proof.s = addmod(r, N - mulmod(proof.c, w, N), N);
        Full memory u = mul(proof.s, t);
        Full memory v = mul(proof.c, y);
        (proof.ux, proof.uy, proof.vx, proof.vy) = (u.x, u.y, v.x, v.y);
        proof.inv = invert(addmod(v.x, P - u.x, P));
    }

    /// @dev Opens d = x·q to x·H with the secret z of q = H + z·G.
    function open(bytes32 domain, uint256 z, Full memory x, Full memory d)
        internal
        view
        returns (Dleq.Opening memory opening)
    {
        Full memory q = add(second(), mul(z, generator()));
        Full memory s = mul(z, x);
        opening.qy = q.y;
        opening.binv = invert(addmod(q.x, P - Dleq.HX, P));
        (opening.sx, opening.sy) = (s.x, s.y);
        opening.dy = d.y;
        opening.zinv = invert(addmod(d.x, P - s.x, P));
        opening.proof = prove(domain, z, x);
    }

    function _double(uint256[3] memory a) private pure {
        if (a[2] == 0) return;
        uint256 yy = mulmod(a[1], a[1], P);
        uint256 s = mulmod(4, mulmod(a[0], yy, P), P);
        uint256 m = mulmod(3, mulmod(a[0], a[0], P), P);
        uint256 x = addmod(mulmod(m, m, P), P - addmod(s, s, P), P);
        a[2] = mulmod(2, mulmod(a[1], a[2], P), P);
        a[1] = addmod(mulmod(m, addmod(s, P - x, P), P), P - mulmod(8, mulmod(yy, yy, P), P), P);
        a[0] = x;
    }

    function _mix(uint256[3] memory a, Full memory b) private pure {
        if (a[2] == 0) {
            (a[0], a[1], a[2]) = (b.x, b.y, 1);
            return;
        }
        uint256 zz = mulmod(a[2], a[2], P);
        uint256 h = addmod(mulmod(b.x, zz, P), P - a[0], P);
        uint256 r = addmod(mulmod(b.y, mulmod(zz, a[2], P), P), P - a[1], P);
        uint256 hh = mulmod(h, h, P);
        uint256 hhh = mulmod(hh, h, P);
        uint256 v = mulmod(a[0], hh, P);
        uint256 x = addmod(mulmod(r, r, P), P - addmod(hhh, addmod(v, v, P), P), P);
        a[1] = addmod(mulmod(r, addmod(v, P - x, P), P), P - mulmod(a[1], hhh, P), P);
        a[2] = mulmod(a[2], h, P);
        a[0] = x;
    }
}
