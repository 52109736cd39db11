// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICustody} from "../../contracts/interfaces/ICustody.sol";
import {IRecovery} from "../../contracts/interfaces/IRecovery.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {Forms} from "./base/Forms.sol";
import {ProfileTest} from "./base/ProfileTest.sol";

/// @notice alice has custody, bob is the recovery address, carol the wallet to recover to.
contract RecoveryTest is ProfileTest {
    uint64 internal constant READY = START + 7 days;
    uint64 internal profile;

    function setUp() public override {
        super.setUp();
        profile = registerAlice();
    }

    function _expectPending(IRecovery.PendingKind expected, address expectedAccount) internal view {
        (IRecovery.PendingKind kind, address account,,) = registry.pendingOf(profile);
        vm.assertTrue(kind == expected, "pending kind");
        vm.assertEq(account, expectedAccount, "pending account");
    }

    // Failures

    function testFuzz_only_the_recovery_address_requests(address caller) public {
        vm.assume(caller != bob);
        bytes memory agreed = sign(CAROL_KEY, Forms.recover(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(IRecovery.NotRecovery.selector, profile, caller));
        vm.prank(caller);
        registry.requestRecovery(profile, carol, FAR, agreed);
    }

    function test_the_wallet_to_be_has_to_agree() public {
        bytes memory own = sign(BOB_KEY, Forms.recover(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, carol));
        vm.prank(bob);
        registry.requestRecovery(profile, carol, FAR, own);
    }

    function test_without_a_recovery_address_nothing_can_be_requested() public {
        vm.prank(mallory);
        uint64 bare = registry.register("bare", address(0), bytes32(0), bytes32(0), noKey());
        bytes memory unset = abi.encodeWithSelector(IRecovery.RecoveryUnset.selector, bare);
        vm.expectRevert(unset);
        vm.prank(address(0));
        registry.requestRecovery(bare, carol, FAR, new bytes(65));
        vm.expectRevert(unset);
        registry.requestRecoveryFor(bare, carol, FAR, new bytes(65), new bytes(65));
    }

    function testFuzz_cannot_finish_before_the_delay(uint256 t) public {
        requestRecoveryTo(profile, CAROL_KEY);
        vm.warp(bound(t, START, READY - 1));
        vm.expectRevert(abi.encodeWithSelector(IRecovery.DelayNotOver.selector, profile, READY));
        registry.finishRecovery(profile);
    }

    function test_nothing_pending_nothing_to_finish_cancel_or_veto() public {
        bytes memory none = abi.encodeWithSelector(IRecovery.RecoveryNotPending.selector, profile);
        vm.expectRevert(none);
        registry.finishRecovery(profile);
        vm.expectRevert(none);
        registry.cancelRecovery(profile);
        vm.expectRevert(none);
        registry.cancelRecoveryFor(profile, FAR, new bytes(65));
        none = abi.encodeWithSelector(IRecovery.RecoveryChangeNotPending.selector, profile);
        vm.expectRevert(none);
        registry.finishRecoveryChange(profile);
        vm.expectRevert(none);
        registry.vetoRecoveryChange(profile);
        vm.expectRevert(none);
        registry.vetoRecoveryChangeFor(profile, FAR, new bytes(65));
    }

    function test_the_one_kind_of_pending_is_not_finished_as_the_other() public {
        vm.prank(alice);
        registry.requestRecoveryChange(profile, carol);
        vm.warp(READY);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.RecoveryNotPending.selector, profile));
        registry.finishRecovery(profile);
        requestRecoveryTo(profile, CAROL_KEY);
        vm.warp(READY + 7 days);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.RecoveryChangeNotPending.selector, profile));
        registry.finishRecoveryChange(profile);
    }

    function testFuzz_strangers_neither_cancel_nor_veto(address caller) public {
        vm.assume(caller != alice && caller != bob);
        vm.prank(alice);
        registry.requestRecoveryChange(profile, carol);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.NotRecovery.selector, profile, caller));
        vm.prank(caller);
        registry.vetoRecoveryChange(profile);
        requestRecoveryTo(profile, CAROL_KEY);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.NotCustodyOrRecovery.selector, profile, caller));
        vm.prank(caller);
        registry.cancelRecovery(profile);
    }

    function test_while_a_recovery_is_pending_there_is_no_second_one_and_no_change() public {
        requestRecoveryTo(profile, CAROL_KEY);
        bytes memory agreed = sign(MALLORY_KEY, Forms.recover(profile, mallory, 1, FAR));
        bytes memory pending = abi.encodeWithSelector(IRecovery.RecoveryPending.selector, profile, READY);
        vm.expectRevert(pending);
        vm.prank(bob);
        registry.requestRecovery(profile, mallory, FAR, agreed);
        vm.expectRevert(pending);
        vm.prank(alice);
        registry.requestRecoveryChange(profile, mallory);
    }

    // Recovery

    function test_recovers_a_lost_key_and_voids_it_from_the_request() public {
        authorise(profile, session, FAR);
        vm.expectEmit(address(registry));
        emit IRecovery.RecoveryRequested(profile, carol, READY);
        requestRecoveryTo(profile, CAROL_KEY);
        _expectPending(IRecovery.PendingKind.Recovery, carol);
        vm.warp(READY);
        vm.expectEmit(address(registry));
        emit ICustody.CustodyTransferred(profile, alice, carol, 1, START);
        vm.prank(relayer);
        registry.finishRecovery(profile);
        vm.assertEq(registry.custodyOf(profile), carol, "custody");
        vm.assertEq(registry.recoveryOf(profile), address(0), "recovery cleared");
        vm.assertEq(registry.encryptionKeyOf(profile), bytes32(0), "encryption key cleared");
        _expectPending(IRecovery.PendingKind.None, address(0));
    }

    function test_keys_authorised_while_it_is_pending_never_count() public {
        requestRecoveryTo(profile, CAROL_KEY);
        vm.warp(START + 1);
        authorise(profile, session, FAR);
        vm.assertTrue(registry.isAuthorised(profile, session, 1, START + 1), "counts until it finishes");
        vm.warp(READY);
        registry.finishRecovery(profile);
        vm.assertFalse(registry.isAuthorised(profile, session, 1, START + 1), "void afterwards");
        vm.assertFalse(registry.isAuthorised(profile, session, 1, READY), "void afterwards");
    }

    function test_custody_or_recovery_cancels() public {
        address[2] memory either = [alice, bob];
        for (uint256 i = 0; i < either.length; ++i) {
            requestRecoveryTo(profile, CAROL_KEY);
            vm.expectEmit(address(registry));
            emit IRecovery.RecoveryCancelled(profile);
            vm.prank(either[i]);
            registry.cancelRecovery(profile);
            _expectPending(IRecovery.PendingKind.None, address(0));
            skip(1 days);
        }
        vm.assertEq(registry.recoveryOf(profile), bob, "recovery address stays");
    }

    function test_by_signature_in_every_step() public {
        bytes memory own = sign(BOB_KEY, Forms.recover(profile, carol, 0, FAR));
        bytes memory agreed = sign(CAROL_KEY, Forms.recover(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bob));
        registry.requestRecoveryFor(profile, carol, FAR, agreed, agreed);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, carol));
        registry.requestRecoveryFor(profile, carol, FAR, own, own);
        registry.requestRecoveryFor(profile, carol, FAR, own, agreed);

        bytes memory strange = sign(MALLORY_KEY, Forms.cancel(profile, 1, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.cancelRecoveryFor(profile, FAR, strange);
        registry.cancelRecoveryFor(profile, FAR, sign(ALICE_KEY, Forms.cancel(profile, 1, FAR)));
        skip(1 days);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bob));
        registry.requestRecoveryFor(profile, carol, FAR, own, agreed);

        requestRecoveryTo(profile, CAROL_KEY);
        bytes memory late = sign(BOB_KEY, Forms.cancel(profile, 3, START));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START));
        registry.cancelRecoveryFor(profile, START, late);
        registry.cancelRecoveryFor(profile, FAR, sign(BOB_KEY, Forms.cancel(profile, 3, FAR)));
        _expectPending(IRecovery.PendingKind.None, address(0));
    }

    // Griefing by the recovery address

    function testFuzz_after_a_cancelled_recovery_there_is_a_day_to_transfer(bool byRecovery, uint256 t)
        public
    {
        requestRecoveryTo(profile, CAROL_KEY);
        vm.prank(byRecovery ? bob : alice);
        registry.cancelRecovery(profile);
        uint256 nonce = registry.nonceOf(profile);
        bytes memory again = sign(CAROL_KEY, Forms.recover(profile, carol, nonce, FAR));
        vm.warp(bound(t, START, START + 1 days - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IRecovery.RecoveryCoolingDown.selector, profile, START + 1 days)
        );
        vm.prank(bob);
        registry.requestRecovery(profile, carol, FAR, again);
        vm.assertEq(registry.nonceOf(profile), nonce, "and the nonce is alice's to use");
        transferTo(profile, MALLORY_KEY);
        vm.assertEq(registry.custodyOf(profile), mallory, "moved out of the recovery address's reach");
    }

    function test_after_the_cooldown_a_recovery_is_possible_again() public {
        requestRecoveryTo(profile, CAROL_KEY);
        vm.prank(alice);
        registry.cancelRecovery(profile);
        vm.warp(START + 1 days);
        requestRecoveryTo(profile, CAROL_KEY);
        _expectPending(IRecovery.PendingKind.Recovery, carol);
    }

    function test_the_former_recovery_address_has_no_say_after_a_transfer() public {
        transferTo(profile, CAROL_KEY);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.RecoveryUnset.selector, profile));
        vm.prank(bob);
        registry.requestRecovery(profile, bob, FAR, new bytes(65));
    }

    // Changing the recovery address

    function test_changes_after_the_delay() public {
        vm.expectEmit(address(registry));
        emit IRecovery.RecoveryChangeRequested(profile, carol, READY);
        vm.prank(alice);
        registry.requestRecoveryChange(profile, carol);
        vm.assertEq(registry.recoveryOf(profile), bob, "the old one holds");
        vm.warp(READY - 1);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.DelayNotOver.selector, profile, READY));
        registry.finishRecoveryChange(profile);
        vm.warp(READY);
        vm.expectEmit(address(registry));
        emit IRecovery.RecoveryChanged(profile, carol);
        registry.finishRecoveryChange(profile);
        vm.assertEq(registry.recoveryOf(profile), carol, "the new one holds");
        _expectPending(IRecovery.PendingKind.None, address(0));
    }

    function test_a_second_request_replaces_the_first_and_waits_anew() public {
        vm.prank(alice);
        registry.requestRecoveryChange(profile, mallory);
        skip(6 days);
        vm.prank(alice);
        registry.requestRecoveryChange(profile, address(0));
        vm.warp(READY);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.DelayNotOver.selector, profile, READY + 6 days));
        registry.finishRecoveryChange(profile);
        vm.warp(READY + 6 days);
        registry.finishRecoveryChange(profile);
        vm.assertEq(registry.recoveryOf(profile), address(0), "none");
    }

    function test_the_old_recovery_address_vetoes() public {
        vm.prank(alice);
        registry.requestRecoveryChange(profile, mallory);
        vm.expectEmit(address(registry));
        emit IRecovery.RecoveryChangeVetoed(profile);
        vm.prank(bob);
        registry.vetoRecoveryChange(profile);
        _expectPending(IRecovery.PendingKind.None, address(0));
        vm.assertEq(registry.recoveryOf(profile), bob, "unchanged");
    }

    function test_a_recovery_pushes_a_pending_change_aside() public {
        vm.prank(alice);
        registry.requestRecoveryChange(profile, mallory);
        requestRecoveryTo(profile, CAROL_KEY);
        _expectPending(IRecovery.PendingKind.Recovery, carol);
    }

    function test_change_and_veto_by_signature() public {
        registry.requestRecoveryChangeFor(
            profile, carol, FAR, sign(ALICE_KEY, Forms.change(profile, carol, 0, FAR))
        );
        bytes memory wrong = sign(ALICE_KEY, Forms.veto(profile, 1, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bob));
        registry.vetoRecoveryChangeFor(profile, FAR, wrong);
        registry.vetoRecoveryChangeFor(profile, FAR, sign(BOB_KEY, Forms.veto(profile, 1, FAR)));
        _expectPending(IRecovery.PendingKind.None, address(0));
        bytes memory used = sign(ALICE_KEY, Forms.change(profile, carol, 0, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.requestRecoveryChangeFor(profile, carol, FAR, used);
    }

    function test_nobody_vetoes_where_there_is_no_recovery_address() public {
        vm.prank(mallory);
        uint64 bare = registry.register("bare", address(0), bytes32(0), bytes32(0), noKey());
        vm.prank(mallory);
        registry.requestRecoveryChange(bare, carol);
        vm.expectRevert(abi.encodeWithSelector(IRecovery.RecoveryUnset.selector, bare));
        registry.vetoRecoveryChangeFor(bare, FAR, new bytes(65));
        vm.expectRevert(abi.encodeWithSelector(IRecovery.NotRecovery.selector, bare, mallory));
        vm.prank(mallory);
        registry.vetoRecoveryChange(bare);
    }
}
