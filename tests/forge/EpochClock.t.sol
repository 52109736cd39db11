// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EpochClock} from "../../contracts/EpochClock.sol";
import {IEpochClock} from "../../contracts/interfaces/IEpochClock.sol";
import {BlockHeader} from "../../contracts/libraries/BlockHeader.sol";
import {PeopleTest} from "./base/PeopleTest.sol";

contract EpochClockTest is PeopleTest {
    bytes32 internal constant VALUE = keccak256("value of the target");

    function _refuses(uint256 value) internal {
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.RandomnessConstant.selector, value));
    }

    /// @dev Commits, and stands on the block after the target, whose hash is that of the header.
    function _reach(bytes memory header) internal {
        clock.commit();
        uint256 target = clock.targetOf(clock.currentEpoch());
        vm.roll(target + 1);
        vm.setBlockhash(target, keccak256(header));
    }

    // Networks without randomness

    function testFuzz_refuses_a_network_whose_prevrandao_is_a_difficulty(uint64 value) public {
        vm.prevrandao(bytes32(uint256(value)));
        _refuses(value);
        new EpochClock(EPOCH);
    }

    function test_a_constant_gives_no_beacon() public {
        bytes memory header = headerWith(RANDAO, "");
        _reach(header);
        _refuses(uint256(RANDAO));
        clock.take(header);
    }

    function test_a_value_comes_once() public {
        takeBeacon(VALUE);
        toEpoch(2);
        bytes memory header = headerWith(VALUE, "later");
        _reach(header);
        _refuses(uint256(VALUE));
        clock.take(header);
    }

    function test_a_difficulty_gives_no_beacon() public {
        bytes memory header = headerWith(bytes32(uint256(2 ** 64 - 1)), "");
        _reach(header);
        _refuses(2 ** 64 - 1);
        clock.take(header);
    }

    function test_refuses_epochs_that_are_too_short_or_too_long() public {
        uint64[3] memory wrong = [uint64(0), 1 hours - 1, 31 days + 1];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IEpochClock.EpochSecondsInvalid.selector, wrong[i]));
            new EpochClock(wrong[i]);
        }
    }

    // A producer who grinds

    function test_nobody_takes_before_the_target_and_nobody_moves_it() public {
        clock.commit();
        uint256 target = clock.targetOf(1);
        vm.assertEq(target, vm.getBlockNumber() + 64, "ahead");
        bytes memory header = headerWith(VALUE, "");
        vm.roll(target);
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.TargetPending.selector, target));
        clock.take(header);
        vm.roll(target + 256);
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.TargetPending.selector, target));
        clock.commit();
    }

    function testFuzz_another_header_is_refused(bytes32 other) public {
        vm.assume(other != VALUE);
        _reach(headerWith(VALUE, ""));
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.HeaderWrong.selector, clock.targetOf(1)));
        clock.take(headerWith(other, ""));
    }

    function test_a_missed_target_is_committed_anew() public {
        bytes memory header = headerWith(VALUE, "");
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.TargetMissed.selector, 0));
        clock.take(header);
        clock.commit();
        uint256 target = clock.targetOf(1);
        vm.roll(target + 257);
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.TargetMissed.selector, target));
        clock.take(header);
        clock.commit();
        vm.assertEq(clock.targetOf(1), target + 257 + 64, "anew");
    }

    function test_one_beacon_an_epoch() public {
        takeBeacon(VALUE);
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.BeaconThere.selector, 1));
        clock.commit();
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.BeaconThere.selector, 1));
        clock.take("");
    }

    // Reading a header

    function testFuzz_the_beacon_is_the_headers_value(bytes32 value, bytes31 extra, uint256 length) public {
        vm.assume(uint256(value) >= 2 ** 64 && value != RANDAO);
        bytes memory text = new bytes(bound(length, 2, 31));
        for (uint256 i = 0; i < text.length; ++i) {
            text[i] = extra[i];
        }
        bytes memory header = headerWith(value, text);
        _reach(header);
        vm.expectEmit(address(clock));
        emit IEpochClock.BeaconTaken(1, keccak256(abi.encode(uint256(1), value)));
        clock.take(header);
        vm.assertEq(clock.beaconOf(1), keccak256(abi.encode(uint256(1), value)), "beacon");
    }

    function testFuzz_bytes_that_are_no_header_take_nothing(bytes calldata junk) public {
        vm.assume(junk.length < 400);
        _reach(junk);
        vm.expectRevert(BlockHeader.HeaderMalformed.selector);
        clock.take(junk);
    }

    // Epochs

    function testFuzz_epochs_follow_each_other(uint32 epoch, uint256 within) public {
        epoch = uint32(bound(epoch, 1, 1_000_000));
        vm.warp(clock.startOf(epoch) + bound(within, 0, EPOCH - 1));
        vm.assertEq(clock.currentEpoch(), epoch, "epoch");
    }
}
