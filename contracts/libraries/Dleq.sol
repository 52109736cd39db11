// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Proofs on secp256k1 that two points have one logarithm, checked by three calls of ecrecover.
/// @notice ecrecover(h, v, r, s) is the address of r⁻¹·(s·R − h·G), R the point with x = r and the parity of v − 27.
///         With r = P.x: h = 0, s = k·P.x gives address(k·P); h = −s·P.x, s' = c·P.x gives address(s·G + c·P).
library Dleq {
    /// @notice Order of the field, order of the group, and H, whose logarithm nobody knows: the first curve point whose x
    ///         is keccak256("hashtagspace/dm/H/v1" ‖ uint32 i), i = 0, with even y.
    uint256 internal constant P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 internal constant N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 internal constant HX = 0x6c503108eb51b3c3f86d6982be522c1aefc638f4a0c3f255a9b192dcf311f60b;
    uint256 internal constant HY = 0xb4a155201e89dda614e64964cafea29156c0081f09b73ac7464fba4adc826a12;

    struct Point {
        uint256 x;
        uint8 parity;
    }

    /// @notice Challenge, response, and the witness points U = s·T, V = c·Y with (V.x − U.x)⁻¹.
    struct Proof {
        uint256 c;
        uint256 s;
        uint256 ux;
        uint256 uy;
        uint256 vx;
        uint256 vy;
        uint256 inv;
    }

    /// @notice What opens D to Z = x·H: y of Q and D, S = z·X, (Q.x − H.x)⁻¹, (D.x − S.x)⁻¹, and the proof that S has
    ///         the logarithm of Q − H.
    struct Opening {
        uint256 qy;
        uint256 binv;
        uint256 sx;
        uint256 sy;
        uint256 dy;
        uint256 zinv;
        Proof proof;
    }

    /// @notice Whether (x, parity) is a point of the curve with 0 < x < N.
    function isPoint(uint256 x, uint8 parity) internal pure returns (bool) {
        return
            parity < 2 && x != 0 && x < N && ecrecover(0, 27 + parity, bytes32(x), bytes32(x)) != address(0);
    }

    /// @notice Whether log_G(p) = log_t(y), as the proof made for `domain` claims.
    function verify(bytes32 domain, Point memory p, Point memory t, Point memory y, Proof calldata proof)
        internal
        pure
        returns (bool)
    {
        if (proof.c == 0 || proof.c >= N || proof.s == 0 || proof.s >= N) return false;
        if (!_inForm(p) || !_inForm(t) || !_inForm(y)) return false;

        uint256 h = N - mulmod(proof.s, p.x, N);
        address a1 = ecrecover(bytes32(h), 27 + p.parity, bytes32(p.x), bytes32(mulmod(proof.c, p.x, N)));
        if (a1 == address(0)) return false;
        if (!_isMultiple(t, proof.s, proof.ux, proof.uy)) return false;
        if (!_isMultiple(y, proof.c, proof.vx, proof.vy)) return false;

        (bool ok, uint256 ax, uint256 ay) = add(proof.ux, proof.uy, proof.vx, proof.vy, proof.inv);
        return ok
            && proof.c
                == uint256(
                    keccak256(abi.encode(domain, p.x, p.parity, t.x, t.parity, y.x, y.parity, a1, ax, ay))
                ) % N;
    }

    /// @notice Z = D − S of a proven opening; not ok if any part of it is not what it should be.
    function open(bytes32 domain, Point memory q, Point memory x, Point memory d, Opening calldata opening)
        internal
        pure
        returns (bool ok, uint256 zx, uint256 zy)
    {
        if (!_isOnCurve(q, opening.qy) || !_isOnCurve(d, opening.dy)) return (false, 0, 0);
        Point memory s = Point(opening.sx, _parityOf(opening.sy));
        if (!_isOnCurve(s, opening.sy)) return (false, 0, 0);

        uint256 by;
        Point memory b;
        (ok, b.x, by) = add(HX, P - HY, q.x, opening.qy, opening.binv);
        b.parity = _parityOf(by);
        if (!ok || !verify(domain, b, x, s, opening.proof)) return (false, 0, 0);
        return add(opening.sx, P - opening.sy, d.x, opening.dy, opening.zinv);
    }

    /// @notice The sum of two affine points with different x; `inv` must be (bx − ax)⁻¹ mod P. Coordinates are taken as
    ///         they are: the caller knows that they are points.
    function add(uint256 ax, uint256 ay, uint256 bx, uint256 by, uint256 inv)
        internal
        pure
        returns (bool ok, uint256 x, uint256 y)
    {
        if (ax >= P || ay >= P || bx >= P || by >= P || inv >= P) return (false, 0, 0);
        if (mulmod(inv, addmod(bx, P - ax, P), P) != 1) return (false, 0, 0);
        uint256 slope = mulmod(addmod(by, P - ay, P), inv, P);
        x = addmod(mulmod(slope, slope, P), addmod(P - ax, P - bx, P), P);
        y = addmod(mulmod(slope, addmod(ax, P - x, P), P), P - ay, P);
        ok = true;
    }

    function _parityOf(uint256 y) private pure returns (uint8) {
        return y & 1 == 0 ? 0 : 1;
    }

    function _inForm(Point memory point) private pure returns (bool) {
        return point.parity < 2 && point.x != 0 && point.x < N;
    }

    /// @dev Both sides are fixed by the point and the factor, so that a wrong (x, y) needs a second preimage of 160 bits.
    function _isMultiple(Point memory point, uint256 factor, uint256 x, uint256 y)
        private
        pure
        returns (bool)
    {
        address multiple = ecrecover(
            0, 27 + point.parity, bytes32(point.x), bytes32(mulmod(factor, point.x, N))
        );
        return multiple != address(0) && multiple == address(uint160(uint256(keccak256(abi.encode(x, y)))));
    }

    function _isOnCurve(Point memory point, uint256 y) private pure returns (bool) {
        return _inForm(point) && y < P && y & 1 == point.parity
            && mulmod(y, y, P) == addmod(mulmod(mulmod(point.x, point.x, P), point.x, P), 7, P);
    }
}
