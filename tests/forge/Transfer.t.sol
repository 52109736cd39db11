// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICustody} from "../../contracts/interfaces/ICustody.sol";
import {IRecovery} from "../../contracts/interfaces/IRecovery.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {Forms} from "./base/Forms.sol";
import {ProfileTest} from "./base/ProfileTest.sol";

contract TransferTest is ProfileTest {
    uint64 internal profile;

    function setUp() public override {
        super.setUp();
        profile = registerAlice();
    }

    // Failures

    function testFuzz_only_the_custody_transfers(address caller) public {
        vm.assume(caller != alice);
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(ICustody.NotCustody.selector, profile, caller));
        vm.prank(caller);
        registry.transferCustody(profile, carol, FAR, agreed);
    }

    function test_nobody_receives_a_profile_against_their_will() public {
        bytes memory own = sign(ALICE_KEY, Forms.transfer(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, carol));
        vm.prank(alice);
        registry.transferCustody(profile, carol, FAR, own);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, address(0)));
        vm.prank(alice);
        registry.transferCustody(profile, address(0), FAR, new bytes(65));
    }

    function test_refuses_after_the_deadline_in_both_forms() public {
        bytes memory own = sign(ALICE_KEY, Forms.transfer(profile, carol, 0, START));
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 0, START));
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START));
        registry.transferCustodyFor(profile, carol, START, own, agreed);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START));
        vm.prank(alice);
        registry.transferCustody(profile, carol, START, agreed);
    }

    function test_waits_while_a_recovery_is_pending() public {
        requestRecoveryTo(profile, CAROL_KEY);
        bytes memory agreed = sign(MALLORY_KEY, Forms.transfer(profile, mallory, 1, FAR));
        vm.expectRevert(abi.encodeWithSelector(IRecovery.RecoveryPending.selector, profile, START + 7 days));
        vm.prank(alice);
        registry.transferCustody(profile, mallory, FAR, agreed);
    }

    function test_a_used_signature_moves_nothing_again() public {
        bytes memory own = sign(ALICE_KEY, Forms.transfer(profile, carol, 0, FAR));
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 0, FAR));
        registry.transferCustodyFor(profile, carol, FAR, own, agreed);
        transferTo(profile, ALICE_KEY);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.transferCustodyFor(profile, carol, FAR, own, agreed);
    }

    function test_an_older_signed_form_cannot_be_played_after_a_direct_call() public {
        bytes memory older = sign(ALICE_KEY, Forms.encryption(profile, "old", 0, FAR));
        vm.prank(alice);
        registry.setEncryptionKey(profile, "new");
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.setEncryptionKeyFor(profile, "old", FAR, older);
    }

    function test_refuses_unknown_profiles_and_periods() public {
        bytes memory unknown = abi.encodeWithSelector(ICustody.ProfileUnknown.selector, uint64(7));
        vm.expectRevert(unknown);
        registry.transferCustody(7, carol, FAR, new bytes(65));
        vm.expectRevert(unknown);
        registry.transferCustodyFor(7, carol, FAR, new bytes(65), new bytes(65));
        vm.expectRevert(unknown);
        registry.setEncryptionKey(7, bytes32(0));
        vm.expectRevert(unknown);
        registry.setEncryptionKeyFor(7, bytes32(0), FAR, new bytes(65));
        vm.expectRevert(unknown);
        registry.custodyAt(7, 0);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyIndexUnknown.selector, profile, uint256(1)));
        registry.custodyAt(profile, 1);
    }

    // What a transfer does

    function test_moves_custody_and_leaves_everything_of_the_former_behind() public {
        authorise(profile, session, FAR);
        vm.prank(alice);
        registry.requestRecoveryChange(profile, mallory);
        vm.warp(START + 10);
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 1, FAR));
        vm.expectEmit(address(registry));
        emit ICustody.CustodyTransferred(profile, alice, carol, 1, START + 10);
        vm.expectEmit(address(registry));
        emit ICustody.EncryptionKeySet(profile, bytes32(0));
        vm.prank(alice);
        registry.transferCustody(profile, carol, FAR, agreed);

        vm.assertEq(registry.custodyOf(profile), carol, "custody");
        vm.assertEq(registry.custodyCount(profile), 2, "periods");
        vm.assertEq(registry.recoveryOf(profile), address(0), "recovery cleared");
        vm.assertEq(registry.encryptionKeyOf(profile), bytes32(0), "encryption key cleared");
        (IRecovery.PendingKind kind,,,) = registry.pendingOf(profile);
        vm.assertTrue(kind == IRecovery.PendingKind.None, "pending cleared");
        vm.assertEq(registry.nonceOf(profile), 2, "nonce used up");
        vm.assertEq(registry.profileOfHandle("alice"), profile, "handle stays with the profile");
        vm.assertFalse(registry.isAuthorised(profile, session, 1, START + 10), "live key ended with the sale");
        (address custody, uint64 from, uint64 until) = registry.custodyAt(profile, 0);
        vm.assertEq(custody, alice, "former custody");
        vm.assertEq(from, START, "former from");
        vm.assertEq(until, START + 10, "former until");
    }

    function test_no_encryption_event_where_there_was_no_key() public {
        vm.prank(alice);
        registry.setEncryptionKey(profile, bytes32(0));
        vm.recordLogs();
        transferTo(profile, CAROL_KEY);
        vm.assertEq(vm.getRecordedLogs().length, 1, "CustodyTransferred alone");
    }

    function test_a_transfer_to_itself_ends_all_session_keys() public {
        authorise(profile, session, FAR);
        vm.warp(START + 10);
        transferTo(profile, ALICE_KEY);
        vm.assertEq(registry.custodyOf(profile), alice, "still alice");
        vm.assertFalse(registry.isAuthorised(profile, session, 1, START + 10), "keys ended");
        vm.assertTrue(registry.isAuthorised(profile, alice, 1, START + 9), "no gap for her");
        vm.assertTrue(registry.isAuthorised(profile, alice, 1, START + 10), "no gap for her");
    }

    function test_transferCustodyFor_needs_both_signatures() public {
        bytes memory own = sign(ALICE_KEY, Forms.transfer(profile, carol, 0, FAR));
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.transferCustodyFor(profile, carol, FAR, agreed, agreed);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, carol));
        registry.transferCustodyFor(profile, carol, FAR, own, own);
        registry.transferCustodyFor(profile, carol, FAR, own, agreed);
        vm.assertEq(registry.custodyOf(profile), carol, "moved");
    }

    function testFuzz_setEncryptionKeyFor(bytes32 key) public {
        bytes memory signature = sign(ALICE_KEY, Forms.encryption(profile, key, 0, FAR));
        vm.expectEmit(address(registry));
        emit ICustody.EncryptionKeySet(profile, key);
        registry.setEncryptionKeyFor(profile, key, FAR, signature);
        vm.assertEq(registry.encryptionKeyOf(profile), key, "key");
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.setEncryptionKeyFor(profile, key, FAR, signature);
    }
}
