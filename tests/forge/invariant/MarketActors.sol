// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {DataMarket} from "../../../contracts/DataMarket.sol";
import {Curve} from "../base/Curve.sol";
import {MarketTest} from "../base/MarketTest.sol";
import {MoodyToken} from "../base/OddTokens.sol";

/// @notice Who takes part in the market's invariants: three people, whose profiles move to other wallets, and two
///         businesses, each with its own key, as rich as the types allow.
abstract contract MarketActors is MarketTest {
    uint256 public constant PEOPLE = 3;
    uint256 public constant BUSINESSES = 2;
    uint256 internal constant MAX_OFFERS = 4;
    uint256 internal constant MOST = type(uint128).max;

    bytes32[] public offers;
    mapping(bytes32 offer => uint256) internal _indexOf;
    uint64[PEOPLE] public profiles;
    uint256[PEOPLE] internal _custodyKeys;
    mapping(bytes32 offer => OfferTerms) internal _terms;
    mapping(bytes32 offer => uint256) internal _businessOf;

    constructor() {
        setUp();
        for (uint256 i = 0; i < PEOPLE; ++i) {
            _custodyKeys[i] = 0x9000 + 0x100 * i;
            vm.prank(custody(i));
            profiles[i] = registry.register(
                string.concat("person", vm.toString(i)), address(0), bytes32(0), bytes32(0), noKey()
            );
        }
        for (uint256 i = 0; i < BUSINESSES; ++i) {
            moody().mint(business(i), 4 * MOST);
            vm.prank(business(i));
            token.approve(address(market), type(uint256).max);
        }
    }

    function _makeToken() internal override returns (IERC20) {
        return new MoodyToken();
    }

    // Who

    function theMarket() external view returns (DataMarket) {
        return market;
    }

    function moody() internal view returns (MoodyToken) {
        return MoodyToken(address(token));
    }

    function offerCount() external view returns (uint256) {
        return offers.length;
    }

    function custody(uint256 who) public view returns (address) {
        return vm.addr(_custodyKeys[who % PEOPLE]);
    }

    function payee(uint256 who) public pure returns (address) {
        return vm.addr(0xbee0 + who % PEOPLE);
    }

    function business(uint256 index) public pure returns (address) {
        return vm.addr(0x8000 + index % BUSINESSES);
    }

    function buyerOf(bytes32 offer) public view returns (address) {
        return business(_businessOf[offer]);
    }

    // Their secrets

    /// @dev The business's z.
    function zOf(bytes32 offer) internal view returns (uint256) {
        return Z + _businessOf[offer];
    }

    function qOf(uint256 index) internal view returns (Curve.Full memory) {
        return Curve.add(Curve.second(), Curve.mul(Z + index % BUSINESSES, Curve.generator()));
    }

    /// @dev The person's x of one deal.
    function secretOf(bytes32 deal) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("secret", deal))) % Curve.N;
    }

    /// @dev The y of a point as it travels.
    function lift(uint256 px, uint8 parity) internal view returns (Curve.Full memory) {
        uint256 square = addmod(mulmod(mulmod(px, px, Curve.P), px, Curve.P), 7, Curve.P);
        uint256 y = Curve.power(square, (Curve.P + 1) / 4);
        return Curve.Full(px, y & 1 == parity ? y : Curve.P - y);
    }

    /// @dev Whether the business, with its z alone, gets from D to the same point as the person from x.
    function isOpened(uint256 z, uint256 secret, uint256 dx, uint8 dParity) internal view returns (bool) {
        Curve.Full memory s = Curve.mul(z, Curve.mul(secret, Curve.generator()));
        Curve.Full memory found = Curve.add(lift(dx, dParity), Curve.negate(s));
        Curve.Full memory shared = Curve.mul(secret, Curve.second());
        return found.x == shared.x && found.y == shared.y;
    }

    /// @dev What the clients of MarketTest prove with is this offer's Q from here on.
    function face(bytes32 offer) internal {
        q = lift(_terms[offer].qx, _terms[offer].qParity);
    }

    // Two chunks: of a bad record the second is not what its plaintext root says.

    function _cipher(bytes32 deal, uint256 index, bool bad) private view returns (bytes32[8] memory words) {
        words = masked(plainChunk(index), index, recordKey(secretOf(deal), deal));
        if (bad && index == 1) words[5] ^= bytes32(uint256(1));
    }

    function rootsOf(bytes32 deal, bool bad) internal view returns (bytes32 ct, bytes32 pt) {
        bytes32[2] memory leaves = [ctLeaf(0, _cipher(deal, 0, bad)), ctLeaf(1, _cipher(deal, 1, bad))];
        ct = keccak256(abi.encode(leaves));
        leaves = [ptLeaf(0, plainChunk(0)), ptLeaf(1, plainChunk(1))];
        pt = keccak256(abi.encode(leaves));
    }

    function evidenceOf(Consent memory consent, bytes32 deal, uint256 index, bool bad)
        internal
        view
        returns (Garbage memory evidence)
    {
        uint256 secret = secretOf(deal);
        Curve.Full memory commitment = Curve.mul(secret, Curve.generator());
        Curve.Full memory d = Curve.mul(secret, lift(consent.qx, consent.qParity));
        evidence.opening = Curve.open(openingOf(consent), zOf(consent.offer), commitment, d);
        evidence.chunk.index = index;
        evidence.chunk.words = _cipher(deal, index, bad);
        evidence.chunk.ptLeaf = ptLeaf(index, plainChunk(index));
        (evidence.chunk.ctPath, evidence.chunk.ptPath) = (new bytes32[](1), new bytes32[](1));
        evidence.chunk.ctPath[0] = ctLeaf(1 - index, _cipher(deal, 1 - index, bad));
        evidence.chunk.ptPath[0] = ptLeaf(1 - index, plainChunk(1 - index));
    }
}
