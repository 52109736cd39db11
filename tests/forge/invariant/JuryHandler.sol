// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IJurors} from "../../../contracts/interfaces/IJurors.sol";
import {IJury} from "../../../contracts/interfaces/IJury.sol";
import {JuryTest} from "../base/JuryTest.sol";

/// @notice Seven founders and three others ask, accuse, judge, stay away, join and leave; a model says what must have
///         happened. Many calls are refused, as they should be; what is accepted is checked.
contract JuryHandler is JuryTest {
    uint32 internal constant REMEMBERED = 3;
    /// @dev What stood when an epoch was first seen: it may not change until it is over, verdicts never.
    mapping(uint32 epoch => mapping(uint256 person => bytes32)) public verdictsThen;
    mapping(uint32 epoch => mapping(uint256 person => bool)) public activeThen;
    uint32 public recordedUntil;

    constructor() {
        super.setUp();
    }

    /// @dev The world stands once: forge calls every public function of a handler.
    function setUp() public override {}

    modifier settled() {
        _record();
        _;
    }

    function _record() private {
        while (recordedUntil < clock.currentEpoch()) {
            uint32 epoch = ++recordedUntil;
            for (uint256 i = 0; i < PEOPLE; ++i) {
                verdictsThen[epoch][i] = _verdictOf(i, epoch);
                activeThen[epoch][i] = _isActive(i, epoch);
            }
        }
    }

    function _verdictOf(uint256 person, uint32 epoch) private view returns (bytes32) {
        return keccak256(abi.encode(jury.isVetted(idOf(person), epoch), jury.isFake(idOf(person), epoch)));
    }

    function _isActive(uint256 person, uint32 epoch) private view returns (bool) {
        IJurors.Juror memory juror = jury.jurorOf(idOf(person));
        if (juror.from > epoch || epoch >= juror.until) return false;
        return jury.jurorAt(juror.slot) == idOf(person);
    }

    // Cases

    function passTime(uint256 addedSeconds, uint256 luck) external settled {
        if (luck % 3 == 0) toNextEpoch();
        else skip(bound(addedSeconds, 1, luck % 16 == 1 ? 9 * EPOCH : EPOCH / 4));
    }

    function openCase(uint256 by, uint256 person, uint256 kind) external settled {
        (by, person) = (by % PEOPLE, 3 + person % (PEOPLE - 3));
        uint64 profile = idOf(person);
        vm.prank(wallet(kind % 3 == 1 ? person : by));
        if (kind % 3 == 0) try jury.ask(profile) {} catch {}
        if (kind % 3 == 1) try jury.appeal(profile, "look") {} catch {}
        if (kind % 3 == 2) try jury.accuse(profile, "look") {} catch {}
    }

    /// @dev As far as luck has it: answered, drawn, sealed, opened, decided.
    function judgeCase(uint256 luck, uint256 votes, uint256 stages) external settled {
        uint256 caseId = _pick(luck);
        if (caseId == 0) return;
        _answer(caseId);
        if (stages % 8 == 0) return;
        _draw(caseId);
        if (stages % 8 == 1) return;
        _seal(caseId, votes);
        if (stages % 8 == 2) return;
        _open(caseId, votes);
        if (stages % 8 == 3) return;
        skip(EPOCH / 4);
        _decide(caseId);
    }

    function decideCase(uint256 luck) external settled {
        if (jury.caseCount() != 0) _decide(_pick(luck));
    }

    function _answer(uint256 caseId) private {
        vm.prank(wallet(personOf(jury.caseOf(caseId).profile)));
        try jury.answer(caseId, "look") {} catch {}
    }

    function _draw(uint256 caseId) private {
        IJury.Case memory state = jury.caseOf(caseId);
        if (state.state != IJury.State.Ready) return;
        if (clock.currentEpoch() <= state.epoch) toNextEpoch();
        _record();
        uint32 epoch = clock.currentEpoch();
        if (clock.beaconOf(epoch) == 0) takeBeacon(keccak256(abi.encode("beacon", epoch)));
        try jury.draw(caseId) {
            for (uint256 i = 0; i < 5; ++i) {
                uint64 juror = jury.juryOf(caseId)[i].juror;
                vm.assertTrue(juror != state.profile, "nobody judges itself");
                vm.assertTrue(activeThen[epoch][personOf(juror)], "active when the epoch began");
                for (uint256 k = 0; k < i; ++k) {
                    vm.assertTrue(juror != jury.juryOf(caseId)[k].juror, "distinct");
                }
            }
        } catch {}
    }

    /// @dev As a rule of one mind, as a rule all of them.
    function _voteOf(uint256 votes, uint256 seat) private pure returns (IJury.Vote) {
        if ((votes >> (8 + 4 * seat)) % 16 == 0) return IJury.Vote.None;
        return IJury.Vote(1 + ((votes >> (32 + 4 * seat)) % 8 == 0 ? votes >> (64 + seat) : votes) % 3);
    }

    function _seal(uint256 caseId, uint256 votes) private {
        for (uint256 i = 0; i < 5; ++i) {
            IJury.Vote vote = _voteOf(votes, i);
            uint64 juror = jury.juryOf(caseId)[i].juror;
            bytes32 salt = "salt";
            if (vote == IJury.Vote.None || juror == 0) continue;
            vm.prank(wallet(personOf(juror)));
            try jury.commit(caseId, juror, keccak256(abi.encode(caseId, juror, vote, salt))) {} catch {}
        }
    }

    function _open(uint256 caseId, uint256 votes) private {
        IJury.Case memory state = jury.caseOf(caseId);
        if (state.state != IJury.State.Voting) return;
        if (vm.getBlockTimestamp() <= state.until) vm.warp(state.until + 1);
        for (uint256 i = 0; i < 5; ++i) {
            try jury.reveal(caseId, jury.juryOf(caseId)[i].juror, _voteOf(votes, i), "salt") {} catch {}
        }
    }

    function _decide(uint256 caseId) private {
        IJury.Case memory state = jury.caseOf(caseId);
        bool wasFake = jury.fakeSince(state.profile) != 0;
        bool wasVetted = jury.vettedSince(state.profile) != 0;
        try jury.decide(caseId) {
            bool isFake = jury.fakeSince(state.profile) != 0;
            bool isVetted = jury.vettedSince(state.profile) != 0;
            vm.assertTrue(isFake == (wasFake || state.faked >= 4), "fake by four, for ever");
            bool isPassed = state.passed >= 4 && state.kind != IJury.Kind.Accusation && !wasFake;
            vm.assertTrue(isVetted == (wasVetted || isPassed), "vetted by four");
        } catch {}
    }

    function closeCase(uint256 luck) external settled {
        uint256 caseId = _pick(luck);
        if (caseId == 0) return;
        IJury.Case memory state = jury.caseOf(caseId);
        uint256 before = jury.creditOf(state.payer);
        try jury.close(caseId) {
            vm.assertEq(jury.creditOf(state.payer), before + DEPOSIT, "deposit back");
        } catch {}
    }

    // Jurors

    function changeJurors(uint256 person, uint256 luck) external settled {
        person = person % PEOPLE;
        vm.startPrank(wallet(person));
        if (luck % 4 == 0) try jury.leave(idOf(person)) {} catch {}
        if (luck % 4 == 1) try jury.takeStake(idOf(person)) {} catch {}
        if (luck % 4 > 1) try jury.join(idOf(person), luck / 4 % (jury.slotCount() + 2)) {} catch {}
        vm.stopPrank();
    }

    function moveMoney(uint256 person, uint256 amount) external settled {
        if (amount % 3 == 0) {
            vm.prank(wallet(person % PEOPLE));
            jury.fund(boundAmount(amount, 0, 5 * DEPOSIT));
        } else {
            try jury.withdraw(wallet(person % PEOPLE)) {} catch {}
        }
    }

    /// @dev One of the latest five cases; 0 = there is none.
    function _pick(uint256 luck) private view returns (uint256) {
        uint256 count = jury.caseCount();
        return count == 0 ? 0 : count - luck % (count < 5 ? count : 5);
    }

    // What the invariants ask

    function checkPast() external view {
        uint32 first = recordedUntil > REMEMBERED ? recordedUntil - REMEMBERED : 1;
        for (uint32 epoch = first; epoch <= recordedUntil; ++epoch) {
            for (uint256 i = 0; i < PEOPLE; ++i) {
                vm.assertEq(
                    _verdictOf(i, epoch), verdictsThen[epoch][i], "a begun epoch's verdicts are fixed"
                );
            }
        }
        if (recordedUntil != clock.currentEpoch()) return;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.assertTrue(_isActive(i, recordedUntil) == activeThen[recordedUntil][i], "and its jurors");
        }
    }

    /// @dev Every token is somebody's; at most one check or appeal, and one accusation, of a profile at a time; votes add up.
    function checkCases() external view {
        uint256 open;
        uint256[PEOPLE] memory checks;
        uint256[PEOPLE] memory accusations;
        for (uint256 caseId = 1; caseId <= jury.caseCount(); ++caseId) {
            IJury.Case memory state = jury.caseOf(caseId);
            vm.assertTrue(state.revealed <= 5 && state.passed + state.faked <= state.revealed, "votes");
            if (state.state == IJury.State.Decided || state.state == IJury.State.Closed) continue;
            ++open;
            uint256 person = personOf(state.profile);
            if (state.kind == IJury.Kind.Accusation) ++accusations[person];
            else ++checks[person];
        }
        checkMoney(open);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.assertEq(checks[i], jury.nextCheckOf(idOf(i)) == type(uint32).max ? 1 : 0, "one check");
            bool isAccused = jury.nextAccusationOf(idOf(i)) == type(uint32).max;
            vm.assertEq(accusations[i], isAccused ? 1 : 0, "one accusation");
        }
    }
}
