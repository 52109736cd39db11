// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RewardPool} from "../../contracts/RewardPool.sol";
import {IPersonhood} from "../../contracts/interfaces/IPersonhood.sol";
import {IRewardPool} from "../../contracts/interfaces/IRewardPool.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {Forms} from "./base/Forms.sol";
import {RewardTest} from "./base/RewardTest.sol";

/// @notice Tips: who may, where they go, which of them count.
contract RewardTipsTest is RewardTest {
    uint128 internal constant TIP = 4e18;

    function _nothingCounted() private view {
        vm.assertEq(pool.poolOf(1).weight, 0, "no weight");
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.assertEq(pool.receiverOf(1, idOf(i)).counted, 0, "nothing counted");
        }
    }

    // What is refused

    function test_refuses_missing_links_and_no_or_boundless_caps() public {
        bytes4 refused = IRewardPool.ParametersInvalid.selector;
        vm.expectRevert(refused);
        new RewardPool(token, registry, IPersonhood(address(0)), clock, CAP);
        vm.expectRevert(refused);
        new RewardPool(token, registry, levels, clock, 0);
        vm.expectRevert(refused);
        new RewardPool(token, registry, levels, clock, uint128(type(uint96).max) + 1);
        new RewardPool(token, registry, levels, clock, type(uint96).max);
    }

    function test_nobody_tips_as_somebody_else_nothing_or_to_nobody() public {
        vm.startPrank(wallet(1));
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.NotCustody.selector, idOf(0), wallet(1)));
        pool.tip(idOf(0), idOf(2), TIP, "post");
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.NotCustody.selector, uint64(77), wallet(1)));
        pool.tip(77, idOf(2), TIP, "post");
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.ProfileUnknown.selector, uint64(77)));
        pool.tip(idOf(1), 77, TIP, "post");
        vm.expectRevert(IRewardPool.AmountZero.selector);
        pool.tip(idOf(1), idOf(2), 0, "post");
        vm.stopPrank();
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        pool.tip(0, idOf(2), TIP, "post");
    }

    // Where it goes

    function testFuzz_a_tip_arrives_at_once_and_in_full(uint256 amount, uint8 level) public {
        amount = bound(amount, 1, PRICED);
        levels.write(idOf(0), level);
        tip(0, 1, amount);
        vm.assertEq(token.balanceOf(wallet(1)), PRICED + amount, "in full");
        vm.assertEq(token.balanceOf(wallet(0)), PRICED - amount, "from the giver");
        vm.assertEq(token.balanceOf(address(pool)), 0, "nothing stays");
    }

    function test_a_tip_goes_to_the_current_custody() public {
        bytes32 structHash = Forms.transfer(idOf(1), wallet(9), registry.nonceOf(idOf(1)), FAR);
        bytes memory agreed = signAs(9, address(registry), structHash);
        vm.prank(wallet(1));
        registry.transferCustody(idOf(1), wallet(9), FAR, agreed);
        tip(0, 1, TIP);
        vm.assertEq(token.balanceOf(wallet(9)), TIP, "the new custody");
        vm.assertEq(pool.receiverOf(1, idOf(1)).counted, TIP, "the profile's all the same");
    }

    // Which of them count

    function test_anonymous_tips_and_tips_of_level_zero_do_not_count() public {
        vm.prank(wallet(0));
        pool.tip(0, idOf(1), TIP, "post");
        levels.write(idOf(2), 0);
        tip(2, 1, TIP);
        _nothingCounted();
        vm.assertEq(token.balanceOf(wallet(1)), PRICED + 2 * TIP, "but they arrive");
    }

    function test_tips_to_oneself_and_to_a_profile_of_the_same_custody_do_not_count() public {
        vm.prank(wallet(0));
        uint64 second = registry.register("second", address(0), bytes32(0), bytes32(0), noKey());
        tip(0, 0, TIP);
        vm.prank(wallet(0));
        pool.tip(idOf(0), second, TIP, "post");
        _nothingCounted();
        vm.assertEq(pool.receiverOf(1, second).counted, 0, "nor for the second");
    }

    function testFuzz_one_giver_alone_moves_nothing(uint256 amount, uint256 again) public {
        tip(0, 1, bound(amount, 1, PRICED / 2));
        tip(0, 1, bound(again, 1, PRICED / 2));
        vm.assertEq(weightOf(1, 1), 0, "no weight");
        vm.assertEq(pool.poolOf(1).weight, 0, "nor in all");
    }

    function testFuzz_two_givers_weigh_twice_the_root_of_the_product(uint256 a, uint256 b) public {
        (a, b) = (bound(a, 1e12, CAP), bound(b, 1e12, CAP));
        tip(0, 2, a);
        tip(1, 2, b);
        uint256 weight = weightOf(1, 2);
        vm.assertLe(weight * weight, 4 * a * b, "never more than exact");
        uint256 exact = weight + weight / 1e5 + 1;
        vm.assertGe(exact * exact, 4 * a * b, "nor much less");
    }

    function testFuzz_a_pair_counts_up_to_the_cap(uint256 amount, uint256 again) public {
        (amount, again) = (bound(amount, 1, PRICED / 2), bound(again, 1, PRICED / 2));
        tip(0, 2, amount);
        tip(0, 2, again);
        uint256 sum = amount + again;
        vm.assertEq(pool.countedOf(1, idOf(0), idOf(2)), sum < CAP ? sum : CAP, "at most the cap");
        tip(1, 2, CAP);
        vm.assertLe(weightOf(1, 2), 2 * CAP, "two givers at their caps");
        tip(3, 2, CAP);
        vm.assertLe(weightOf(1, 2), 6 * CAP, "three");
    }

    /// @dev Six tips in any order, and one of them in two parts.
    function testFuzz_order_and_cuts_change_nothing(uint256 seed, uint256 cut) public {
        uint256[6] memory amounts;
        for (uint256 i = 0; i < 6; ++i) {
            amounts[i] = bound(uint256(keccak256(abi.encode(seed, i))), 2, 2 * CAP);
        }
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < 6; ++i) {
            tip(i % 3, 3 + i / 3, amounts[i]);
        }
        bytes32 expected = _state();
        vm.revertToState(snapshot);
        cut = bound(cut, 1, amounts[4] - 1);
        for (uint256 i = 6; i > 0; --i) {
            uint256 k = (i + seed % 6) % 6;
            uint256 first = k == 4 ? cut : amounts[k];
            tip(k % 3, 3 + k / 3, first);
        }
        tip(1, 4, amounts[4] - cut);
        vm.assertEq(_state(), expected, "the same weights");
    }

    function _state() private view returns (bytes32) {
        return keccak256(abi.encode(pool.receiverOf(1, idOf(3)), pool.receiverOf(1, idOf(4)), pool.poolOf(1)));
    }

    // Signed tips

    function _sign(uint256 person, uint256 nonce, uint64 deadline) private view returns (bytes memory) {
        return signAs(person, address(pool), Forms.tip(idOf(0), idOf(1), TIP, "post", nonce, deadline));
    }

    function testFuzz_a_signed_tip_is_given_once_in_any_order(uint256 one, uint256 other) public {
        if (one == other) return;
        bytes memory second = _sign(0, other, FAR);
        pool.tipFor(idOf(0), idOf(1), TIP, "post", one, FAR, _sign(0, one, FAR));
        vm.assertTrue(pool.isNonceUsed(idOf(0), one), "used");
        vm.assertFalse(pool.isNonceUsed(idOf(0), other), "not used");
        vm.assertFalse(pool.isNonceUsed(idOf(1), one), "by another");
        bytes memory first = _sign(0, one, FAR);
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.NonceUsed.selector, idOf(0), one));
        pool.tipFor(idOf(0), idOf(1), TIP, "post", one, FAR, first);
        pool.tipFor(idOf(0), idOf(1), TIP, "post", other, FAR, second);
        vm.assertEq(token.balanceOf(wallet(1)), PRICED + 2 * TIP, "both arrived");
        vm.assertEq(pool.countedOf(1, idOf(0), idOf(1)), 2 * TIP, "both count");
    }

    function test_a_signed_tip_is_what_the_custody_signed() public {
        bytes memory signature = _sign(0, 5, FAR);
        bytes memory wrong = abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet(0));
        vm.expectRevert(wrong);
        pool.tipFor(idOf(0), idOf(2), TIP, "post", 5, FAR, signature);
        vm.expectRevert(wrong);
        pool.tipFor(idOf(0), idOf(1), TIP + 1, "post", 5, FAR, signature);
        vm.expectRevert(wrong);
        pool.tipFor(idOf(0), idOf(1), TIP, "another", 5, FAR, signature);
        vm.expectRevert(wrong);
        pool.tipFor(idOf(0), idOf(1), TIP, "post", 6, FAR, signature);
        vm.expectRevert(wrong);
        pool.tipFor(idOf(0), idOf(1), TIP, "post", 5, FAR - 1, signature);
        bytes memory others = _sign(2, 5, FAR);
        vm.expectRevert(wrong);
        pool.tipFor(idOf(0), idOf(1), TIP, "post", 5, FAR, others);
        vm.expectRevert(abi.encodeWithSelector(IRewardPool.ProfileUnknown.selector, uint64(0)));
        pool.tipFor(0, idOf(1), TIP, "post", 5, FAR, signature);
        bytes memory late = _sign(0, 5, START);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, START));
        pool.tipFor(idOf(0), idOf(1), TIP, "post", 5, START, late);
        vm.assertFalse(pool.isNonceUsed(idOf(0), 5), "nothing was used up");
    }
}
