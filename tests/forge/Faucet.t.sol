// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Faucet} from "../../contracts/Faucet.sol";
import {TagToken} from "../../contracts/TagToken.sol";
import {IFaucet} from "../../contracts/interfaces/IFaucet.sol";
import {Test} from "./base/Test.sol";

contract FaucetTest is Test {
    uint64 internal constant DAY = 1 days;
    uint64 internal constant NEXT = (START / DAY + 1) * DAY;
    TagToken internal token;
    Faucet internal faucet;

    function setUp() public {
        vm.warp(START);
        address[] memory recipients = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (recipients[0], amounts[0]) = (address(this), 1000);
        token = new TagToken(recipients, amounts);
        faucet = new Faucet(token, 10, 35, DAY);
        bool sent = token.transfer(address(faucet), 60);
        vm.assertTrue(sent, "filled");
    }

    // Failures

    function test_refuses_networks_with_value() public {
        uint24[5] memory traded = [uint24(1), 10, 137, 8453, 534_352];
        for (uint256 i = 0; i < traded.length; ++i) {
            vm.chainId(traded[i]);
            vm.expectRevert(abi.encodeWithSelector(IFaucet.NetworkHasValue.selector, uint256(traded[i])));
            new Faucet(token, 10, 35, DAY);
        }
        vm.chainId(11_155_111);
        new Faucet(token, 10, 35, DAY);
    }

    function test_refuses_figures_that_make_no_faucet() public {
        bytes4 invalid = IFaucet.ParametersInvalid.selector;
        vm.expectRevert(invalid);
        new Faucet(IERC20(address(0)), 10, 35, DAY);
        vm.expectRevert(invalid);
        new Faucet(token, 0, 35, DAY);
        vm.expectRevert(invalid);
        new Faucet(token, 36, 35, DAY);
        vm.expectRevert(invalid);
        new Faucet(token, 10, 35, 0);
        vm.expectRevert(invalid);
        new Faucet(token, 10, 35, 365 days + 1);
    }

    function testFuzz_one_drip_per_address_and_period(address to, uint256 t) public {
        vm.assume(to != address(0) && to != address(faucet));
        faucet.drip(to);
        vm.assertFalse(faucet.canDrip(to), "not again");
        vm.warp(bound(t, START, NEXT - 1));
        vm.expectRevert(abi.encodeWithSelector(IFaucet.AlreadyDripped.selector, to, NEXT));
        faucet.drip(to);
        vm.warp(NEXT);
        vm.assertTrue(faucet.canDrip(to), "in the next period");
        faucet.drip(to);
        vm.assertEq(token.balanceOf(to), 20, "two drips");
    }

    function test_gives_no_more_than_the_pool_per_period() public {
        for (uint160 i = 1; i <= 3; ++i) {
            faucet.drip(address(i));
        }
        vm.assertFalse(faucet.canDrip(address(4)), "pool used up");
        vm.expectRevert(abi.encodeWithSelector(IFaucet.PoolUsedUp.selector, NEXT));
        faucet.drip(address(4));
        vm.warp(NEXT);
        faucet.drip(address(4));
    }

    function test_an_empty_faucet_says_so() public {
        for (uint160 i = 1; i <= 6; ++i) {
            if (i == 4) vm.warp(NEXT);
            faucet.drip(address(i));
        }
        vm.warp(NEXT + DAY);
        vm.assertFalse(faucet.canDrip(address(7)), "empty");
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(faucet), 0, 10)
        );
        faucet.drip(address(7));
    }

    function test_refuses_the_zero_address() public {
        vm.assertFalse(faucet.canDrip(address(0)), "nobody");
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        faucet.drip(address(0));
    }

    // Giving

    function testFuzz_anyone_may_call_for_anyone(address caller, address to) public {
        vm.assume(to != address(0) && to != address(faucet) && to != address(this));
        vm.expectEmit(address(faucet));
        emit IFaucet.Dripped(to, 10, START / DAY);
        vm.prank(caller);
        faucet.drip(to);
        vm.assertEq(token.balanceOf(to), 10, "received");
    }

    function test_shows_its_figures() public view {
        vm.assertEq(address(faucet.TOKEN()), address(token), "token");
        vm.assertEq(faucet.AMOUNT(), 10, "amount");
        vm.assertEq(faucet.POOL(), 35, "pool");
        vm.assertEq(faucet.PERIOD_SECONDS(), DAY, "period");
    }
}
