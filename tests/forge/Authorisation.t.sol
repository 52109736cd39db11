// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProfileTest} from "./base/ProfileTest.sol";

/// @notice isAuthorised at its borders, and against a plain model of its definition.
contract AuthorisationTest is ProfileTest {
    uint64 internal profile;

    function setUp() public override {
        super.setUp();
        profile = registerAlice();
    }

    function _custody(address signer, uint64 t) internal view returns (bool) {
        return registry.isAuthorised(profile, signer, 14, t);
    }

    function _key(uint64 t) internal view returns (bool) {
        return registry.isAuthorised(profile, session, 1, t);
    }

    function testFuzz_knows_nobody_of_an_unknown_profile(uint64 unknown, address signer, uint8 kind, uint64 t)
        public
        view
    {
        vm.assume(unknown != profile);
        vm.assertFalse(registry.isAuthorised(unknown, signer, kind, t), "unknown profile");
        vm.assertFalse(registry.isAuthorised(unknown, address(0), kind, t), "zero is nobody");
    }

    function testFuzz_the_zero_address_never_signs(uint8 kind, uint64 t) public view {
        vm.assertFalse(registry.isAuthorised(profile, address(0), kind, t), "zero is nobody");
    }

    function test_custody_from_its_first_second() public view {
        vm.assertFalse(_custody(alice, START - 1), "before registration");
        vm.assertTrue(_custody(alice, START), "in the second of registration");
        vm.assertTrue(_custody(alice, FAR), "open end");
    }

    function test_key_from_its_first_second_until_before_its_last() public {
        authorise(profile, session, START + 10);
        vm.assertFalse(_key(START - 1), "before from");
        vm.assertTrue(_key(START), "at from");
        vm.assertTrue(_key(START + 9), "until - 1");
        vm.assertFalse(_key(START + 10), "until");
    }

    function test_revocation_wins_in_its_own_block() public {
        authorise(profile, session, FAR);
        vm.prank(alice);
        registry.revokeKey(profile, session, START);
        vm.assertFalse(_key(START), "authorised and revoked in one block");
        vm.assertFalse(_key(START + 1), "and after");
    }

    function test_revocation_borders() public {
        authorise(profile, session, FAR);
        vm.warp(START + 20);
        vm.prank(alice);
        registry.revokeKey(profile, session, START + 10);
        vm.assertTrue(_key(START + 9), "voidFrom - 1");
        vm.assertFalse(_key(START + 10), "voidFrom");
        vm.assertFalse(_key(START + 20), "block of the revocation");
    }

    function test_transfer_borders() public {
        authorise(profile, session, FAR);
        vm.warp(START + 10);
        transferTo(profile, CAROL_KEY);
        vm.assertTrue(_custody(alice, START + 9), "former custody, last second");
        vm.assertFalse(_custody(alice, START + 10), "former custody, block of the transfer");
        vm.assertTrue(_key(START + 9), "its key, last second");
        vm.assertFalse(_key(START + 10), "its key, block of the transfer");
        vm.assertTrue(_custody(carol, START + 10), "new custody, block of the transfer");
        vm.assertFalse(_custody(carol, START + 9), "new custody, before");
    }

    function test_two_transfers_in_one_block_leave_an_empty_period() public {
        vm.warp(START + 10);
        transferTo(profile, CAROL_KEY);
        authorise(profile, session, FAR);
        transferTo(profile, BOB_KEY);
        vm.assertFalse(_custody(carol, START + 10), "carol held it for no second");
        vm.assertFalse(_key(START + 10), "nor did her key");
        vm.assertTrue(_custody(bob, START + 10), "the last one has it");
        vm.assertTrue(_custody(alice, START + 9), "the first one had it");
    }

    function test_recovery_borders() public {
        authorise(profile, session, FAR);
        vm.warp(START + 10);
        requestRecoveryTo(profile, CAROL_KEY);
        vm.assertTrue(_custody(alice, START + 10), "still hers while it is pending");
        uint64 finished = START + 10 + 7 days;
        vm.warp(finished);
        registry.finishRecovery(profile);
        vm.assertTrue(_custody(alice, START + 9), "before the request");
        vm.assertFalse(_custody(alice, START + 10), "void from the request");
        vm.assertTrue(_key(START + 9), "key before the request");
        vm.assertFalse(_key(START + 10), "key void from the request");
        vm.assertFalse(_custody(carol, finished - 1), "nobody's between request and finish");
        vm.assertTrue(_custody(carol, finished), "carol's from the finish");
    }

    function testFuzz_a_key_signs_the_kinds_of_its_mask_only(uint32 kinds, uint8 kind) public {
        kinds = (kinds & ~uint32(1)) | 4;
        vm.prank(alice);
        registry.authoriseKey(profile, grantOf(session, FAR, kinds));
        bool expected = kind < 32 && kinds / (2 ** kind) % 2 == 1;
        vm.assertTrue(registry.isAuthorised(profile, session, kind, START) == expected, "kind by mask");
        vm.assertTrue(registry.isAuthorised(profile, alice, kind, START), "custody signs every kind");
    }

    /// @dev A custody that returns has two periods with a gap.
    function test_a_custody_that_returns_keeps_its_gap() public {
        vm.warp(START + 10);
        transferTo(profile, CAROL_KEY);
        vm.warp(START + 20);
        transferTo(profile, ALICE_KEY);
        vm.assertTrue(_custody(alice, START + 9), "first period");
        vm.assertFalse(_custody(alice, START + 15), "carol's time");
        vm.assertTrue(_custody(alice, START + 20), "second period");
    }

    /// @dev Random transfers and recoveries; then every border of every period is asked, for each person, and compared
    ///      with the definition read off custodyAt.
    function testFuzz_agrees_with_its_definition(uint256 seed) public {
        uint256[3] memory keys = [ALICE_KEY, BOB_KEY, CAROL_KEY];
        for (uint256 i = 0; i < 12; ++i) {
            uint256 step = uint256(keccak256(abi.encode(seed, i)));
            skip(step % 3);
            if (step % 5 == 0 && registry.recoveryOf(profile) != address(0)) {
                requestRecoveryTo(profile, keys[(step >> 8) % 3]);
                skip(7 days);
                registry.finishRecovery(profile);
            } else {
                transferTo(profile, keys[(step >> 8) % 3]);
            }
        }
        uint256 count = registry.custodyCount(profile);
        for (uint256 i = 0; i < count; ++i) {
            (, uint64 from, uint64 until) = registry.custodyAt(profile, i);
            _compare(from - 1, count);
            _compare(from, count);
            if (until != 0) _compare(until, count);
        }
    }

    function _compare(uint64 t, uint256 count) internal view {
        address[3] memory people = [alice, bob, carol];
        for (uint256 p = 0; p < people.length; ++p) {
            bool expected = false;
            for (uint256 i = 0; i < count; ++i) {
                (address custody, uint64 from, uint64 until) = registry.custodyAt(profile, i);
                if (custody == people[p] && from <= t && (until == 0 || t < until)) expected = true;
            }
            vm.assertTrue(_custody(people[p], t) == expected, "custody by definition");
        }
    }

    function test_a_long_list_of_custodies_stays_cheap_to_ask() public {
        for (uint256 i = 0; i < 300; ++i) {
            skip(2);
            transferTo(profile, i % 2 == 0 ? CAROL_KEY : ALICE_KEY);
        }
        registry.isAuthorised(profile, alice, 1, START + 1);
        vm.assertLe(vm.lastCallGas().gasTotalUsed, 60_000, "logarithmic");
        vm.assertTrue(_custody(alice, START + 1), "first period");
        vm.assertTrue(_custody(carol, START + 2), "second period");
        vm.assertTrue(_custody(alice, START + 600), "last period");
    }
}
