// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RewardPool} from "../../../contracts/RewardPool.sol";
import {IRewardPool} from "../../../contracts/interfaces/IRewardPool.sol";
import {PeopleTest} from "./PeopleTest.sol";
import {WrittenLevels} from "./WrittenLevels.sol";

/// @notice People at level 1, and a pool.
abstract contract RewardTest is PeopleTest {
    uint128 internal constant CAP = 100e18;
    uint256 internal constant PEOPLE = 6;

    WrittenLevels internal levels;
    RewardPool internal pool;

    function setUp() public virtual override {
        super.setUp();
        register(PEOPLE);
        levels = new WrittenLevels();
        pool = new RewardPool(token, registry, levels, clock, CAP);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            levels.write(idOf(i), 1);
            vm.prank(wallet(i));
            token.approve(address(pool), type(uint256).max);
        }
    }

    function tip(uint256 from, uint256 to, uint256 amount) internal {
        vm.prank(wallet(from));
        // Safety: the amounts of these tests have 128 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        pool.tip(idOf(from), idOf(to), uint128(amount), "post");
    }

    function sponsor(uint256 by, uint32 epoch, uint256 amount) internal {
        vm.prank(wallet(by));
        // Safety: the amounts of these tests have 128 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        pool.sponsor(epoch, uint128(amount));
    }

    function weightOf(uint32 epoch, uint256 person) internal view returns (uint256) {
        return pool.receiverOf(epoch, idOf(person)).weight;
    }

    function left(uint32 epoch) internal view returns (uint256) {
        IRewardPool.Pool memory state = pool.poolOf(epoch);
        return state.isRolled ? 0 : state.sponsored - state.paid;
    }
}
