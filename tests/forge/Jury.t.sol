// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Jury} from "../../contracts/Jury.sol";
import {IJurors} from "../../contracts/interfaces/IJurors.sol";
import {IJury} from "../../contracts/interfaces/IJury.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {Forms} from "./base/Forms.sol";
import {JuryTest} from "./base/JuryTest.sol";

/// @notice Who is vetted, judged, asked, accused, and by whom.
contract JuryCaseTest is JuryTest {
    // Founders

    function _refusesFounders(uint64[] memory founders) private {
        vm.expectRevert(IJury.FoundersInvalid.selector);
        new Jury(token, registry, clock, founders, JUROR_STAKE, DEPOSIT);
    }

    function test_refuses_no_founders_too_many_impossible_ones_and_repeats() public {
        _refusesFounders(new uint64[](0));
        uint64[] memory two = new uint64[](2);
        two[0] = idOf(0);
        _refusesFounders(two);
        two[1] = 1 << 63;
        _refusesFounders(two);
        two[1] = two[0];
        _refusesFounders(two);
        uint64[] memory many = new uint64[](65);
        for (uint256 i = 0; i < 65; ++i) {
            many[i] = idOf(i);
        }
        _refusesFounders(many);
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

    function test_a_founder_registers_later_and_nobody_else_can_be_it() public {
        uint64[] memory founders = new uint64[](1);
        founders[0] = idOf(PEOPLE);
        jury = new Jury(token, registry, clock, founders, JUROR_STAKE, DEPOSIT);
        vm.assertTrue(jury.isVetted(idOf(PEOPLE), 1), "vetted before it exists");
        vm.prank(wallet(8));
        vm.expectRevert(abi.encodeWithSelector(IJurors.NotCustody.selector, idOf(PEOPLE), wallet(8)));
        jury.join(idOf(PEOPLE), 0);
        vm.expectRevert(abi.encodeWithSelector(IJury.ProfileUnknown.selector, idOf(PEOPLE)));
        jury.accuse(idOf(PEOPLE), "look");
        vm.startPrank(wallet(PEOPLE));
        registry.register("late", address(0), bytes32(0), bytes32(0), noKey());
        token.approve(address(jury), type(uint256).max);
        token.mint(wallet(PEOPLE), JUROR_STAKE);
        jury.join(idOf(PEOPLE), 0);
        vm.stopPrank();
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
        checkMoney(0);
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
        notNow(caseId, IJury.State.Asked);
        jury.close(caseId);
        notNow(caseId, IJury.State.Asked);
        jury.draw(caseId);
        skip(EPOCH + 1);
        vm.prank(wallet(STRANGER));
        notNow(caseId, IJury.State.Asked);
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
        vm.assertEq(jury.creditOf(wallet(8)), 0, "and the deposit is lost");
        vm.assertEq(jury.pot(), DEPOSIT, "to the jurors of later cases");
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

    function test_one_accusation_at_a_time_and_a_pause_after_it() public {
        uint256 caseId = accuse(8, STRANGER);
        vm.prank(wallet(9));
        vm.expectRevert(abi.encodeWithSelector(IJury.TooEarly.selector, idOf(STRANGER), type(uint32).max));
        jury.accuse(idOf(STRANGER), "look");
        judge(caseId, 5, 0, 0);
        vm.assertEq(jury.nextAccusationOf(idOf(STRANGER)), 6, "pause");
        vm.prank(wallet(9));
        vm.expectRevert(abi.encodeWithSelector(IJury.TooEarly.selector, idOf(STRANGER), 6));
        jury.accuse(idOf(STRANGER), "look");
        appeal(STRANGER);
        accuse(9, 8);
        toEpoch(6);
        caseId = accuse(9, STRANGER);
        toEpoch(14);
        jury.close(caseId);
        accuse(9, STRANGER);
    }

    function test_anybody_adds_evidence_until_the_case_is_over() public {
        vm.prank(wallet(8));
        uint256 asked = jury.ask(idOf(STRANGER));
        notNow(asked, IJury.State.Asked);
        jury.addEvidence(asked, "more");
        notNow(77, IJury.State.None);
        jury.addEvidence(77, "more");
        uint256 caseId = accuse(8, 9);
        vm.expectEmit(address(jury));
        emit IJury.EvidenceAdded(caseId, wallet(9), "a plea");
        vm.prank(wallet(9));
        jury.addEvidence(caseId, "a plea");
        drawJury(caseId);
        jury.addEvidence(caseId, "of a stranger");
        voteAll(caseId, 0, 0, 5);
        jury.decide(caseId);
        notNow(caseId, IJury.State.Decided);
        jury.addEvidence(caseId, "late");
    }

    // A relayed appeal

    function _signAppeal(uint256 person, uint256 nonce, uint64 deadline) private view returns (bytes memory) {
        return signAs(person, address(jury), Forms.appeal(idOf(STRANGER), "look", nonce, deadline));
    }

    function test_a_relayed_appeal_is_the_custodys_and_pays_from_its_allowance() public {
        bytes memory signature = _signAppeal(STRANGER, 0, FAR);
        vm.expectRevert(abi.encodeWithSelector(IJury.ProfileUnknown.selector, uint64(77)));
        jury.appealFor(77, "look", FAR, signature);
        bytes4 wrong = ISignatures.SignatureInvalid.selector;
        vm.expectRevert(abi.encodeWithSelector(wrong, wallet(STRANGER)));
        jury.appealFor(idOf(STRANGER), "another", FAR, signature);
        vm.expectRevert(abi.encodeWithSelector(wrong, wallet(8)));
        jury.appealFor(idOf(8), "look", FAR, signature);
        bytes memory others = _signAppeal(8, 0, FAR);
        vm.expectRevert(abi.encodeWithSelector(wrong, wallet(STRANGER)));
        jury.appealFor(idOf(STRANGER), "look", FAR, others);
        bytes memory early = _signAppeal(STRANGER, 0, START);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START));
        jury.appealFor(idOf(STRANGER), "look", START, early);

        uint256 caseId = jury.appealFor(idOf(STRANGER), "look", FAR, signature);
        IJury.Case memory opened = jury.caseOf(caseId);
        vm.assertEq(opened.payer, wallet(STRANGER), "who gets the deposit back");
        vm.assertEq(uint256(opened.state), uint256(IJury.State.Ready), "ready");
        vm.assertEq(token.balanceOf(wallet(STRANGER)), PRICED - DEPOSIT, "paid by the custody");
        checkMoney(1);
    }

    function test_a_signed_appeal_is_good_for_one_and_for_none_after_a_direct_one() public {
        bytes memory signature = _signAppeal(STRANGER, 0, FAR);
        uint256 caseId = jury.appealFor(idOf(STRANGER), "look", FAR, signature);
        vm.assertEq(jury.nonceOf(idOf(STRANGER)), 1, "used up");
        toEpoch(9);
        jury.close(caseId);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet(STRANGER)));
        jury.appealFor(idOf(STRANGER), "look", FAR, signature);
        signature = _signAppeal(STRANGER, 1, FAR);
        caseId = appeal(STRANGER);
        toEpoch(17);
        jury.close(caseId);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet(STRANGER)));
        jury.appealFor(idOf(STRANGER), "look", FAR, signature);
    }
}
