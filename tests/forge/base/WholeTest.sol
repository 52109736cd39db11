// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Arbiter} from "../../../contracts/Arbiter.sol";
import {DataMarket} from "../../../contracts/DataMarket.sol";
import {EpochRoots} from "../../../contracts/EpochRoots.sol";
import {PersonhoodRegistry} from "../../../contracts/PersonhoodRegistry.sol";
import {RewardPool} from "../../../contracts/RewardPool.sol";
import {Vouches} from "../../../contracts/Vouches.sol";
import {IMarketTypes} from "../../../contracts/interfaces/IMarketTypes.sol";
import {Columns} from "../../../contracts/libraries/Columns.sol";
import {Curve} from "./Curve.sol";
import {Descent} from "./Descent.sol";
import {Forms} from "./Forms.sol";
import {JuryTest} from "./JuryTest.sol";

/// @notice All contracts as they are deployed, and the people of people_newcomers.json: seven founders who are jurors, three
///         newcomers, a farm of five, and a stranger whom nobody knows. Person i has seat i.
abstract contract WholeTest is JuryTest, Descent {
    uint256 internal constant NEWCOMER = 7;
    uint256 internal constant FARM = 10;
    uint256 internal constant ALONE = 15;
    uint256 internal constant CHECKS = 2;
    uint128 internal constant BOND = 1000e18;
    uint128 internal constant DISPUTE_BOND = 100e18;
    uint128 internal constant PRICE = 10e18;
    uint128 internal constant CAP = 100e18;
    address internal constant POSTER = address(0x9057);
    address internal constant LIAR = address(0x11a6);
    address internal constant BUSINESS = address(0xb51);

    PersonhoodRegistry internal personhood;
    DataMarket internal market;
    RewardPool internal pool;
    bytes32 internal randao;
    bytes32[] private _standings;

    function setUp() public virtual override {
        super.setUp();
        loadFrom("people_newcomers", 0);
        string memory json = vm.readFile("tests/vectors/people_newcomers.json");
        _standings = vm.parseJsonBytes32Array(json, ".epochs[0].standings");
        randao = vm.parseJsonBytes32(json, ".epochs[0].randao");
        _deploy();
        for (uint256 i = 0; i <= ALONE; ++i) {
            if (i >= PEOPLE) registerOne(i);
            vm.startPrank(wallet(i));
            token.approve(address(jury), type(uint256).max);
            token.approve(address(vouches), type(uint256).max);
            token.approve(address(pool), type(uint256).max);
            vm.stopPrank();
        }
        address[4] memory others = [POSTER, LIAR, CHALLENGER, BUSINESS];
        for (uint256 i = 0; i < 4; ++i) {
            token.mint(others[i], PRICED);
            vm.startPrank(others[i]);
            token.approve(address(roots), type(uint256).max);
            token.approve(address(market), type(uint256).max);
            vm.stopPrank();
        }
    }

    function _deploy() private {
        vouches = new Vouches(token, registry, jury, clock, STAKE);
        arbiter = new Arbiter(vouches, CHECKS);
        roots = new EpochRoots(token, arbiter, BOND, DISPUTE_BOND);
        personhood = new PersonhoodRegistry(roots, jury);
        market = new DataMarket(token, registry, personhood);
        pool = new RewardPool(token, registry, personhood, clock, CAP);
    }

    // People

    /// @dev Everybody vouches as the file has it, in the order of seats.
    function vouchAll() internal {
        for (uint64 from = 0; from < seats; ++from) {
            for (uint64 to = 0; to < seats; ++to) {
                if (chain.isLive(from + 1, to + 1, 0)) vouch(from, to);
            }
        }
    }

    function beaconOfFive() internal {
        vm.assertEq(takeBeacon(randao), chain.beacon(), "the beacon of the file");
    }

    // Levels

    function standingOf(uint256 seat) internal view returns (uint256) {
        return uint256(_standings[seat]);
    }

    function proveLevel(uint256 person) internal {
        uint256 word = standingOf(person);
        bytes32[] memory path = pathOf(Columns.standingColumn(header.accounts), person);
        personhood.proveLevel(idOf(person), header.epoch, word, path);
    }

    function checkLevel(uint256 person, uint256 level) internal view {
        vm.assertEq(personhood.levelOf(idOf(person)), level, "level");
    }

    // The market

    function termsOf(uint8 minLevel) internal view returns (IMarketTypes.OfferTerms memory) {
        Curve.Full memory q = Curve.add(Curve.second(), Curve.generator());
        return IMarketTypes.OfferTerms({
            salt: bytes32(uint256(minLevel)),
            terms: keccak256("terms"),
            qx: q.x,
            qParity: Curve.parity(q),
            acceptUntil: uint64(vm.getBlockTimestamp()) + 7 days,
            deliverSeconds: 2 days,
            garbageSeconds: 0,
            vestingSeconds: 0,
            upfrontBps: 10_000,
            maxResponses: 100,
            minLevel: minLevel,
            epochs: 0
        });
    }

    /// @dev The offer with this minimum level, opened by the business, and a person's consent to it.
    function consentOf(uint256 person, uint8 minLevel)
        internal
        returns (IMarketTypes.Consent memory consent, bytes memory signature)
    {
        IMarketTypes.OfferTerms memory terms = termsOf(minLevel);
        vm.prank(BUSINESS);
        consent.offer = market.open(terms, 100 * PRICE);
        (consent.profile, consent.payee, consent.price) = (idOf(person), wallet(person), PRICE);
        (consent.validUntil, consent.terms) = (FAR, terms.terms);
        (consent.qx, consent.qParity) = (terms.qx, terms.qParity);
        Curve.Full memory x = Curve.mul(5, Curve.generator());
        (consent.xx, consent.xParity) = (x.x, Curve.parity(x));
        (consent.receipt, consent.ctRoot, consent.salt) = ("receipt", "ciphertext", bytes32(person));
        signature = signAs(person, address(market), Forms.consent(consent));
    }
}
