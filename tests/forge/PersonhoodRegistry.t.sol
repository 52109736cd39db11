// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PersonhoodRegistry} from "../../contracts/PersonhoodRegistry.sol";
import {Vouches} from "../../contracts/Vouches.sol";
import {IEpochRoots} from "../../contracts/interfaces/IEpochRoots.sol";
import {IEpochTypes} from "../../contracts/interfaces/IEpochTypes.sol";
import {IJury} from "../../contracts/interfaces/IJury.sol";
import {IPersonhoodRegistry} from "../../contracts/interfaces/IPersonhoodRegistry.sol";
import {IVerdicts} from "../../contracts/interfaces/IVerdicts.sol";
import {IVouches} from "../../contracts/interfaces/IVouches.sol";
import {Columns} from "../../contracts/libraries/Columns.sol";
import {JuryTest} from "./base/JuryTest.sol";
import {WrittenRoots} from "./base/WrittenRoots.sol";

contract PersonhoodRegistryTest is JuryTest, IEpochTypes {
    uint256 internal constant SEATED = 8; // everybody who vouches; a tree of height 3
    WrittenRoots internal roots;
    PersonhoodRegistry internal personhood;
    Vouches internal seated;
    /// @dev Levels by seat in an epoch.
    mapping(uint32 epoch => uint8[8]) internal levels;
    Header internal header;

    function setUp() public override {
        super.setUp();
        seated = new Vouches(token, registry, jury, clock, STAKE);
        roots = new WrittenRoots(address(token), address(clock), address(seated));
        personhood = new PersonhoodRegistry(IEpochRoots(address(roots)), jury);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.prank(wallet(i));
            token.approve(address(seated), type(uint256).max);
        }
        // Persons 2 … 9 have seats 0 … 7; 0 and 1 never vouch.
        for (uint256 i = 2; i < PEOPLE; ++i) {
            _vouch(i, i == 9 ? 2 : 9);
        }
        for (uint256 i = 3; i < 6; ++i) {
            _vouch(9, i);
        }
    }

    function _vouch(uint256 from, uint256 to) private {
        vm.prank(wallet(from));
        seated.vouch(idOf(from), idOf(to));
    }

    function _word(uint32 epoch, uint256 seat) private view returns (uint256) {
        return uint256(levels[epoch][seat]) << 96 | seat;
    }

    function _tree(uint32 epoch) private view returns (bytes32[] memory level) {
        level = new bytes32[](SEATED);
        for (uint256 seat = 0; seat < SEATED; ++seat) {
            level[seat] = Columns.standingLeaf(_word(epoch, seat));
        }
    }

    function _up(bytes32[] memory level) private pure returns (bytes32[] memory next) {
        next = new bytes32[](level.length / 2);
        for (uint256 i = 0; i < next.length; ++i) {
            next[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
        }
    }

    function _path(uint32 epoch, uint256 seat) private view returns (bytes32[] memory path) {
        path = new bytes32[](3);
        bytes32[] memory level = _tree(epoch);
        for (uint256 i = 0; i < 3; ++i) {
            path[i] = level[(seat >> i) ^ 1];
            level = _up(level);
        }
    }

    /// @dev The epoch's root is final; everybody has `level` in it.
    function _publish(uint32 epoch, uint8 level, bool isWithheld) private {
        for (uint256 seat = 0; seat < SEATED; ++seat) {
            levels[epoch][seat] = level;
        }
        bytes32 top = _up(_up(_up(_tree(epoch))))[0];
        roots.write(epoch, IEpochRoots.FinalRoot(keccak256(abi.encode(header)), top, 8, isWithheld));
    }

    function _prove(uint256 person, uint32 epoch) private {
        uint256 seat = person - 2;
        personhood.proveLevel(idOf(person), epoch, _word(epoch, seat), _path(epoch, seat));
    }

    function _checkLevel(uint256 person, uint256 level) private view {
        vm.assertEq(personhood.levelOf(idOf(person)), level, "level");
    }

    // A level comes from somewhere

    function test_no_root_no_level() public {
        toEpoch(3);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            _checkLevel(i, 0);
        }
        vm.assertEq(personhood.levelOf(77), 0, "nobody");
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.NothingPublished.selector, uint32(2)));
        _prove(8, 2);
    }

    function testFuzz_only_the_committed_standing_is_proven(uint256 flip, uint256 place) public {
        toEpoch(4);
        _publish(4, 2, false);
        bytes32[] memory path = _path(4, 6);
        uint256 word = _word(4, 6);
        place = bound(place, 0, 3);
        if (flip == 0) return;
        if (place == 3) word ^= flip;
        else path[place] ^= bytes32(flip);
        vm.expectRevert(IPersonhoodRegistry.ProofInvalid.selector);
        personhood.proveLevel(idOf(8), 4, word, path);
        vm.expectRevert(IPersonhoodRegistry.ProofInvalid.selector);
        personhood.proveLevel(idOf(9), 4, _word(4, 6), _path(4, 6));
        vm.expectPartialRevert(IVouches.SeatUnknown.selector);
        personhood.proveLevel(idOf(0), 4, _word(4, 6), _path(4, 6));
        _checkLevel(8, 0);
    }

    function test_withheld_levels_are_not_proven() public {
        toEpoch(4);
        _publish(4, 3, true);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.NothingPublished.selector, uint32(4)));
        _prove(8, 4);
    }

    function test_only_the_latest_two_are_proven() public {
        toEpoch(6);
        _publish(4, 3, false);
        _publish(5, 1, false);
        _publish(6, 1, false);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.NothingPublished.selector, uint32(4)));
        _prove(8, 4);
        _prove(8, 5);
        _checkLevel(8, 1);
    }

    // Up at once, down after two epochs, stale after two

    function testFuzz_the_greater_of_the_last_two(uint8 a, uint8 b, bool inOrder) public {
        (a, b) = (uint8(bound(a, 0, 3)), uint8(bound(b, 0, 3)));
        toEpoch(6);
        _publish(4, a, false);
        _publish(5, b, false);
        _prove(8, inOrder ? 4 : 5);
        _prove(8, inOrder ? 5 : 4);
        _checkLevel(8, a > b ? a : b);
        _publish(6, 0, false);
        _checkLevel(8, b);
        _publish(7, 0, false);
        _checkLevel(8, 0);
    }

    function test_a_level_ends_two_epochs_after_the_latest_root() public {
        toEpoch(4);
        _publish(4, 3, false);
        _prove(8, 4);
        _checkLevel(8, 3);
        toEpoch(6);
        _checkLevel(8, 3);
        toEpoch(7);
        _checkLevel(8, 0);
    }

    // Verdicts

    function test_a_proven_fake_has_none_and_a_fresh_pass_has_three() public {
        judge(appeal(STRANGER), 5, 0, 0);
        _checkLevel(STRANGER, 3);
        toEpoch(4);
        _checkLevel(STRANGER, 3);
        toEpoch(5);
        _checkLevel(STRANGER, 0);
        _publish(5, 3, false);
        _prove(STRANGER, 5);
        _checkLevel(STRANGER, 3);
        judge(accuse(8, STRANGER), 0, 5, 0);
        _checkLevel(STRANGER, 0);
    }

    // The floor

    function _three() private view returns (uint64[3] memory) {
        return [idOf(3), idOf(4), idOf(5)];
    }

    function _proveTwice() private {
        _publish(3, 2, false);
        _publish(4, 2, false);
        for (uint256 person = 3; person < 6; ++person) {
            _prove(person, 3);
            _prove(person, 4);
        }
    }

    function test_the_floor_is_only_for_an_emergency_and_ends() public {
        toEpoch(5);
        _proveTwice();
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.NoFloorNow.selector, uint32(4)));
        personhood.proveFloor(idOf(9), _three());
        toEpoch(7);
        _checkLevel(9, 0);
        personhood.proveFloor(idOf(9), _three());
        _checkLevel(9, 1);
        toEpoch(12);
        _checkLevel(9, 1);
        toEpoch(13);
        _checkLevel(9, 0);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.NoFloorNow.selector, uint32(4)));
        personhood.proveFloor(idOf(9), _three());
    }

    function test_a_newer_root_ends_the_floor() public {
        toEpoch(7);
        _proveTwice();
        personhood.proveFloor(idOf(9), _three());
        _publish(6, 0, false);
        _checkLevel(9, 0);
    }

    function test_three_different_partners_who_had_level_two_twice() public {
        toEpoch(7);
        _publish(3, 2, false);
        _publish(4, 2, false);
        for (uint256 person = 3; person < 6; ++person) {
            _prove(person, 4);
        }
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.PartnerInvalid.selector, idOf(3)));
        personhood.proveFloor(idOf(9), _three());
        _proveTwice();
        uint64[3] memory repeated = [idOf(3), idOf(4), idOf(3)];
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.PartnerInvalid.selector, idOf(3)));
        personhood.proveFloor(idOf(9), repeated);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.PartnerInvalid.selector, idOf(3)));
        personhood.proveFloor(idOf(8), _three());
        personhood.proveFloor(idOf(9), _three());
    }

    function test_no_root_ever_no_floor() public {
        toEpoch(7);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.NoFloorNow.selector, uint32(0)));
        personhood.proveFloor(idOf(9), _three());
    }

    // Drawn checks

    function test_a_drawn_check_is_opened_once_from_what_sponsors_gave() public {
        header.epoch = 4;
        header.draws.push(Draw(6, 0, 0)); // person 8
        toEpoch(5);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.CheckInvalid.selector, uint32(4), 0));
        personhood.check(header, 0);
        _publish(4, 0, false);
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.CheckInvalid.selector, uint32(4), 1));
        personhood.check(header, 1);
        vm.prank(wallet(0));
        vm.assertTrue(token.transfer(address(personhood), DEPOSIT), "sponsored");
        uint256 caseId = personhood.check(header, 0);
        vm.assertEq(jury.caseOf(caseId).profile, idOf(8), "the drawn profile");
        vm.expectRevert(abi.encodeWithSelector(IPersonhoodRegistry.CheckInvalid.selector, uint32(4), 0));
        personhood.check(header, 0);
        skip(EPOCH + 1);
        jury.close(caseId);
        vm.assertEq(jury.creditOf(address(personhood)), DEPOSIT, "silence costs the sponsors nothing");
    }

    // Links

    function test_refuses_links_that_do_not_belong_together() public {
        vm.expectRevert(IPersonhoodRegistry.ParametersInvalid.selector);
        new PersonhoodRegistry(IEpochRoots(address(0)), jury);
        vm.expectRevert(IPersonhoodRegistry.ParametersInvalid.selector);
        new PersonhoodRegistry(IEpochRoots(address(roots)), IJury(address(0)));
        Vouches others = new Vouches(token, registry, IVerdicts(address(verdicts)), clock, STAKE);
        roots = new WrittenRoots(address(token), address(clock), address(others));
        vm.expectRevert(IPersonhoodRegistry.ParametersInvalid.selector);
        new PersonhoodRegistry(IEpochRoots(address(roots)), jury);
    }
}
