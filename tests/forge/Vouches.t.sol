// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Vouches} from "../../contracts/Vouches.sol";
import {IVouches} from "../../contracts/interfaces/IVouches.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {PeopleTest} from "./base/PeopleTest.sol";

contract VouchesTest is PeopleTest {
    bytes32 internal constant VOUCH = keccak256("Vouch(uint64 from,uint64 to,uint256 nonce,uint64 deadline)");
    bytes32 internal constant WITHDRAW =
        keccak256("Withdraw(uint64 from,uint64 to,uint256 nonce,uint64 deadline)");

    function setUp() public override {
        super.setUp();
        register(4);
    }

    function _pair(bytes4 selector) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, idOf(0), idOf(1)));
    }

    // Failures

    function test_no_self_vouch() public {
        vm.expectRevert(abi.encodeWithSelector(IVouches.SelfVouch.selector, idOf(0)));
        vouch(0, 0);
    }

    function test_only_the_custody_vouches_and_withdraws() public {
        vm.expectRevert(abi.encodeWithSelector(IVouches.NotCustody.selector, idOf(0), address(this)));
        vouches.vouch(idOf(0), idOf(1));
        vouch(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IVouches.NotCustody.selector, idOf(0), address(this)));
        vouches.withdraw(idOf(0), idOf(1));
    }

    function test_nobody_vouches_for_nobody() public {
        vm.prank(wallet(0));
        vm.expectRevert(abi.encodeWithSelector(IVouches.ProfileUnknown.selector, uint64(7)));
        vouches.vouch(idOf(0), 7);
        vm.expectRevert(abi.encodeWithSelector(IVouches.ProfileUnknown.selector, uint64(7)));
        vouches.vouchFor(7, idOf(0), FAR, "");
    }

    function test_once_at_a_time() public {
        vouch(0, 1);
        _pair(IVouches.AlreadyVouched.selector);
        vouch(0, 1);
        withdraw(0, 1);
        _pair(IVouches.StakeHeld.selector);
        vouch(0, 1);
        _pair(IVouches.NotVouched.selector);
        withdraw(0, 1);
        toEpoch(6);
        vouches.release(idOf(0), idOf(1));
        vouch(0, 1);
        vm.assertEq(vouches.termsOf(idOf(0), idOf(1)).length, 2, "both terms are kept");
    }

    function test_without_the_stake_there_is_no_vouch() public {
        vm.prank(wallet(0));
        vm.assertTrue(token.transfer(wallet(1), PRICED - STAKE + 1), "sent");
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)")));
        vouch(0, 1);
    }

    function test_refuses_links_that_lead_nowhere() public {
        bytes4 invalid = IVouches.ParametersInvalid.selector;
        vm.expectRevert(invalid);
        new Vouches(IERC20(address(0)), registry, verdicts, clock, STAKE);
        vm.expectRevert(invalid);
        new Vouches(token, registry, verdicts, clock, 0);
    }

    function test_a_flood_ends_at_256_and_touches_nobody_else() public {
        for (uint256 i = 0; i < 257; ++i) {
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            address custody = address(uint160(0x70000 + i));
            vm.prank(custody);
            uint64 id = registry.register(_name(i), address(0), bytes32(0), bytes32(0), noKey());
            vm.prank(wallet(0));
            if (i == 256) {
                vm.expectRevert(abi.encodeWithSelector(IVouches.TooManyVouches.selector, idOf(0)));
            }
            vouches.vouch(idOf(0), id);
            vm.assertEq(vouches.openCount(id), 0, "the other one's places");
        }
    }

    function _name(uint256 i) internal pure returns (string memory) {
        return string.concat("spam_", vm.toString(i));
    }

    // When a vouch counts

    function test_one_way_counts_for_nothing() public {
        vouch(0, 1);
        for (uint32 epoch = 0; epoch < 9; ++epoch) {
            vm.assertFalse(isLive(0, 1, epoch), "one way");
        }
    }

    function testFuzz_counts_from_a_full_epoch_of_age_through_the_epoch_of_withdrawal(
        uint256 first,
        uint256 second,
        uint256 end,
        bool byOther
    ) public {
        uint32 madeFirst = uint32(bound(first, 1, 6));
        uint32 madeSecond = uint32(bound(second, madeFirst, 9));
        uint32 ended = uint32(bound(end, madeSecond, 14));
        toEpoch(madeFirst);
        vouch(0, 1);
        toEpoch(madeSecond);
        vouch(1, 0);
        toEpoch(ended);
        skip(EPOCH - 1);
        if (byOther) withdraw(1, 0);
        else withdraw(0, 1);
        for (uint32 epoch = 0; epoch < 20; ++epoch) {
            bool expected = epoch >= madeSecond + 2 && epoch <= ended;
            vm.assertTrue(isLive(0, 1, epoch) == expected, "counts in the middle");
            vm.assertTrue(isLive(1, 0, epoch) == expected, "either way round");
        }
    }

    function test_a_later_term_changes_nothing_about_the_former() public {
        vouchBoth(0, 1);
        toEpoch(4);
        withdraw(0, 1);
        toEpoch(9);
        vouches.release(idOf(0), idOf(1));
        vouch(0, 1);
        for (uint32 epoch = 0; epoch < 16; ++epoch) {
            bool expected = (epoch >= 3 && epoch <= 4) || epoch >= 11;
            vm.assertTrue(isLive(0, 1, epoch) == expected, "two times");
        }
    }

    // Stakes

    function test_a_stake_comes_back_to_the_custody_after_the_delay() public {
        vouch(0, 1);
        vm.assertEq(token.balanceOf(address(vouches)), STAKE, "lies here");
        vm.expectRevert(abi.encodeWithSelector(IVouches.NothingHeld.selector, idOf(0), idOf(1), 0));
        vouches.release(idOf(0), idOf(1));
        toEpoch(3);
        withdraw(0, 1);
        toEpoch(8);
        vm.warp(vm.getBlockTimestamp() - 1);
        vm.expectRevert(abi.encodeWithSelector(IVouches.NothingHeld.selector, idOf(0), idOf(1), 8));
        vouches.release(idOf(0), idOf(1));
        toEpoch(8);
        vouches.release(idOf(0), idOf(1));
        vm.assertEq(token.balanceOf(wallet(0)), PRICED, "back");
        vm.expectRevert(abi.encodeWithSelector(IVouches.NothingHeld.selector, idOf(0), idOf(1), 0));
        vouches.release(idOf(0), idOf(1));
    }

    function test_both_stakes_are_lost_with_a_fake() public {
        vouchBoth(0, 1);
        _pair(IVouches.NobodyFake.selector);
        vouches.slash(idOf(0), idOf(1));
        verdicts.prove(idOf(1), 2);
        address hunter = address(0x4e);
        vm.prank(hunter);
        vouches.slash(idOf(0), idOf(1));
        vm.assertEq(token.balanceOf(hunter), STAKE / 5, "a tenth of two stakes");
        vm.assertEq(verdicts.funded(), 2 * uint256(STAKE) - STAKE / 5, "the rest");
        vm.assertEq(token.balanceOf(address(vouches)), 0, "nothing stays");
        vm.expectRevert(abi.encodeWithSelector(IVouches.NothingHeld.selector, idOf(0), idOf(1), 0));
        vouches.slash(idOf(0), idOf(1));
    }

    function test_who_leaves_before_the_verdict_loses_all_the_same() public {
        vouchBoth(0, 1);
        withdraw(1, 0);
        toEpoch(6);
        verdicts.prove(idOf(1), 7);
        vm.expectRevert(abi.encodeWithSelector(IVouches.ProvenFake.selector, idOf(1)));
        vouches.release(idOf(1), idOf(0));
        vouches.slash(idOf(1), idOf(0));
        vm.assertEq(token.balanceOf(wallet(1)), PRICED - STAKE, "lost");
    }

    function test_a_vouch_with_a_fake_stays_for_a_while() public {
        vouchBoth(0, 1);
        verdicts.prove(idOf(1), 2);
        vm.expectRevert(abi.encodeWithSelector(IVouches.VouchFrozen.selector, idOf(0), idOf(1), 6));
        withdraw(0, 1);
        vouches.slash(idOf(0), idOf(1));
        vm.assertTrue(isLive(0, 1, 5), "counts on");
        toEpoch(6);
        withdraw(0, 1);
        vm.assertFalse(isLive(0, 1, 7), "over");
    }

    function test_a_fake_neither_vouches_nor_is_vouched_for() public {
        verdicts.prove(idOf(1), 2);
        vm.expectRevert(abi.encodeWithSelector(IVouches.ProvenFake.selector, idOf(1)));
        vouch(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IVouches.ProvenFake.selector, idOf(1)));
        vouch(1, 0);
    }

    // Seats

    function test_seats_follow_the_first_vouch_and_are_counted_by_epoch() public {
        vm.expectRevert(abi.encodeWithSelector(IVouches.SeatUnknown.selector, idOf(2)));
        vouches.seatOf(idOf(2));
        vouch(2, 0);
        toEpoch(3);
        vouch(0, 1);
        vouch(0, 2);
        vm.assertEq(vouches.seatOf(idOf(2)), 0, "first");
        vm.assertEq(vouches.seatOf(idOf(0)), 1, "second");
        vm.assertEq(vouches.profileAt(1), idOf(0), "back");
        vm.assertEq(vouches.profileAt(2), 0, "nobody");
        uint8[6] memory expected = [0, 0, 1, 1, 2, 2];
        for (uint32 epoch = 0; epoch < 6; ++epoch) {
            vm.assertEq(vouches.seatsBefore(epoch), expected[epoch], "before the epoch");
        }
    }

    // Signed forms

    function test_signed_forms_work_once() public {
        bytes memory signature =
            signAs(0, address(vouches), keccak256(abi.encode(VOUCH, idOf(0), idOf(1), uint256(0), FAR)));
        vouches.vouchFor(idOf(0), idOf(1), FAR, signature);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet(0)));
        vouches.vouchFor(idOf(0), idOf(1), FAR, signature);
        signature =
            signAs(0, address(vouches), keccak256(abi.encode(WITHDRAW, idOf(0), idOf(1), uint256(1), FAR)));
        vouches.withdrawFor(idOf(0), idOf(1), FAR, signature);
        vm.assertEq(vouches.termsOf(idOf(0), idOf(1))[0].until, 1, "withdrawn");
        vm.assertEq(vouches.nonceOf(idOf(0)), 2, "nonce");
    }

    function testFuzz_a_signature_covers_every_field(uint64 to, uint64 deadline) public {
        deadline = uint64(bound(deadline, START, FAR));
        bytes memory signature =
            signAs(0, address(vouches), keccak256(abi.encode(VOUCH, idOf(0), idOf(1), uint256(0), FAR)));
        if (to == idOf(1) && deadline == FAR) return;
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet(0)));
        vouches.vouchFor(idOf(0), to, deadline, signature);
    }
}
