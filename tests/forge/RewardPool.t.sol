// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RewardPool} from "../../contracts/RewardPool.sol";
import {IRewardPool} from "../../contracts/interfaces/IRewardPool.sol";
import {CallbackToken} from "./base/OddTokens.sol";
import {Forms} from "./base/Forms.sol";
import {RewardTest} from "./base/RewardTest.sol";

/// @notice Pools: what is due, to whom and when; what is left.
contract RewardPoolTest is RewardTest {
    /// @dev Persons 0 and 1 tip 2 to their caps and 3 with a quarter of it: weights 2 and 1/2 caps.
    function _tipBoth() private {
        tip(0, 2, CAP);
        tip(1, 2, CAP);
        tip(0, 3, CAP / 4);
        tip(1, 3, CAP / 4);
        vm.assertEq(weightOf(1, 2), 2 * CAP, "two caps");
        vm.assertEq(weightOf(1, 3), CAP / 2, "half a cap");
    }

    function _invalid(uint32 epoch) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.EpochInvalid.selector, epoch));
    }

    function _nothing(uint32 epoch) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.NothingDue.selector, epoch));
    }

    // Sponsoring

    function test_sponsors_pay_for_now_or_the_next_fifty_two_epochs() public {
        toEpoch(3);
        vm.startPrank(wallet(4));
        _invalid(2);
        pool.sponsor(2, 1);
        _invalid(56);
        pool.sponsor(56, 1);
        vm.expectRevert(IRewardPool.AmountZero.selector);
        pool.sponsor(3, 0);
        pool.sponsor(3, 5);
        pool.sponsor(55, 6);
        vm.stopPrank();
        sponsor(5, 3, 7);
        vm.assertEq(pool.poolOf(3).sponsored, 12, "both sponsors");
        vm.assertEq(pool.poolOf(55).sponsored, 6, "later");
        vm.assertEq(token.balanceOf(address(pool)), 18, "held");
    }

    // Claiming

    function test_nothing_is_paid_before_the_epoch_is_over_and_nothing_twice() public {
        sponsor(4, 1, 20 * CAP);
        _tipBoth();
        vm.warp(clock.startOf(2) - 1);
        _invalid(1);
        pool.claim(1, idOf(2));
        vm.warp(clock.startOf(2));
        pool.claim(1, idOf(2));
        _nothing(1);
        pool.claim(1, idOf(2));
        _nothing(1);
        pool.claim(1, idOf(0));
        vm.assertEq(pool.poolOf(1).paid, 2 * CAP, "once");
        tip(0, 2, CAP);
        vm.assertEq(pool.countedOf(2, idOf(0), idOf(2)), CAP, "the next epoch counts anew");
        vm.assertEq(pool.poolOf(1).weight, 2 * CAP + CAP / 2, "and the last is fixed");
    }

    function test_a_rich_pool_pays_the_weights_and_keeps_the_rest() public {
        sponsor(4, 1, 20 * CAP);
        _tipBoth();
        toEpoch(2);
        pool.claim(1, idOf(2));
        pool.claim(1, idOf(3));
        vm.assertEq(token.balanceOf(wallet(2)), PRICED + 4 * CAP, "two tips and two caps");
        vm.assertEq(left(1), 20 * CAP - 2 * CAP - CAP / 2, "the rest stays");
    }

    function test_a_poor_pool_is_shared_by_weight() public {
        sponsor(4, 1, CAP);
        tip(0, 2, CAP);
        tip(1, 2, CAP);
        tip(0, 3, CAP / 100);
        tip(1, 3, CAP / 100);
        toEpoch(2);
        vm.assertEq(pool.dueOf(1, idOf(3)), CAP / 101, "a hundredth of the other's");
        pool.claim(1, idOf(3));
        vm.assertEq(pool.poolOf(1).paid, CAP / 101, "paid");
    }

    /// @dev Friends who tip each other round and round get their money back, and a tenth of the pool each at most.
    function test_nobody_takes_more_than_a_tenth_of_a_pool() public {
        sponsor(5, 1, 3 * CAP);
        for (uint256 to = 0; to < 4; ++to) {
            for (uint256 from = 0; from < 4; ++from) {
                if (from != to) tip(from, to, CAP);
            }
        }
        toEpoch(2);
        for (uint256 i = 0; i < 4; ++i) {
            pool.claim(1, idOf(i));
            vm.assertEq(token.balanceOf(wallet(i)), PRICED + 3 * CAP / 10, "a tenth");
        }
    }

    function testFuzz_rounding_never_overpays(uint256 seed, uint256 sponsored) public {
        sponsored = bound(sponsored, 1, 3 * CAP);
        sponsor(5, 1, sponsored);
        for (uint256 i = 0; i < 12; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            tip(random % 4, (random + 1 + i % 3) % 4, bound(random >> 8, 1, i % 2 == 0 ? CAP : 1000));
        }
        toEpoch(2);
        uint256 weights;
        for (uint256 i = 0; i < 4; ++i) {
            weights += weightOf(1, i);
            if (pool.dueOf(1, idOf(i)) != 0) pool.claim(1, idOf(i));
        }
        vm.assertEq(pool.poolOf(1).weight, weights, "the total is the sum");
        uint256 paid = pool.poolOf(1).paid;
        vm.assertLe(paid, sponsored * 4 / 10, "a tenth for each of four");
        vm.assertLe(paid, weights, "and no more than they weigh");
        vm.assertEq(token.balanceOf(address(pool)), sponsored - paid, "the rest is here");
    }

    function test_nobody_is_paid_as_a_person_at_level_zero() public {
        sponsor(4, 1, 10 * CAP);
        _tipBoth();
        toEpoch(2);
        levels.write(idOf(2), 0);
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.NoLevel.selector, idOf(2)));
        pool.claim(1, idOf(2));
        levels.write(idOf(2), 1);
        pool.claim(1, idOf(2));
    }

    function test_the_current_custody_is_paid() public {
        sponsor(4, 1, 20 * CAP);
        _tipBoth();
        toEpoch(2);
        bytes32 structHash = Forms.transfer(idOf(2), wallet(9), registry.nonceOf(idOf(2)), FAR);
        bytes memory agreed = signAs(9, address(registry), structHash);
        vm.prank(wallet(2));
        registry.transferCustody(idOf(2), wallet(9), FAR, agreed);
        pool.claim(1, idOf(2));
        vm.assertEq(token.balanceOf(wallet(9)), 2 * CAP, "paid");
    }

    /// @dev Two people who tip each other a millionth of a TAG get a millionth, not the pool.
    function test_tiny_tips_do_not_take_a_pool_that_nobody_else_wants() public {
        sponsor(4, 1, 1000 * CAP);
        tip(0, 2, 1e12);
        tip(1, 2, 1e12);
        toEpoch(2);
        pool.claim(1, idOf(2));
        vm.assertEq(pool.poolOf(1).paid, 2e12, "its weight");
    }

    function test_an_unsponsored_epoch_owes_nothing() public {
        _tipBoth();
        toEpoch(2);
        _nothing(1);
        pool.claim(1, idOf(2));
    }

    // Rolling

    function test_the_rest_moves_on_once_after_eight_epochs() public {
        sponsor(4, 1, 10 * CAP);
        _tipBoth();
        vm.warp(clock.startOf(10) - 1);
        pool.claim(1, idOf(3));
        _invalid(1);
        pool.roll(1);
        vm.warp(clock.startOf(10));
        pool.roll(1);
        vm.assertEq(pool.poolOf(10).sponsored, 10 * CAP - CAP / 2, "all that was left");
        vm.assertEq(left(1), 0, "nothing is left");
        _nothing(1);
        pool.claim(1, idOf(2));
        _nothing(1);
        pool.roll(1);
        vm.assertEq(token.balanceOf(address(pool)), left(10), "every token is somebody's");
        toEpoch(11);
        _nothing(2);
        pool.roll(2);
        _invalid(type(uint32).max);
        pool.roll(type(uint32).max);
    }

    function test_an_empty_epoch_has_nothing_to_move() public {
        _tipBoth();
        toEpoch(10);
        _nothing(1);
        pool.roll(1);
    }

    // A token that calls back

    function test_callbacks_gain_nothing() public {
        CallbackToken odd = new CallbackToken();
        pool = new RewardPool(odd, registry, levels, clock, CAP);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            odd.mint(wallet(i), 100 * CAP);
            vm.prank(wallet(i));
            odd.approve(address(pool), type(uint256).max);
        }
        sponsor(4, 1, CAP);
        sponsor(4, 2, CAP);
        _tipBoth();
        toEpoch(2);
        odd.setCallback(address(pool), abi.encodeCall(pool.claim, (1, idOf(2))));
        pool.claim(1, idOf(2));
        vm.assertTrue(odd.called() && !odd.succeeded(), "not twice");
        vm.assertEq(odd.balanceOf(address(pool)), 2 * CAP - CAP / 10, "one claim");
        odd.setCallback(address(pool), abi.encodeCall(pool.claim, (1, idOf(3))));
        sponsor(4, 2, 1);
        vm.assertTrue(odd.succeeded(), "another's claim in the middle");
        vm.assertEq(odd.balanceOf(address(pool)), left(1) + left(2), "every token is somebody's");
        odd.setCallback(address(pool), abi.encodeCall(pool.roll, (1)));
        tip(0, 2, 1);
        vm.assertFalse(odd.succeeded(), "nothing to move");
    }
}
