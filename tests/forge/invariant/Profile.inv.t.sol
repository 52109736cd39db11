// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProfileRegistry} from "../../../contracts/ProfileRegistry.sol";
import {IRecovery} from "../../../contracts/interfaces/IRecovery.sol";
import {Test} from "../base/Test.sol";
import {ProfileHandler} from "./ProfileHandler.sol";

contract ProfileInvariants is Test {
    ProfileRegistry internal registry;
    ProfileHandler internal handler;

    function setUp() public {
        vm.warp(START);
        registry = new ProfileRegistry();
        handler = new ProfileHandler(registry);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Periods are ordered, never overlap, only the last is open; so a profile has one custody at any time.
    function invariant_custody_periods_never_overlap() public view {
        for (uint256 p = 0; p < handler.profileCount(); ++p) {
            uint64 profile = handler.profiles(p);
            uint256 count = registry.custodyCount(profile);
            uint64 free = 0;
            for (uint256 i = 0; i < count; ++i) {
                (address custody, uint64 from, uint64 until) = registry.custodyAt(profile, i);
                vm.assertNotEq(uint160(custody), 0, "nobody's period");
                vm.assertGe(from, free, "begins before the former ended");
                vm.assertTrue((until == 0) == (i == count - 1), "only the last is open");
                if (until != 0) vm.assertGe(until, from, "ends before it begins");
                free = until;
                if (i == count - 1) vm.assertEq(custody, registry.custodyOf(profile), "last is current");
            }
        }
    }

    /// @dev Asked at the borders of all periods, at most one person has custody.
    function invariant_one_custody_at_any_time() public view {
        for (uint256 p = 0; p < handler.profileCount(); ++p) {
            uint64 profile = handler.profiles(p);
            uint256 count = registry.custodyCount(profile);
            for (uint256 i = count > 3 ? count - 3 : 0; i < count; ++i) {
                (, uint64 from, uint64 until) = registry.custodyAt(profile, i);
                vm.assertLe(_custodies(profile, from), 1, "two at the start of a period");
                vm.assertLe(_custodies(profile, until), 1, "two at the end of a period");
            }
        }
    }

    function _custodies(uint64 profile, uint64 t) internal view returns (uint256 count) {
        for (uint256 who = 0; who < 5; ++who) {
            // Kind 0 is in no session key's mask.
            if (registry.isAuthorised(profile, handler.person(who), 0, t)) ++count;
        }
    }

    function invariant_handles_lead_to_their_profile_for_ever() public view {
        for (uint256 p = 0; p < handler.profileCount(); ++p) {
            vm.assertEq(registry.profileOfHandle(handler.handles(p)), handler.profiles(p), "handle moved");
            for (uint256 q = 0; q < p; ++q) {
                vm.assertNotEq(handler.profiles(p), handler.profiles(q), "one number, two profiles");
            }
        }
    }

    function invariant_effective_void_time_never_increases() public view {
        for (uint256 p = 0; p < handler.profileCount(); ++p) {
            uint64 profile = handler.profiles(p);
            for (uint256 k = 0; k < handler.KEYS(); ++k) {
                address key = handler.sessionKey(k);
                (uint64 from,,,, uint64 voidFrom) = registry.sessionKeyOf(profile, key);
                vm.assertEq(voidFrom, handler.lowestVoidFrom(profile, key), "smallest ever seen");
                if (voidFrom != 0) vm.assertGe(voidFrom, from, "not before the key");
            }
        }
    }

    /// @dev An answer about the past never turns to true, and turns to false only by a revocation or a recovery.
    function invariant_the_past_changes_only_by_voiding() public view {
        ProfileHandler.Note[] memory notes = handler.notes();
        for (uint256 i = 0; i < notes.length; ++i) {
            bool answer = registry.isAuthorised(notes[i].profile, notes[i].signer, 1, notes[i].t);
            if (!notes[i].answer) vm.assertFalse(answer, "authorised after the fact");
            if (notes[i].answer && handler.voidings(notes[i].profile) == notes[i].voidings) {
                vm.assertTrue(answer, "voided without a revocation or recovery");
            }
        }
    }

    function invariant_a_key_never_outlives_its_grant_or_custody() public view {
        for (uint256 p = 0; p < handler.profileCount(); ++p) {
            uint64 profile = handler.profiles(p);
            for (uint256 k = 0; k < handler.KEYS(); ++k) {
                address key = handler.sessionKey(k);
                (uint64 from, uint64 until,, uint32 index,) = registry.sessionKeyOf(profile, key);
                if (from == 0) continue;
                vm.assertFalse(registry.isAuthorised(profile, key, 1, from - 1), "before its start");
                vm.assertFalse(registry.isAuthorised(profile, key, 1, until), "after its end");
                (,, uint64 custodyEnd) = registry.custodyAt(profile, index);
                if (custodyEnd != 0) {
                    vm.assertFalse(registry.isAuthorised(profile, key, 1, custodyEnd), "after its custody");
                }
            }
        }
    }

    function invariant_pending_is_all_or_nothing() public view {
        for (uint256 p = 0; p < handler.profileCount(); ++p) {
            (IRecovery.PendingKind kind, address account, uint64 requestedAt, uint64 readyAt) =
                registry.pendingOf(handler.profiles(p));
            if (kind == IRecovery.PendingKind.None) {
                vm.assertEq(uint160(account) + requestedAt + readyAt, 0, "nothing pending");
            } else {
                vm.assertEq(readyAt, requestedAt + 7 days, "delay");
            }
            if (kind == IRecovery.PendingKind.Recovery) {
                vm.assertNotEq(uint160(registry.recoveryOf(handler.profiles(p))), 0, "asked by somebody");
            }
        }
    }
}
