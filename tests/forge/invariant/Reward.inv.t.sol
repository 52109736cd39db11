// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRewardPool} from "../../../contracts/interfaces/IRewardPool.sol";
import {RewardTest} from "../base/RewardTest.sol";

/// @notice Six people tip each other, sponsor, claim and let time pass; levels come and go. The model keeps the sums of pairs
///         and walks lists, which the contract must not.
contract RewardHandler is RewardTest {
    uint32 internal constant REMEMBERED = 4;
    mapping(uint32 epoch => mapping(uint256 pair => uint256)) public sums;
    mapping(uint32 epoch => uint256) public sponsored;
    mapping(uint32 epoch => uint256) public paid;
    mapping(uint32 epoch => bool) public isRolled;
    uint256 public held;

    constructor() {
        super.setUp();
    }

    /// @dev The world stands once: forge calls every public function of a handler.
    function setUp() public override {}

    function passTime(uint256 addedSeconds) external {
        skip(bound(addedSeconds, 1, 2 * EPOCH));
    }

    function setLevel(uint256 person, uint256 level) external {
        // Safety: 0 to 3.
        // forge-lint: disable-next-line(unsafe-typecast)
        levels.write(idOf(person % PEOPLE), uint8(level % 4));
    }

    function giveTip(uint256 from, uint256 to, uint256 amount) external {
        (from, to) = (from % PEOPLE, to % PEOPLE);
        amount = bound(amount, 1, amount % 3 == 0 ? 1000 : 2 * CAP);
        if (amount > token.balanceOf(wallet(from))) return;
        uint256 before = token.balanceOf(wallet(to));
        tip(from, to, amount);
        vm.assertEq(token.balanceOf(wallet(to)), from == to ? before : before + amount, "in full");
        if (from == to || levels.levelOf(idOf(from)) == 0) return;
        sums[clock.currentEpoch()][from * PEOPLE + to] += amount;
    }

    function giveToPool(uint256 by, uint256 ahead, uint256 amount) external {
        by = by % PEOPLE;
        amount = bound(amount, 1, 5 * CAP);
        if (amount > token.balanceOf(wallet(by))) return;
        uint32 epoch = clock.currentEpoch() + narrow(ahead % 3);
        sponsor(by, epoch, amount);
        (sponsored[epoch], held) = (sponsored[epoch] + amount, held + amount);
    }

    function claimDue(uint256 back, uint256 person) external {
        (uint32 current, uint64 profile) = (clock.currentEpoch(), idOf(person % PEOPLE));
        uint32 epoch = narrow(bound(back, 0, current));
        uint256 before = token.balanceOf(wallet(person % PEOPLE));
        try pool.claim(epoch, profile) {
            uint256 amount = token.balanceOf(wallet(person % PEOPLE)) - before;
            vm.assertTrue(epoch < current && !isRolled[epoch], "in its time");
            vm.assertTrue(levels.levelOf(profile) != 0, "a person");
            vm.assertLe(amount, naiveWeight(epoch, person % PEOPLE), "never beyond the weight");
            vm.assertLe(amount, sponsored[epoch] / 10, "nor beyond a tenth");
            (paid[epoch], held) = (paid[epoch] + amount, held - amount);
        } catch {}
    }

    function rollOn(uint256 back) external {
        uint32 current = clock.currentEpoch();
        uint32 epoch = narrow(bound(back, 0, current));
        try pool.roll(epoch) {
            vm.assertTrue(current > epoch + 8 && !isRolled[epoch], "once, after eight epochs");
            isRolled[epoch] = true;
            sponsored[current] += sponsored[epoch] - paid[epoch];
        } catch {}
    }

    // What the invariants ask

    function naiveWeight(uint32 epoch, uint256 to) public view returns (uint256) {
        uint256 roots;
        uint256 counted;
        for (uint256 from = 0; from < PEOPLE; ++from) {
            uint256 sum = Math.min(sums[epoch][from * PEOPLE + to], CAP);
            (roots, counted) = (roots + Math.sqrt(sum), counted + sum);
        }
        return roots * roots > counted ? roots * roots - counted : 0;
    }

    function checkMoney() external view {
        vm.assertEq(token.balanceOf(address(pool)), held, "holds what was given and not paid");
        uint256 owed;
        for (uint32 epoch = 1; epoch <= clock.currentEpoch() + 2; ++epoch) {
            if (sponsored[epoch] == 0) continue;
            vm.assertLe(paid[epoch], sponsored[epoch], "never overpaid");
            owed += left(epoch);
            vm.assertEq(left(epoch), isRolled[epoch] ? 0 : sponsored[epoch] - paid[epoch], "what is left");
        }
        vm.assertEq(owed, held, "nothing is stuck");
    }

    function checkWeights() external view {
        uint32 current = clock.currentEpoch();
        for (uint32 epoch = current > REMEMBERED ? current - REMEMBERED : 1; epoch <= current; ++epoch) {
            uint256 total;
            for (uint256 to = 0; to < PEOPLE; ++to) {
                uint256 weight = naiveWeight(epoch, to);
                vm.assertEq(weightOf(epoch, to), weight, "as the sums of the pairs say");
                vm.assertLe(weight, PEOPLE * PEOPLE * CAP, "limited by the caps");
                total += weight;
            }
            vm.assertEq(pool.poolOf(epoch).weight, total, "the total is the sum");
        }
    }
}

contract RewardInvariants {
    RewardHandler internal handler;

    function setUp() public {
        handler = new RewardHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_what_was_given_is_paid_or_there() public view {
        handler.checkMoney();
    }

    function invariant_weights_are_those_of_the_pairs_sums() public view {
        handler.checkWeights();
    }
}
