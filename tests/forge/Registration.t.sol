// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProfileRegistry} from "../../contracts/ProfileRegistry.sol";
import {IProfileRegistry} from "../../contracts/interfaces/IProfileRegistry.sol";
import {ISessionKeys} from "../../contracts/interfaces/ISessionKeys.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {Forms} from "./base/Forms.sol";
import {ProfileTest} from "./base/ProfileTest.sol";

contract RegistrationTest is ProfileTest {
    bytes32 internal constant CONTENT = keccak256("content");
    bytes32 internal constant ENCRYPTION = keccak256("encryption");

    function _register(address custody, string memory handle) internal returns (uint64) {
        vm.prank(custody);
        return registry.register(handle, bob, CONTENT, ENCRYPTION, noKey());
    }

    /// @dev The rule a second time, character by character.
    function _isHandle(bytes memory handle) internal pure returns (bool) {
        if (handle.length < 3 || handle.length > 20) return false;
        for (uint256 i = 0; i < handle.length; ++i) {
            bytes1 c = handle[i];
            if (!((c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "_")) return false;
        }
        return true;
    }

    // Failures

    function test_refuses_malformed_handles() public {
        string[10] memory bad = [
            "",
            "ab",
            "abcdefghijklmnopqrstu",
            "Alice",
            "al ice",
            "alice!",
            "al-ice",
            unicode"alicé",
            "al\x00ice",
            unicode"аlice"
        ];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IProfileRegistry.HandleInvalid.selector, bad[i]));
            _register(alice, bad[i]);
        }
    }

    function testFuzz_accepts_exactly_the_handle_rule(bytes memory handle) public {
        if (!_isHandle(handle)) {
            vm.expectRevert(abi.encodeWithSelector(IProfileRegistry.HandleInvalid.selector, string(handle)));
        }
        _register(alice, string(handle));
    }

    function testFuzz_accepts_every_handle_of_the_alphabet(uint256 seed, uint256 length) public {
        bytes memory alphabet = "abcdefghijklmnopqrstuvwxyz0123456789_";
        bytes memory handle = new bytes(bound(length, 3, 20));
        for (uint256 i = 0; i < handle.length; ++i) {
            handle[i] = alphabet[uint256(keccak256(abi.encode(seed, i))) % alphabet.length];
        }
        uint64 profile = _register(alice, string(handle));
        vm.assertEq(registry.profileOfHandle(string(handle)), profile, "handle leads to its profile");
    }

    function testFuzz_every_single_character_follows_the_rule(uint8 c) public {
        bytes memory handle = abi.encodePacked("ab", bytes1(c));
        if (!_isHandle(handle)) {
            vm.expectRevert(abi.encodeWithSelector(IProfileRegistry.HandleInvalid.selector, string(handle)));
        }
        _register(alice, string(handle));
    }

    function test_refuses_a_taken_handle_and_names_the_holder() public {
        uint64 profile = _register(alice, "alice");
        vm.expectRevert(abi.encodeWithSelector(IProfileRegistry.HandleTaken.selector, "alice", profile));
        _register(bob, "alice");
        vm.assertEq(registry.registrationCount(bob), 0, "a refused registration counts for nothing");
    }

    function test_refuses_a_profile_id_that_is_taken() public {
        uint64 profile = _register(alice, "alice");
        // Two custodies with one id cannot be found here, so alice's counter is turned back instead.
        bytes32 counter = keccak256(abi.encode(alice, uint256(3)));
        vm.assertEq(registry.registrationCount(alice), 1, "counter before");
        vm.store(address(registry), counter, bytes32(0));
        vm.assertEq(registry.registrationCount(alice), 0, "the slot is the counter's");
        vm.expectRevert(abi.encodeWithSelector(IProfileRegistry.ProfileIdTaken.selector, profile));
        _register(alice, "alice2");
    }

    function test_refuses_bad_grants() public {
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.UntilNotInFuture.selector, START));
        registry.register("abc", bob, CONTENT, ENCRYPTION, grantOf(session, START, POSTING));
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KindsInvalid.selector, uint32(0)));
        registry.register("abc", bob, CONTENT, ENCRYPTION, grantOf(session, FAR, 0));
        vm.expectRevert(abi.encodeWithSelector(ISessionKeys.KindsInvalid.selector, uint32(3)));
        registry.register("abc", bob, CONTENT, ENCRYPTION, grantOf(session, FAR, 3));
    }

    // What a registration does

    function test_registers_everything_in_one_transaction() public {
        uint64 expected = registry.profileIdOf(alice, 0);
        vm.expectEmit(address(registry));
        emit IProfileRegistry.Registered(expected, alice, "alice", bob, CONTENT, ENCRYPTION);
        vm.expectEmit(address(registry));
        emit ISessionKeys.KeyAuthorised(expected, session, START + 30 days, POSTING, 0);
        vm.prank(alice);
        uint64 profile =
            registry.register("alice", bob, CONTENT, ENCRYPTION, grantOf(session, START + 30 days, POSTING));

        vm.assertEq(profile, expected, "id known before mining");
        vm.assertEq(registry.custodyOf(profile), alice, "custody");
        vm.assertEq(registry.recoveryOf(profile), bob, "recovery");
        vm.assertEq(registry.encryptionKeyOf(profile), ENCRYPTION, "encryption key");
        vm.assertEq(registry.profileOfHandle("alice"), profile, "handle");
        vm.assertEq(registry.custodyCount(profile), 1, "one custody period");
        vm.assertEq(registry.nonceOf(profile), 0, "nonce");
        (address custody, uint64 from, uint64 until) = registry.custodyAt(profile, 0);
        vm.assertEq(custody, alice, "period's custody");
        vm.assertEq(from, START, "period's start");
        vm.assertEq(until, 0, "period is open");
        vm.assertTrue(registry.isAuthorised(profile, session, 1, START), "session key posts at once");
    }

    function test_one_wallet_may_hold_many_profiles() public {
        uint64 first = _register(alice, "alice");
        uint64 second = _register(alice, "alice2");
        vm.assertNotEq(first, second, "different numbers");
        vm.assertEq(second, registry.profileIdOf(alice, 1), "second number");
        vm.assertEq(registry.registrationCount(alice), 2, "count");
    }

    function test_one_session_key_may_serve_many_profiles() public {
        uint64 first = _register(alice, "alice");
        uint64 second = _register(bob, "bobby");
        authorise(first, session, FAR);
        authorise(second, session, FAR);
        vm.prank(alice);
        registry.revokeKey(first, session, START);
        vm.assertFalse(registry.isAuthorised(first, session, 1, START), "revoked for one");
        vm.assertTrue(registry.isAuthorised(second, session, 1, START), "not for the other");
    }

    function testFuzz_profile_ids_fit_63_bits_and_depend_on_custody_and_index_only(
        address custody,
        uint256 index
    ) public view {
        uint64 id = registry.profileIdOf(custody, index);
        vm.assertEq(id, uint256(keccak256(abi.encode(custody, index))) >> 193, "first 63 bits");
        vm.assertLe(id, uint256(uint64(type(int64).max)), "fits a signed 64-bit integer");
    }

    /// @dev A reorg replays registrations in another order: numbers do not move.
    function test_profile_ids_survive_a_reorg() public {
        uint64 idOfAlice = _register(alice, "alice");
        uint64 idOfBob = _register(bob, "bobby");
        registry = new ProfileRegistry();
        vm.assertEq(_register(bob, "bobby"), idOfBob, "bob first now");
        vm.assertEq(_register(alice, "alice"), idOfAlice, "alice second now");
    }

    // By signature

    function _signedRegistration(string memory handle, uint64 deadline)
        internal
        view
        returns (bytes memory signature)
    {
        uint64 profile = registry.profileIdOf(alice, registry.registrationCount(alice));
        return sign(ALICE_KEY, Forms.register(profile, handle, bob, CONTENT, ENCRYPTION, noKey(), deadline));
    }

    function test_registerFor_registers_for_the_signer() public {
        bytes memory signature = _signedRegistration("alice", START);
        vm.prank(relayer);
        uint64 profile =
            registry.registerFor(alice, "alice", bob, CONTENT, ENCRYPTION, noKey(), START, signature);
        vm.assertEq(registry.custodyOf(profile), alice, "custody is the signer, not the relayer");
    }

    function test_registerFor_cannot_be_replayed() public {
        bytes memory signature = _signedRegistration("alice", FAR);
        registry.registerFor(alice, "alice", bob, CONTENT, ENCRYPTION, noKey(), FAR, signature);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.registerFor(alice, "alice", bob, CONTENT, ENCRYPTION, noKey(), FAR, signature);
    }

    function test_front_running_a_signed_registration_gains_nothing() public {
        bytes memory signature = _signedRegistration("alice", FAR);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, mallory));
        registry.registerFor(mallory, "alice", bob, CONTENT, ENCRYPTION, noKey(), FAR, signature);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.registerFor(alice, "alice", mallory, CONTENT, ENCRYPTION, noKey(), FAR, signature);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.registerFor(
            alice, "alice", bob, CONTENT, ENCRYPTION, grantOf(mallory, FAR, POSTING), FAR, signature
        );
        vm.prank(mallory);
        uint64 profile =
            registry.registerFor(alice, "alice", bob, CONTENT, ENCRYPTION, noKey(), FAR, signature);
        vm.assertEq(registry.custodyOf(profile), alice, "whoever sends it, it is alice's");
    }

    function test_registerFor_refuses_after_the_deadline() public {
        bytes memory signature = _signedRegistration("alice", START);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START));
        registry.registerFor(alice, "alice", bob, CONTENT, ENCRYPTION, noKey(), START, signature);
    }

    function test_registerFor_of_the_zero_address_is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, address(0)));
        registry.registerFor(address(0), "zero", bob, CONTENT, ENCRYPTION, noKey(), FAR, new bytes(65));
    }
}
