// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IVouches} from "../../../contracts/interfaces/IVouches.sol";
import {PeopleTest} from "../base/PeopleTest.sol";

/// @notice Four people vouch, withdraw, are found out, and let time pass; a model says what must have happened.
contract VouchesHandler is PeopleTest {
    uint256 internal constant PEOPLE = 4;
    uint32 internal constant REMEMBERED = 8;
    uint256 public held;
    uint256 public slashed;
    /// @dev What counted in an epoch when it began: it may never change.
    mapping(uint32 epoch => mapping(uint256 pair => bool)) public counted;
    mapping(uint32 epoch => uint32) public seatsThen;
    uint32 public recordedUntil;

    constructor() {
        super.setUp();
        register(PEOPLE);
    }

    /// @dev The world stands once: forge calls every public function of a handler.
    function setUp() public override {}

    modifier settled() {
        while (recordedUntil < clock.currentEpoch()) {
            uint32 epoch = ++recordedUntil;
            seatsThen[epoch] = vouches.seatsBefore(epoch);
            for (uint256 pair = 0; pair < PEOPLE * PEOPLE; ++pair) {
                counted[epoch][pair] = isLive(pair / PEOPLE, pair % PEOPLE, epoch);
            }
        }
        _;
    }

    function passTime(uint256 addedSeconds) external settled {
        skip(bound(addedSeconds, 1, 2 * EPOCH));
    }

    function makeVouch(uint256 from, uint256 to) external settled {
        (from, to) = (from % PEOPLE, to % PEOPLE);
        vm.prank(wallet(from));
        try vouches.vouch(idOf(from), idOf(to)) {
            held += STAKE;
            vm.assertTrue(from != to && !_isFake(from) && !_isFake(to), "allowed");
        } catch {}
    }

    function endVouch(uint256 from, uint256 to) external settled {
        (from, to) = (from % PEOPLE, to % PEOPLE);
        vm.prank(wallet(from));
        try vouches.withdraw(idOf(from), idOf(to)) {} catch {}
    }

    function releaseStake(uint256 from, uint256 to) external settled {
        (from, to) = (from % PEOPLE, to % PEOPLE);
        try vouches.release(idOf(from), idOf(to)) {
            held -= STAKE;
            vm.assertFalse(_isFake(from) || _isFake(to), "nothing goes back to a fake");
        } catch {}
    }

    function findFake(uint256 person, uint256 luck) external settled {
        if (luck % 8 != 0 || _isFake(person % PEOPLE)) return;
        verdicts.prove(idOf(person % PEOPLE), clock.currentEpoch() + 1);
    }

    function slashStakes(uint256 one, uint256 other) external settled {
        (one, other) = (one % PEOPLE, other % PEOPLE);
        uint256 before = token.balanceOf(address(vouches));
        try vouches.slash(idOf(one), idOf(other)) {
            vm.assertTrue(_isFake(one) || _isFake(other), "a fake is part of it");
            uint256 lost = before - token.balanceOf(address(vouches));
            held -= lost;
            slashed += lost;
        } catch {}
    }

    // What the invariants ask

    function checkMoney() external view {
        vm.assertEq(token.balanceOf(address(vouches)), held, "holds what it owes");
        vm.assertEq(token.balanceOf(address(this)), slashed / 10, "the hunter's tenth");
        uint256 terms;
        for (uint256 pair = 0; pair < PEOPLE * PEOPLE; ++pair) {
            IVouches.Term[] memory list = vouches.termsOf(idOf(pair / PEOPLE), idOf(pair % PEOPLE));
            for (uint256 i = 0; i < list.length; ++i) {
                if (list[i].isHeld) ++terms;
                vm.assertTrue(i + 1 == list.length || !list[i].isHeld, "only the last holds");
                vm.assertTrue(i == 0 || list[i].since > list[i - 1].until + 4, "apart from each other");
            }
        }
        vm.assertEq(terms * STAKE, held, "a stake in each");
    }

    function checkPast() external view {
        uint32 first = recordedUntil > REMEMBERED ? recordedUntil - REMEMBERED : 1;
        for (uint32 epoch = first; epoch <= recordedUntil; ++epoch) {
            vm.assertEq(vouches.seatsBefore(epoch), seatsThen[epoch], "seats of a begun epoch");
            for (uint256 pair = 0; pair < PEOPLE * PEOPLE; ++pair) {
                bool now_ = isLive(pair / PEOPLE, pair % PEOPLE, epoch);
                vm.assertTrue(now_ == counted[epoch][pair], "a begun epoch is fixed");
            }
        }
    }

    function checkPlaces() external view {
        for (uint256 from = 0; from < PEOPLE; ++from) {
            uint256 open;
            for (uint256 to = 0; to < PEOPLE; ++to) {
                IVouches.Term[] memory list = vouches.termsOf(idOf(from), idOf(to));
                if (list.length != 0 && list[list.length - 1].until == 0) ++open;
            }
            vm.assertEq(vouches.openCount(idOf(from)), open, "places");
        }
    }

    function _isFake(uint256 person) private view returns (bool) {
        return verdicts.fakeSince(idOf(person)) != 0;
    }
}

contract VouchesInvariants {
    VouchesHandler internal handler;

    function setUp() public {
        handler = new VouchesHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_it_holds_exactly_the_stakes_of_the_terms() public view {
        handler.checkMoney();
    }

    function invariant_what_counted_in_an_epoch_never_changes() public view {
        handler.checkPast();
    }

    function invariant_places_are_open_terms() public view {
        handler.checkPlaces();
    }
}
