// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EpochClock} from "../../../contracts/EpochClock.sol";
import {ProfileRegistry} from "../../../contracts/ProfileRegistry.sol";
import {Vouches} from "../../../contracts/Vouches.sol";
import {IVerdicts} from "../../../contracts/interfaces/IVerdicts.sol";
import {ISessionKeys} from "../../../contracts/interfaces/ISessionKeys.sol";
import {Forms} from "./Forms.sol";
import {PlainToken} from "./OddTokens.sol";
import {Test} from "./Test.sol";

/// @notice Verdicts as a test wants them.
contract WrittenVerdicts is IVerdicts {
    mapping(uint64 profile => uint32) public vettedSince;
    mapping(uint64 profile => uint32) public fakeSince;
    uint256 public funded;
    PlainToken private immutable TOKEN;

    constructor(PlainToken token) {
        TOKEN = token;
    }

    function vet(uint64 profile, uint32 epoch) external {
        vettedSince[profile] = epoch;
    }

    function prove(uint64 profile, uint32 epoch) external {
        fakeSince[profile] = epoch;
    }

    function isVetted(uint64 profile, uint32 epoch) external view returns (bool) {
        return vettedSince[profile] != 0 && vettedSince[profile] <= epoch && !isFake(profile, epoch);
    }

    function isFake(uint64 profile, uint32 epoch) public view returns (bool) {
        return fakeSince[profile] != 0 && fakeSince[profile] <= epoch;
    }

    function fund(uint128 amount) external {
        funded += amount;
        require(TOKEN.transferFrom(msg.sender, address(this), amount), "no funds");
    }
}

/// @notice Profiles with TAG, a clock, and verdicts that are written down.
abstract contract PeopleTest is Test {
    uint64 internal constant EPOCH = 7 days;
    uint64 internal constant FAR = type(uint64).max;
    uint128 internal constant STAKE = 10e18;
    uint256 internal constant PRICED = 1_000_000e18;
    uint256 internal constant FIRST_KEY = 0x9e0;
    bytes32 internal constant RANDAO = keccak256("a random block");

    ProfileRegistry internal registry;
    PlainToken internal token;
    EpochClock internal clock;
    WrittenVerdicts internal verdicts;
    Vouches internal vouches;
    /// @dev What `wallet` has computed: a curve's multiplication for every address would be most of a run's time.
    address[16] private _wallets;

    function setUp() public virtual {
        for (uint256 i = 0; i < _wallets.length; ++i) {
            _wallets[i] = vm.addr(FIRST_KEY + i);
        }
        vm.warp(START);
        vm.roll(1000);
        vm.prevrandao(RANDAO);
        registry = new ProfileRegistry();
        token = new PlainToken();
        clock = new EpochClock(EPOCH);
        verdicts = new WrittenVerdicts(token);
        vouches = new Vouches(token, registry, verdicts, clock, STAKE);
    }

    // People

    function wallet(uint256 person) internal view returns (address) {
        return person < _wallets.length ? _wallets[person] : vm.addr(FIRST_KEY + person);
    }

    /// @dev Not by the registry: a call in a test's arguments would use up its prank.
    function idOf(uint256 person) internal view returns (uint64) {
        return uint64(uint256(keccak256(abi.encode(wallet(person), uint256(0)))) >> 193);
    }

    /// @dev Person 0 … count - 1 have profiles, TAG and an allowance.
    function register(uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            registerOne(i);
        }
    }

    function registerOne(uint256 person) internal {
        vm.startPrank(wallet(person));
        registry.register(
            string.concat("person_", vm.toString(person)), address(0), bytes32(0), bytes32(0), noKey()
        );
        token.approve(address(vouches), type(uint256).max);
        vm.stopPrank();
        token.mint(wallet(person), PRICED);
    }

    function noKey() internal pure returns (ISessionKeys.KeyGrant memory) {
        return ISessionKeys.KeyGrant(address(0), 0, 0);
    }

    function vouch(uint256 from, uint256 to) internal {
        vm.prank(wallet(from));
        vouches.vouch(idOf(from), idOf(to));
    }

    function vouchBoth(uint256 one, uint256 other) internal {
        vouch(one, other);
        vouch(other, one);
    }

    function withdraw(uint256 from, uint256 to) internal {
        vm.prank(wallet(from));
        vouches.withdraw(idOf(from), idOf(to));
    }

    function isLive(uint256 one, uint256 other, uint32 epoch) internal view returns (bool) {
        return vouches.isLive(idOf(one), idOf(other), epoch);
    }

    function signAs(uint256 person, address verifier, bytes32 structHash)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            FIRST_KEY + person, Forms.digest(structHash, verifier, block.chainid)
        );
        return abi.encodePacked(r, s, v);
    }

    // Time

    function toEpoch(uint32 epoch) internal {
        vm.warp(clock.startOf(epoch));
    }

    /// @dev A header as a chain would have it, with this prevrandao.
    function headerWith(bytes32 random, bytes memory extra) internal pure returns (bytes memory) {
        bytes memory fields = abi.encodePacked(
            hex"a0",
            bytes32(uint256(1)),
            hex"a0",
            bytes32(uint256(2)),
            hex"94",
            bytes20(uint160(3)),
            hex"a0",
            bytes32(uint256(4)),
            hex"a0",
            bytes32(uint256(5)),
            hex"a0",
            bytes32(uint256(6)),
            hex"b90100",
            new bytes(256)
        );
        fields = abi.encodePacked(
            fields,
            hex"80", // difficulty
            hex"8401020304",
            hex"8401c9c380",
            hex"82aaaa",
            hex"8465000000",
            bytes1(uint8(0x80 + extra.length)),
            extra,
            hex"a0",
            random,
            hex"880000000000000000"
        );
        return abi.encodePacked(hex"f9", uint16(fields.length), fields);
    }

    /// @dev The current epoch has its beacon, by the way of a committed block.
    function takeBeacon(bytes32 random) internal returns (bytes32) {
        clock.commit();
        uint32 epoch = clock.currentEpoch();
        uint256 target = clock.targetOf(epoch);
        vm.roll(target + 1);
        bytes memory header = headerWith(random, "extra");
        vm.setBlockhash(target, keccak256(header));
        clock.take(header);
        return clock.beaconOf(epoch);
    }
}
