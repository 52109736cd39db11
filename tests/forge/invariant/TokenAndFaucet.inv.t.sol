// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Faucet} from "../../../contracts/Faucet.sol";
import {TagToken} from "../../../contracts/TagToken.sol";
import {Test} from "../base/Test.sol";

/// @notice Six people take from the faucet and send TAG around.
contract TokenHandler is Test {
    TagToken public immutable TOKEN;
    Faucet public immutable FAUCET;
    mapping(uint256 period => uint256) public given;
    mapping(uint256 period => mapping(address to => uint256)) public drips;
    uint256 public everGiven;

    constructor(TagToken token, Faucet faucet) {
        TOKEN = token;
        FAUCET = faucet;
    }

    function person(uint256 index) public pure returns (address) {
        return vm.addr(0x7000 + index % 6);
    }

    function period() public view returns (uint256) {
        return vm.getBlockTimestamp() / 1 days;
    }

    function passTime(uint16 addedSeconds) external {
        skip(addedSeconds);
    }

    function drip(uint256 to) external {
        if (!FAUCET.canDrip(person(to))) return;
        FAUCET.drip(person(to));
        given[period()] += FAUCET.AMOUNT();
        everGiven += FAUCET.AMOUNT();
        ++drips[period()][person(to)];
    }

    function send(uint256 from, uint256 to, uint256 amount) external {
        amount = bound(amount, 0, TOKEN.balanceOf(person(from)));
        vm.prank(person(from));
        vm.assertTrue(TOKEN.transfer(person(to), amount), "sent");
    }

    function sendByAllowance(uint256 from, uint256 by, uint256 to, uint256 amount) external {
        amount = bound(amount, 0, TOKEN.balanceOf(person(from)));
        vm.prank(person(from));
        TOKEN.approve(person(by), amount);
        vm.prank(person(by));
        vm.assertTrue(TOKEN.transferFrom(person(from), person(to), amount), "sent");
    }
}

contract TokenAndFaucetInvariants is Test {
    uint256 internal constant SUPPLY = 1_000_000;
    uint256 internal constant FILLED = 400;
    TagToken internal token;
    Faucet internal faucet;
    TokenHandler internal handler;

    function setUp() public {
        vm.warp(START);
        address[] memory recipients = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (recipients[0], amounts[0]) = (address(this), SUPPLY);
        token = new TagToken(recipients, amounts);
        faucet = new Faucet(token, 10, 35, 1 days);
        vm.assertTrue(token.transfer(address(faucet), FILLED), "filled");
        handler = new TokenHandler(token, faucet);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_the_supply_is_constant_and_all_of_it_is_somewhere() public view {
        vm.assertEq(token.totalSupply(), SUPPLY, "supply");
        uint256 sum = token.balanceOf(address(this)) + token.balanceOf(address(faucet));
        for (uint256 i = 0; i < 6; ++i) {
            sum += token.balanceOf(handler.person(i));
        }
        vm.assertEq(sum, SUPPLY, "balances");
    }

    function invariant_the_faucet_stays_within_its_pool_and_its_means() public view {
        uint256 period = handler.period();
        vm.assertLe(handler.given(period), faucet.POOL(), "pool of this period");
        vm.assertLe(handler.given(period - 1), faucet.POOL(), "pool of the last period");
        vm.assertEq(token.balanceOf(address(faucet)) + handler.everGiven(), FILLED, "gave what it had");
        for (uint256 i = 0; i < 6; ++i) {
            vm.assertLe(handler.drips(period, handler.person(i)), 1, "one drip per address and period");
        }
    }
}
