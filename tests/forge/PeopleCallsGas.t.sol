// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IJury} from "../../contracts/interfaces/IJury.sol";
import {Forms} from "./base/Forms.sol";
import {WholeTest} from "./base/WholeTest.sol";

/// @notice Gas of what people, jurors and the scorer's process call, with all contracts. As in Gas.t.sol.
/// forge-config: default.isolate = true
/// forge-config: ci.isolate = true
contract PeopleCallsGasTest is WholeTest {
    function _begin() private {
        toEpoch(2);
        vouchAll();
        toEpoch(5);
    }

    function _record(string memory scenario, uint256 budget) private {
        uint256 used = vm.lastCallGas().gasTotalUsed;
        vm.snapshotValue("gas", string.concat("people: ", scenario), used);
        vm.assertLe(used, budget, string.concat(scenario, " is over its budget"));
    }

    function test_a_beacon_a_root_and_a_level() public {
        _begin();
        clock.commit();
        _record("commit to a beacon's block", 60_000);
        uint256 target = clock.targetOf(5);
        vm.roll(target + 1);
        bytes memory block_ = headerWith(randao, "extra");
        vm.setBlockhash(target, keccak256(block_));
        clock.take(block_);
        _record("take a beacon", 100_000);
        vm.prank(POSTER);
        bytes32 id = roots.post(header);
        toEpoch(6);
        skip(2);
        roots.finish(id, header);
        _record("finish a root of 15 seats", 200_000);
        proveLevel(NEWCOMER);
        _record("prove a level, the first of a profile", 110_000);
        proveLevel(NEWCOMER);
        _record("prove it again", 90_000);
    }

    function test_a_case() public {
        bytes memory signature = signAs(ALONE, address(jury), Forms.appeal(idOf(ALONE), "look", 0, FAR));
        uint256 caseId = jury.appealFor(idOf(ALONE), "look", FAR, signature);
        _record("a relayed appeal", 260_000);
        drawJury(caseId);
        _record("draw a jury", 320_000);
        for (uint256 i = 0; i < 5; ++i) {
            sealVote(caseId, i, IJury.Vote.Pass);
        }
        _record("seal a vote", 75_000);
        skip(EPOCH / 2 + 1);
        for (uint256 i = 0; i < 5; ++i) {
            openVote(caseId, i, IJury.Vote.Pass);
        }
        _record("open a vote", 75_000);
        jury.decide(caseId);
        _record("decide a case", 350_000);
    }

    function test_tips() public {
        // In the first two epochs founders have their level by the deployment.
        vm.prank(wallet(7));
        pool.tip(0, idOf(2), CAP, "post");
        _record("a tip that does not count", 70_000);
        vm.prank(wallet(0));
        pool.tip(idOf(0), idOf(2), CAP / 4, "post");
        _record("the first tip to a receiver in an epoch", 230_000);
        vm.prank(wallet(1));
        pool.tip(idOf(1), idOf(2), CAP / 4, "post");
        _record("the first tip of a second giver", 150_000);
        vm.prank(wallet(1));
        pool.tip(idOf(1), idOf(2), CAP / 4, "post");
        _record("a later tip of a pair", 110_000);
        uint256 nonce = uint256(keccak256("any"));
        bytes32 structHash = Forms.tip(idOf(1), idOf(2), CAP / 4, "post", nonce, FAR);
        pool.tipFor(idOf(1), idOf(2), CAP / 4, "post", nonce, FAR, signAs(1, address(pool), structHash));
        _record("a later tip of a pair, relayed", 150_000);
        vm.prank(wallet(3));
        pool.sponsor(1, CAP);
        _record("sponsor an epoch", 90_000);
        vm.warp(clock.startOf(2));
        pool.claim(1, idOf(2));
        _record("claim a match", 110_000);
    }
}
