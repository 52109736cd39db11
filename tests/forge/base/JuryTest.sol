// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Jury} from "../../../contracts/Jury.sol";
import {IJury} from "../../../contracts/interfaces/IJury.sol";
import {PeopleTest} from "./PeopleTest.sol";

/// @notice Seven founders who are jurors, and people to be judged.
abstract contract JuryTest is PeopleTest {
    uint128 internal constant JUROR_STAKE = 100e18;
    uint128 internal constant DEPOSIT = 50e18;
    uint256 internal constant FOUNDERS = 7;
    uint256 internal constant STRANGER = 7;
    uint256 internal constant PEOPLE = 10;

    Jury internal jury;

    function setUp() public virtual override {
        super.setUp();
        register(PEOPLE);
        uint64[] memory founders = new uint64[](FOUNDERS);
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            founders[i] = idOf(i);
        }
        jury = new Jury(token, registry, clock, founders, JUROR_STAKE, DEPOSIT);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.prank(wallet(i));
            token.approve(address(jury), type(uint256).max);
        }
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            join(i);
        }
    }

    function join(uint256 person) internal {
        uint256 slot = jury.slotCount();
        vm.prank(wallet(person));
        jury.join(idOf(person), slot);
    }

    function appeal(uint256 person) internal returns (uint256) {
        vm.prank(wallet(person));
        return jury.appeal(idOf(person), "look");
    }

    function accuse(uint256 by, uint256 person) internal returns (uint256) {
        vm.prank(wallet(by));
        return jury.accuse(idOf(person), "look");
    }

    function toNextEpoch() internal {
        toEpoch(clock.currentEpoch() + 1);
    }

    /// @dev A jury of the next epoch.
    function drawJury(uint256 caseId) internal {
        toNextEpoch();
        takeBeacon(keccak256(abi.encode("beacon", clock.currentEpoch())));
        jury.draw(caseId);
    }

    function personOf(uint64 profile) internal view returns (uint256 person) {
        while (idOf(person) != profile) {
            ++person;
        }
    }

    function jurorOf(uint256 caseId, uint256 seat) internal view returns (uint256) {
        return personOf(jury.juryOf(caseId)[seat].juror);
    }

    function sealVote(uint256 caseId, uint256 seat, IJury.Vote vote) internal {
        uint64 juror = jury.juryOf(caseId)[seat].juror;
        vm.prank(wallet(personOf(juror)));
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        jury.commit(caseId, juror, keccak256(abi.encode(caseId, juror, vote, bytes32("salt"))));
    }

    function openVote(uint256 caseId, uint256 seat, IJury.Vote vote) internal {
        jury.reveal(caseId, jury.juryOf(caseId)[seat].juror, vote, "salt");
    }

    /// @dev The first `passes` say pass, the next `fakes` say fake, the next `unclear` that; the others stay away.
    function voteAll(uint256 caseId, uint256 passes, uint256 fakes, uint256 unclear) internal {
        for (uint256 i = 0; i < passes + fakes + unclear; ++i) {
            sealVote(caseId, i, _voteOf(i, passes, fakes));
        }
        skip(EPOCH / 2 + 1);
        for (uint256 i = 0; i < passes + fakes + unclear; ++i) {
            openVote(caseId, i, _voteOf(i, passes, fakes));
        }
        skip(EPOCH / 4);
    }

    function _voteOf(uint256 seat, uint256 passes, uint256 fakes) private pure returns (IJury.Vote) {
        if (seat < passes) return IJury.Vote.Pass;
        return seat < passes + fakes ? IJury.Vote.Fake : IJury.Vote.Unclear;
    }

    function judge(uint256 caseId, uint256 passes, uint256 fakes, uint256 unclear) internal {
        drawJury(caseId);
        voteAll(caseId, passes, fakes, unclear);
        jury.decide(caseId);
    }

    function notNow(uint256 caseId, IJury.State state) internal {
        vm.expectRevert(abi.encodeWithSelector(IJury.NotNow.selector, caseId, state));
    }

    /// @dev balance = pot + credits + stakes + deposits of open cases
    function checkMoney(uint256 openCases) internal view {
        uint256 sum = jury.pot() + openCases * DEPOSIT;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            sum += jury.creditOf(wallet(i)) + jury.jurorOf(idOf(i)).stake;
        }
        vm.assertEq(token.balanceOf(address(jury)), sum, "every token is somebody's");
    }
}
