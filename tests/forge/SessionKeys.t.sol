// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICustody} from "../../contracts/interfaces/ICustody.sol";
import {ISessionKeys} from "../../contracts/interfaces/ISessionKeys.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {Forms} from "./base/Forms.sol";
import {ProfileTest} from "./base/ProfileTest.sol";

contract SessionKeysTest is ProfileTest {
    uint64 internal profile;

    function setUp() public override {
        super.setUp();
        profile = registerAlice();
    }

    // Failures

    function testFuzz_only_the_custody_authorises_and_revokes(address caller) public {
        vm.assume(caller != alice);
        authorise(profile, session, FAR);
        vm.expectRevert(abi.encodeWithSelector(ICustody.NotCustody.selector, profile, caller));
        vm.prank(caller);
        registry.authoriseKey(profile, grantOf(address(1), FAR, POSTING));
        vm.expectRevert(abi.encodeWithSelector(ICustody.NotCustody.selector, profile, caller));
        vm.prank(caller);
        registry.revokeKey(profile, session, START);
    }

    function test_a_session_key_cannot_revoke_itself() public {
        authorise(profile, session, FAR);
        vm.expectRevert(abi.encodeWithSelector(ICustody.NotCustody.selector, profile, session));
        vm.prank(session);
        registry.revokeKey(profile, session, START);
    }

    function test_refuses_unknown_profiles() public {
        vm.expectRevert(abi.encodeWithSelector(ICustody.ProfileUnknown.selector, uint64(7)));
        registry.authoriseKey(7, grantOf(session, FAR, POSTING));
        vm.expectRevert(abi.encodeWithSelector(ICustody.ProfileUnknown.selector, uint64(7)));
        registry.authoriseKeyFor(7, grantOf(session, FAR, POSTING), FAR, new bytes(65));
        vm.expectRevert(abi.encodeWithSelector(ICustody.ProfileUnknown.selector, uint64(7)));
        registry.revokeKey(7, session, START);
        vm.expectRevert(abi.encodeWithSelector(ICustody.ProfileUnknown.selector, uint64(7)));
        registry.revokeKeyFor(7, session, START, FAR, new bytes(65));
    }

    function test_refuses_the_zero_key() public {
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KeyZero.selector));
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(address(0), FAR, POSTING));
    }

    function testFuzz_refuses_grants_without_a_kind_or_with_bit_0(uint32 kinds) public {
        bool bad = kinds == 0 || kinds % 2 == 1;
        if (bad) vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KindsInvalid.selector, kinds));
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(session, FAR, kinds));
    }

    function testFuzz_refuses_grants_that_end_by_now(uint64 until) public {
        if (until <= START) {
            vm.expectRevert(abi.encodeWithSelector(ISessionKeys.UntilNotInFuture.selector, until));
        }
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(session, until, POSTING));
    }

    function test_a_slot_is_written_once_even_after_expiry_revocation_and_transfer() public {
        bytes memory used = abi.encodeWithSelector(ISessionKeys.KeyAlreadyUsed.selector, profile, session);
        authorise(profile, session, START + 10);
        vm.expectRevert(used);
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(session, FAR, POSTING));

        vm.warp(START + 20);
        vm.expectRevert(used);
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(session, FAR, POSTING));

        vm.prank(alice);
        registry.revokeKey(profile, session, START + 5);
        vm.expectRevert(used);
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(session, FAR, POSTING));

        transferTo(profile, CAROL_KEY);
        vm.expectRevert(used);
        vm.prank(carol);
        registry.authoriseKey(profile, grantOf(session, FAR, POSTING));
    }

    function test_refuses_to_revoke_a_key_it_never_saw() public {
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KeyUnknown.selector, profile, session));
        vm.prank(alice);
        registry.revokeKey(profile, session, START);
    }

    // Revocation

    function test_revocation_is_idempotent_and_only_ever_reaches_further_back() public {
        authorise(profile, session, FAR);
        vm.warp(START + 100);
        _revokeAndExpect(START + 60, START + 60);
        _revokeAndExpect(START + 80, START + 60);
        _revokeAndExpect(START + 60, START + 60);
        _revokeAndExpect(START + 40, START + 40);
    }

    function testFuzz_the_effective_time_is_the_smallest_ever_given(uint64[5] memory given, uint32 later)
        public
    {
        authorise(profile, session, FAR);
        vm.warp(START + later);
        uint64 expected = START + later;
        for (uint256 i = 0; i < given.length; ++i) {
            if (given[i] < expected) expected = given[i] < START ? START : given[i];
            _revokeAndExpect(given[i], expected);
            skip(1);
        }
    }

    function test_a_time_in_the_future_counts_as_now() public {
        authorise(profile, session, FAR);
        vm.warp(START + 5);
        _revokeAndExpect(START + 6, START + 5);
        vm.warp(START + 50);
        _revokeAndExpect(FAR, START + 5);
    }

    function test_time_zero_voids_the_key_from_its_start() public {
        authorise(profile, session, FAR);
        vm.warp(START + 5);
        _revokeAndExpect(0, START);
        vm.assertFalse(registry.isAuthorised(profile, session, 1, START), "never valid");
    }

    /// @dev A stolen key signs, somebody anchors the root, the batch comes out long after the key ran out.
    function test_a_withheld_batch_can_be_voided_after_the_key_expired() public {
        authorise(profile, session, START + 10);
        uint64 anchored = START + 9;
        vm.warp(START + 90 days);
        vm.assertTrue(registry.isAuthorised(profile, session, 1, anchored), "counts until it is known");
        _revokeAndExpect(START + 9, START + 9);
        vm.assertFalse(registry.isAuthorised(profile, session, 1, anchored), "void");
        vm.assertTrue(registry.isAuthorised(profile, session, 1, START + 8), "honest posts stay");
    }

    function _revokeAndExpect(uint64 voidFrom, uint64 effective) internal {
        vm.expectEmit(address(registry));
        emit ISessionKeys.KeyRevoked(profile, session, effective);
        vm.prank(alice);
        registry.revokeKey(profile, session, voidFrom);
        (,,,, uint64 stored) = registry.sessionKeyOf(profile, session);
        vm.assertEq(stored, effective, "effective voidFrom");
    }

    // By signature

    function test_authoriseKeyFor_and_its_replay() public {
        ISessionKeys.KeyGrant memory grant = grantOf(session, FAR, POSTING);
        bytes memory signature = sign(ALICE_KEY, Forms.authorise(profile, grant, FAR));
        registry.authoriseKeyFor(profile, grant, FAR, signature);
        (uint64 from, uint64 until, uint32 kinds, uint32 index, uint64 voidFrom) =
            registry.sessionKeyOf(profile, session);
        vm.assertEq(from, START, "from");
        vm.assertEq(until, FAR, "until");
        vm.assertEq(kinds, POSTING, "kinds");
        vm.assertEq(index, 0, "custody index");
        vm.assertEq(voidFrom, 0, "not revoked");
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KeyAlreadyUsed.selector, profile, session));
        registry.authoriseKeyFor(profile, grant, FAR, signature);
    }

    function test_a_signed_grant_of_the_former_custody_dies_with_the_transfer() public {
        ISessionKeys.KeyGrant memory grant = grantOf(session, FAR, POSTING);
        bytes memory signature = sign(ALICE_KEY, Forms.authorise(profile, grant, FAR));
        transferTo(profile, CAROL_KEY);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, carol));
        registry.authoriseKeyFor(profile, grant, FAR, signature);
    }

    function test_revokeKeyFor_can_be_replayed_without_effect() public {
        authorise(profile, session, FAR);
        bytes memory signature = sign(ALICE_KEY, Forms.revoke(profile, session, START + 5, FAR));
        vm.warp(START + 10);
        registry.revokeKeyFor(profile, session, START + 5, FAR, signature);
        vm.prank(alice);
        registry.revokeKey(profile, session, START + 3);
        vm.prank(mallory);
        registry.revokeKeyFor(profile, session, START + 5, FAR, signature);
        (,,,, uint64 voidFrom) = registry.sessionKeyOf(profile, session);
        vm.assertEq(voidFrom, START + 3, "the older, weaker revocation changes nothing");
    }

    function test_a_revocation_of_the_former_custody_cannot_be_played_after_the_sale() public {
        authorise(profile, session, FAR);
        bytes memory signature = sign(ALICE_KEY, Forms.revoke(profile, session, START, FAR));
        vm.warp(START + 100);
        transferTo(profile, CAROL_KEY);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, carol));
        registry.revokeKeyFor(profile, session, START, FAR, signature);
        transferTo(profile, ALICE_KEY);
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KeyEnded.selector, profile, session, uint32(0)));
        registry.revokeKeyFor(profile, session, START, FAR, signature);
        vm.assertTrue(registry.isAuthorised(profile, session, 1, START + 99), "what was posted stands");
    }

    function test_the_new_custody_cannot_void_what_was_posted_under_the_old_one() public {
        authorise(profile, session, FAR);
        vm.warp(START + 100);
        transferTo(profile, CAROL_KEY);
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KeyEnded.selector, profile, session, uint32(0)));
        vm.prank(carol);
        registry.revokeKey(profile, session, START);
        vm.assertTrue(registry.isAuthorised(profile, session, 1, START + 99), "key's posts stand");
        vm.assertTrue(registry.isAuthorised(profile, alice, 1, START + 99), "custody's posts stand");
    }
}
