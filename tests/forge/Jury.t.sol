// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Jury} from "../../contracts/Jury.sol";
import {IJurors} from "../../contracts/interfaces/IJurors.sol";
import {IJury} from "../../contracts/interfaces/IJury.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {JuryTest} from "./base/JuryTest.sol";

contract JuryCaseTest is JuryTest {
    function _notNow(uint256 caseId, IJury.State state) internal {
        vm.expectRevert(abi.encodeWithSelector(IJury.NotNow.selector, caseId, state));
    }

    // Founders

    function test_refuses_no_founders_unknown_ones_and_repeats() public {
        uint64[] memory nobody = new uint64[](0);
        vm.expectRevert(IJury.FoundersInvalid.selector);
        new Jury(token, registry, clock, nobody, JUROR_STAKE, DEPOSIT);
        uint64[] memory two = new uint64[](2);
        (two[0], two[1]) = (idOf(0), 77);
        vm.expectRevert(IJury.FoundersInvalid.selector);
        new Jury(token, registry, clock, two, JUROR_STAKE, DEPOSIT);
        two[1] = two[0];
        vm.expectRevert(IJury.FoundersInvalid.selector);
        new Jury(token, registry, clock, two, JUROR_STAKE, DEPOSIT);
        two[1] = idOf(1);
        vm.expectRevert(IJury.ParametersInvalid.selector);
        new Jury(token, registry, clock, two, JUROR_STAKE, 51);
    }

    function test_founders_are_vetted_from_the_first_epoch_and_nobody_else_is() public view {
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.assertTrue(jury.isVetted(idOf(i), 1) == (i < FOUNDERS), "vetted");
            vm.assertFalse(jury.isVetted(idOf(i), 0), "before the first epoch");
        }
    }

    // Verdicts

    function testFuzz_four_of_five_decide(uint256 a, uint256 b, uint256 c) public {
        uint256 passes = bound(a, 0, 5);
        uint256 fakes = bound(b, 0, 5 - passes);
        uint256 unclear = bound(c, 0, 5 - passes - fakes);
        uint256 caseId = appeal(STRANGER);
        judge(caseId, passes, fakes, unclear);
        vm.assertTrue((jury.vettedSince(idOf(STRANGER)) != 0) == (passes >= 4), "vetted by four");
        vm.assertTrue((jury.fakeSince(idOf(STRANGER)) != 0) == (fakes >= 4), "fake by four");
        _checkMoney(0);
    }

    function test_a_verdict_counts_from_the_next_epoch_on() public {
        judge(appeal(STRANGER), 4, 1, 0);
        vm.assertEq(jury.vettedSince(idOf(STRANGER)), 3, "next epoch");
        vm.assertFalse(jury.isVetted(idOf(STRANGER), 2), "not in this one");
        vm.assertTrue(jury.isVetted(idOf(STRANGER), 3), "from the next");
        judge(accuse(8, STRANGER), 0, 5, 0);
        vm.assertTrue(jury.isVetted(idOf(STRANGER), 3), "the past stays");
        vm.assertFalse(jury.isVetted(idOf(STRANGER), 4), "a fake is not vetted");
        vm.assertTrue(jury.isFake(idOf(STRANGER), 4), "for ever");
    }

    function test_silence_changes_nothing_and_costs_nothing() public {
        vm.prank(wallet(8));
        uint256 caseId = jury.ask(idOf(STRANGER));
        _notNow(caseId, IJury.State.Asked);
        jury.close(caseId);
        _notNow(caseId, IJury.State.Asked);
        jury.draw(caseId);
        skip(EPOCH + 1);
        vm.prank(wallet(STRANGER));
        _notNow(caseId, IJury.State.Asked);
        jury.answer(caseId, "late");
        jury.close(caseId);
        vm.assertEq(jury.creditOf(wallet(8)), DEPOSIT, "deposit back");
        vm.assertEq(jury.vettedSince(idOf(STRANGER)), 0, "nothing");
        vm.assertEq(jury.fakeSince(idOf(STRANGER)), 0, "nothing");
        appeal(STRANGER);
    }

    function test_an_asked_profile_answers_and_is_vetted() public {
        vm.prank(wallet(8));
        uint256 caseId = jury.ask(idOf(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IJurors.NotCustody.selector, idOf(STRANGER), address(this)));
        jury.answer(caseId, "evidence");
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Answer(uint256 caseId,bytes32 evidence,uint64 deadline)"),
                caseId,
                // Safety: a short word.
                // forge-lint: disable-next-line(unsafe-typecast)
                bytes32("evidence"),
                FAR
            )
        );
        bytes memory signature = signAs(STRANGER, address(jury), structHash);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet(STRANGER)));
        jury.answerFor(caseId, "another", FAR, signature);
        jury.answerFor(caseId, "evidence", FAR, signature);
        judge(caseId, 5, 0, 0);
        vm.assertTrue(jury.isVetted(idOf(STRANGER), 3), "vetted");
        vm.assertEq(jury.vettedBy(idOf(STRANGER)), caseId, "by this case");
        vm.assertEq(jury.creditOf(wallet(8)), DEPOSIT, "deposit back");
    }

    function test_an_accusation_vets_nobody() public {
        judge(accuse(8, STRANGER), 5, 0, 0);
        vm.assertEq(jury.vettedSince(idOf(STRANGER)), 0, "not by an accuser");
        vm.assertEq(jury.creditOf(wallet(8)), 0, "and the deposit is the jurors'");
        vm.assertEq(jury.creditOf(wallet(jurorOf(1, 0))), DEPOSIT / 5, "fee");
    }

    // Who may ask

    function test_one_check_at_a_time_and_a_pause_after_it() public {
        uint256 caseId = appeal(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IJury.TooEarly.selector, idOf(STRANGER), type(uint32).max));
        jury.ask(idOf(STRANGER));
        accuse(8, STRANGER);
        judge(caseId, 3, 0, 2);
        vm.prank(wallet(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IJury.TooEarly.selector, idOf(STRANGER), 6));
        jury.appeal(idOf(STRANGER), "again");
        toEpoch(6);
        appeal(STRANGER);
    }

    function test_vetted_fake_and_unknown_profiles_are_not_checked() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadyVetted.selector, idOf(0)));
        jury.ask(idOf(0));
        vm.expectRevert(abi.encodeWithSelector(IJury.ProfileUnknown.selector, uint64(77)));
        jury.ask(77);
        vm.expectRevert(abi.encodeWithSelector(IJury.ProfileUnknown.selector, uint64(77)));
        jury.accuse(77, "look");
        judge(accuse(8, STRANGER), 0, 4, 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.ProvenFake.selector, idOf(STRANGER)));
        jury.ask(idOf(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IJury.ProvenFake.selector, idOf(STRANGER)));
        jury.accuse(idOf(STRANGER), "look");
        vm.expectRevert(abi.encodeWithSelector(IJurors.NotCustody.selector, idOf(8), address(this)));
        jury.appeal(idOf(8), "look");
    }

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
        _notNow(caseId, IJury.State.Ready);
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
        _notNow(caseId, IJury.State.Voting);
        jury.reveal(caseId, juror, IJury.Vote.Pass, "salt");
        skip(EPOCH / 2 + 1);
        vm.prank(wallet(personOf(juror)));
        _notNow(caseId, IJury.State.Voting);
        jury.commit(caseId, juror, "late");
        vm.expectRevert(abi.encodeWithSelector(IJury.VoteWrong.selector, caseId, juror));
        jury.reveal(caseId, juror, IJury.Vote.Fake, "salt");
        vm.expectRevert(abi.encodeWithSelector(IJury.NotOnJury.selector, caseId, idOf(9)));
        jury.reveal(caseId, idOf(9), IJury.Vote.Pass, "salt");
        openVote(caseId, 0, IJury.Vote.Pass);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotOnJury.selector, caseId, juror));
        jury.reveal(caseId, juror, IJury.Vote.Pass, "salt");
        _notNow(caseId, IJury.State.Voting);
        jury.decide(caseId);
        skip(EPOCH / 4);
        juror = jury.juryOf(caseId)[1].juror;
        _notNow(caseId, IJury.State.Voting);
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
        _checkMoney(0);
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
        _checkMoney(0);
    }

    /// @dev balance = pot + credits + stakes + deposits of open cases
    function _checkMoney(uint256 openCases) internal view {
        uint256 sum = jury.pot() + openCases * DEPOSIT;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            sum += jury.creditOf(wallet(i)) + jury.jurorOf(idOf(i)).stake;
        }
        vm.assertEq(token.balanceOf(address(jury)), sum, "every token is somebody's");
    }
}
