// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IJurors} from "../../contracts/interfaces/IJurors.sol";
import {IJury} from "../../contracts/interfaces/IJury.sol";
import {JuryTest} from "./base/JuryTest.sol";

/// @notice Who is drawn, how votes are sealed, and what they cost or earn.
contract JuryDrawTest is JuryTest {
    // The draw

    function test_no_jury_without_a_later_beacon() public {
        takeBeacon("first");
        uint256 caseId = appeal(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IJury.NoBeacon.selector, caseId));
        jury.draw(caseId);
        toNextEpoch();
        vm.expectRevert(abi.encodeWithSelector(IJury.NoBeacon.selector, caseId));
        jury.draw(caseId);
    }

    function test_a_jury_of_fewer_than_five_is_none_and_the_case_ends() public {
        toEpoch(2);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(wallet(i));
            jury.leave(idOf(i));
        }
        uint256 caseId = appeal(STRANGER);
        toEpoch(3);
        takeBeacon("third");
        vm.expectRevert(abi.encodeWithSelector(IJury.JuryTooSmall.selector, 4));
        jury.draw(caseId);
        notNow(caseId, IJury.State.Ready);
        jury.close(caseId);
        toEpoch(10);
        jury.close(caseId);
        vm.assertEq(jury.creditOf(wallet(STRANGER)), DEPOSIT, "deposit back");
        vm.assertEq(jury.vettedSince(idOf(STRANGER)), 0, "nobody vetted");
    }

    function testFuzz_who_joins_or_leaves_after_the_beacon_changes_no_jury(bytes32 random, uint256 who)
        public
    {
        vm.assume(uint256(random) >= 2 ** 64 && random != RANDAO);
        judge(appeal(STRANGER), 5, 0, 0);
        uint256 caseId = appeal(8);
        toNextEpoch();
        takeBeacon(random);
        uint256 snapshot = vm.snapshotState();
        jury.draw(caseId);
        IJury.Seat[5] memory expected = jury.juryOf(caseId);
        vm.revertToState(snapshot);
        join(STRANGER);
        uint256 leaving = who % FOUNDERS;
        vm.prank(wallet(leaving));
        jury.leave(idOf(leaving));
        jury.draw(caseId);
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(jury.juryOf(caseId)[i].juror, expected[i].juror, "the same five");
        }
    }

    function testFuzz_five_distinct_others_judge(bytes32 random) public {
        vm.assume(uint256(random) >= 2 ** 64 && random != RANDAO);
        uint256 caseId = accuse(8, 0);
        toNextEpoch();
        takeBeacon(random);
        jury.draw(caseId);
        for (uint256 i = 0; i < 5; ++i) {
            uint64 juror = jury.juryOf(caseId)[i].juror;
            vm.assertTrue(juror != idOf(0) && juror != 0, "nobody judges itself");
            for (uint256 k = 0; k < i; ++k) {
                vm.assertTrue(juror != jury.juryOf(caseId)[k].juror, "distinct");
            }
        }
    }

    // Votes

    function test_votes_are_sealed_first_and_opened_once() public {
        uint256 caseId = appeal(STRANGER);
        drawJury(caseId);
        sealVote(caseId, 0, IJury.Vote.Pass);
        uint64 juror = jury.juryOf(caseId)[0].juror;
        notNow(caseId, IJury.State.Voting);
        jury.reveal(caseId, juror, IJury.Vote.Pass, "salt");
        skip(EPOCH / 2 + 1);
        vm.prank(wallet(personOf(juror)));
        notNow(caseId, IJury.State.Voting);
        jury.commit(caseId, juror, "late");
        vm.expectRevert(abi.encodeWithSelector(IJury.VoteWrong.selector, caseId, juror));
        jury.reveal(caseId, juror, IJury.Vote.Fake, "salt");
        vm.expectRevert(abi.encodeWithSelector(IJury.NotOnJury.selector, caseId, idOf(9)));
        jury.reveal(caseId, idOf(9), IJury.Vote.Pass, "salt");
        openVote(caseId, 0, IJury.Vote.Pass);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotOnJury.selector, caseId, juror));
        jury.reveal(caseId, juror, IJury.Vote.Pass, "salt");
        notNow(caseId, IJury.State.Voting);
        jury.decide(caseId);
        skip(EPOCH / 4);
        juror = jury.juryOf(caseId)[1].juror;
        notNow(caseId, IJury.State.Voting);
        jury.reveal(caseId, juror, IJury.Vote.Pass, "salt");
    }

    function test_a_copied_seal_opens_for_nobody_else() public {
        uint256 caseId = appeal(STRANGER);
        drawJury(caseId);
        sealVote(caseId, 0, IJury.Vote.Pass);
        IJury.Seat[5] memory seats = jury.juryOf(caseId);
        vm.prank(wallet(personOf(seats[1].juror)));
        jury.commit(caseId, seats[1].juror, seats[0].commitment);
        skip(EPOCH / 2 + 1);
        openVote(caseId, 0, IJury.Vote.Pass);
        vm.expectRevert(abi.encodeWithSelector(IJury.VoteWrong.selector, caseId, seats[1].juror));
        jury.reveal(caseId, seats[1].juror, IJury.Vote.Pass, "salt");
    }

    function test_a_juror_who_stays_away_is_fined_and_after_six_times_out() public {
        uint256 person;
        uint256 times;
        for (uint256 round = 0; round < 40 && times < 6; ++round) {
            uint32 next = jury.nextAccusationOf(idOf(STRANGER));
            if (next > clock.currentEpoch()) toEpoch(next);
            uint256 caseId = accuse(8, STRANGER);
            drawJury(caseId);
            bool[5] memory isThere;
            for (uint256 i = 0; i < 5; ++i) {
                isThere[i] = jurorOf(caseId, i) != person;
                if (isThere[i]) sealVote(caseId, i, IJury.Vote.Unclear);
                else ++times;
            }
            skip(EPOCH / 2 + 1);
            for (uint256 i = 0; i < 5; ++i) {
                if (isThere[i]) openVote(caseId, i, IJury.Vote.Unclear);
            }
            skip(EPOCH / 4);
            jury.decide(caseId);
            vm.assertEq(jury.jurorOf(idOf(person)).stake, JUROR_STAKE - times * JUROR_STAKE / 10, "a tenth");
        }
        vm.assertEq(times, 6, "drawn six times");
        vm.assertTrue(jury.jurorOf(idOf(person)).until != type(uint32).max, "drawn no more");
    }

    // Colluding jurors

    function test_who_passed_a_fake_loses_the_stake() public {
        uint256 first = appeal(STRANGER);
        judge(first, 4, 1, 0);
        judge(accuse(8, STRANGER), 1, 4, 0);
        for (uint256 i = 0; i < 5; ++i) {
            uint256 left = jury.jurorOf(jury.juryOf(first)[i].juror).stake;
            vm.assertEq(left, i < 4 ? 0 : JUROR_STAKE, "who passed it");
        }
        checkMoney(0);
    }

    function test_who_lost_the_stake_stays_in_this_epochs_draws_and_joins_anew_later() public {
        uint256 first = appeal(STRANGER);
        judge(first, 4, 1, 0);
        judge(accuse(8, STRANGER), 1, 4, 0);
        uint256 person = jurorOf(first, 0);
        uint256 slot = jury.slotCount();
        vm.prank(wallet(person));
        vm.expectRevert(abi.encodeWithSelector(IJurors.AlreadyJuror.selector, idOf(person)));
        jury.join(idOf(person), slot);
        toNextEpoch();
        join(person);
        vm.assertEq(jury.jurorOf(idOf(person)).stake, JUROR_STAKE, "a new stake");
    }

    function test_a_juror_answers_for_whom_it_passed_for_eight_epochs() public {
        uint256 first = appeal(STRANGER);
        judge(first, 5, 0, 0);
        uint64 juror = jury.juryOf(first)[0].juror;
        uint256 snapshot = vm.snapshotState();
        toEpoch(jury.vettedSince(idOf(STRANGER)) + 7);
        judge(accuse(8, STRANGER), 0, 5, 0);
        vm.assertEq(jury.jurorOf(juror).stake, 0, "in the eighth");
        vm.revertToState(snapshot);
        toEpoch(jury.vettedSince(idOf(STRANGER)) + 8);
        judge(accuse(8, STRANGER), 0, 5, 0);
        vm.assertEq(jury.jurorOf(juror).stake, JUROR_STAKE, "not in the ninth: the account may be another's");
    }

    function test_a_juror_who_is_proven_fake_loses_its_own_stake() public {
        judge(accuse(8, 0), 0, 5, 0);
        vm.assertEq(jury.jurorOf(idOf(0)).stake, 0, "lost");
        vm.assertTrue(jury.jurorOf(idOf(0)).until != type(uint32).max, "drawn no more");
        vm.assertEq(jury.pot(), JUROR_STAKE, "in the pot");
        checkMoney(0);
    }

    function test_a_stake_answers_for_eight_epochs() public {
        toEpoch(2);
        vm.prank(wallet(0));
        jury.leave(idOf(0));
        vm.expectRevert(abi.encodeWithSelector(IJurors.StakeHeld.selector, idOf(0), 11));
        jury.takeStake(idOf(0));
        toEpoch(11);
        jury.takeStake(idOf(0));
        vm.assertEq(token.balanceOf(wallet(0)), PRICED, "back");
        vm.expectRevert(abi.encodeWithSelector(IJurors.StakeHeld.selector, idOf(0), 0));
        jury.takeStake(idOf(0));
    }

    // Membership

    function test_only_vetted_custodies_join_once() public {
        vm.startPrank(wallet(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IJurors.NotVetted.selector, idOf(STRANGER)));
        jury.join(idOf(STRANGER), FOUNDERS);
        vm.expectRevert(abi.encodeWithSelector(IJurors.NotCustody.selector, idOf(0), wallet(STRANGER)));
        jury.join(idOf(0), FOUNDERS);
        vm.stopPrank();
        vm.startPrank(wallet(0));
        vm.expectRevert(abi.encodeWithSelector(IJurors.AlreadyJuror.selector, idOf(0)));
        jury.join(idOf(0), FOUNDERS);
        jury.leave(idOf(0));
        vm.expectRevert(abi.encodeWithSelector(IJurors.NotJuror.selector, idOf(0)));
        jury.leave(idOf(0));
        vm.stopPrank();
    }

    function test_a_slot_is_taken_over_only_when_its_time_is_over() public {
        judge(appeal(STRANGER), 5, 0, 0);
        vm.startPrank(wallet(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IJurors.SlotTaken.selector, 0));
        jury.join(idOf(STRANGER), 0);
        vm.expectRevert(abi.encodeWithSelector(IJurors.SlotTaken.selector, FOUNDERS + 1));
        jury.join(idOf(STRANGER), FOUNDERS + 1);
        vm.stopPrank();
        vm.prank(wallet(0));
        jury.leave(idOf(0));
        vm.prank(wallet(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IJurors.SlotTaken.selector, 0));
        jury.join(idOf(STRANGER), 0);
        toNextEpoch();
        vm.prank(wallet(STRANGER));
        jury.join(idOf(STRANGER), 0);
        vm.assertEq(jury.slotCount(), FOUNDERS, "no new slot");
        vm.assertEq(jury.jurorAt(0), idOf(STRANGER), "taken over");
    }

    // Money

    function test_the_pot_pays_when_the_verdict_was_the_payers() public {
        vm.prank(wallet(9));
        jury.fund(2 * DEPOSIT);
        judge(appeal(STRANGER), 4, 1, 0);
        vm.assertEq(jury.creditOf(wallet(STRANGER)), DEPOSIT, "deposit back");
        vm.assertEq(jury.pot(), DEPOSIT, "the pot paid five fees");
        uint256 person = jurorOf(1, 4);
        vm.assertEq(jury.creditOf(wallet(person)), DEPOSIT / 5, "fee, whatever the vote");
        jury.withdraw(wallet(person));
        vm.assertEq(token.balanceOf(wallet(person)), PRICED - JUROR_STAKE + DEPOSIT / 5, "paid");
        vm.expectRevert(abi.encodeWithSelector(IJurors.NothingDue.selector, wallet(person)));
        jury.withdraw(wallet(person));
        checkMoney(0);
    }

    function test_too_few_jurors_cost_the_payer_nothing() public {
        judge(appeal(STRANGER), 2, 0, 1);
        vm.assertEq(jury.creditOf(wallet(STRANGER)), DEPOSIT, "back");
        vm.assertEq(jury.pot(), 2 * JUROR_STAKE / 10, "fines of who stayed away");
        checkMoney(0);
    }

    function testFuzz_jurors_get_the_same_whatever_they_say(uint256 funded, uint256 luck) public {
        uint128 amount = boundAmount(funded, 0, 3 * DEPOSIT);
        vm.prank(wallet(9));
        jury.fund(amount);
        (uint256 passes, uint256 fakes) = luck % 3 == 0 ? (5, 0) : luck % 3 == 1 ? (0, 5) : (3, 2);
        uint256 caseId = appeal(STRANGER);
        judge(caseId, passes, fakes, 0);
        uint256 fee = (amount < DEPOSIT ? amount : DEPOSIT) / 5;
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(jury.creditOf(wallet(jurorOf(caseId, i))), fee, "the pot's, not the deposit's");
        }
        vm.assertEq(jury.creditOf(wallet(STRANGER)), passes == 5 ? DEPOSIT : 0, "back for what it asked for");
        checkMoney(0);
    }
}
