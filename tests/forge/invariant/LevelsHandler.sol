// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PersonhoodRegistry} from "../../../contracts/PersonhoodRegistry.sol";
import {IEpochRoots} from "../../../contracts/interfaces/IEpochRoots.sol";
import {IJury} from "../../../contracts/interfaces/IJury.sol";
import {Columns} from "../../../contracts/libraries/Columns.sol";
import {PeopleTest} from "../base/PeopleTest.sol";
import {WrittenRoots} from "../base/WrittenRoots.sol";

/// @notice Roots come and stay away, levels are proven in any order or lied about, verdicts fall, floors are proven; a model
///         remembers all that was proven and says what everybody's level must be.
contract LevelsHandler is PeopleTest {
    uint256 internal constant PEOPLE = 8; // a tree of height 3; person i has seat i
    PersonhoodRegistry internal personhood;
    WrittenRoots internal roots;
    mapping(uint32 epoch => mapping(uint256 person => uint8)) private _levels;
    mapping(uint32 epoch => bytes32) private _tops;
    mapping(uint32 epoch => bool) private _isWithheld;
    mapping(uint32 epoch => mapping(uint256 person => bool)) private _isProven;
    mapping(uint256 person => uint32) private _floors;

    constructor() {
        super.setUp();
        register(PEOPLE);
        roots = new WrittenRoots(address(token), address(clock), address(vouches));
        personhood = new PersonhoodRegistry(IEpochRoots(address(roots)), IJury(address(verdicts)));
        // Everybody with the last four, and in the order of seats.
        for (uint256 i = 0; i < PEOPLE; ++i) {
            for (uint256 k = 0; k < PEOPLE; ++k) {
                if (i != k && (i >= 4 || k >= 4)) vouch(i, k);
            }
        }
        toEpoch(3);
    }

    /// @dev The world stands once: forge calls every public function of a handler.
    function setUp() public override {}

    // Time and roots

    function passTime(uint256 addedSeconds, uint256 luck) external {
        skip(luck % 8 == 0 ? 3 * EPOCH : bound(addedSeconds, 1, EPOCH));
    }

    function publish(uint256 seed, uint256 luck) external {
        _publish(seed, luck, clock.currentEpoch() - narrow(luck % 2));
    }

    /// @dev Two epochs are published and proven, then nobody posts for a while.
    function fallSilent(uint256 seed, uint256 luck) external {
        for (uint256 i = 0; i < 2; ++i) {
            uint32 epoch = clock.currentEpoch();
            _publish(seed / 2 + i, 1, epoch);
            _prove(epoch, 1);
            skip(i == 0 ? EPOCH : (2 + luck % 3) * EPOCH);
        }
    }

    function _publish(uint256 seed, uint256 luck, uint32 epoch) private {
        if (_tops[epoch] != 0) return;
        bytes32[] memory level = new bytes32[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            // As a rule the last four carry.
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            // Safety: 0 to 3.
            // forge-lint: disable-next-line(unsafe-typecast)
            _levels[epoch][i] = uint8(i >= 4 && drawn % 16 != 0 ? 2 : drawn % 4);
            level[i] = Columns.standingLeaf(_word(epoch, i));
        }
        while (level.length > 1) {
            level = _up(level);
        }
        (_tops[epoch], _isWithheld[epoch]) = (level[0], luck % 10 == 0);
        roots.write(epoch, IEpochRoots.FinalRoot("root", level[0], narrow(PEOPLE), luck % 10 == 0));
    }

    function _word(uint32 epoch, uint256 seat) private view returns (uint256) {
        return uint256(_levels[epoch][seat]) << 96 | seat;
    }

    function _up(bytes32[] memory level) private pure returns (bytes32[] memory next) {
        next = new bytes32[](level.length / 2);
        for (uint256 i = 0; i < next.length; ++i) {
            next[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
        }
    }

    function _path(uint32 epoch, uint256 seat) private view returns (bytes32[] memory path) {
        path = new bytes32[](3);
        bytes32[] memory level = new bytes32[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            level[i] = Columns.standingLeaf(_word(epoch, i));
        }
        for (uint256 i = 0; i < 3; ++i) {
            path[i] = level[(seat >> i) ^ 1];
            level = _up(level);
        }
    }

    // Proofs

    /// @dev One person, or all of them, for the latest final epoch or one of the two before.
    function prove(uint256 back, uint256 luck) external {
        uint32 epoch = roots.latestFinal();
        if (back % 2 == 0 && epoch > 2) epoch -= narrow(back / 2 % 3);
        _prove(epoch, luck);
    }

    function _prove(uint32 epoch, uint256 luck) private {
        for (uint256 person = 0; person < PEOPLE; ++person) {
            if (luck % 3 == 0 && person != luck / 3 % PEOPLE) continue;
            try personhood.proveLevel(idOf(person), epoch, _word(epoch, person), _path(epoch, person)) {
                vm.assertTrue(_tops[epoch] != 0 && !_isWithheld[epoch], "published");
                _isProven[epoch][person] = true;
            } catch {}
        }
    }

    function lie(uint256 back, uint256 person, uint256 level) external {
        uint32 current = clock.currentEpoch();
        uint32 epoch = current - narrow(back % (current < 3 ? current : 3));
        person = person % PEOPLE;
        level = level % 4;
        if (level == _levels[epoch][person]) return;
        bytes32[] memory path = _path(epoch, person);
        try personhood.proveLevel(idOf(person), epoch, level << 96 | person, path) {
            revert("a lie was proven");
        } catch {}
    }

    function proveFloor(uint256 person, uint256 luck) external {
        person = person % PEOPLE;
        uint64[3] memory partners = [
            idOf(4 + luck % 4),
            idOf(4 + (luck / 4 + 1) % 4),
            idOf(luck % 7 == 0 ? luck % PEOPLE : 4 + (luck / 4 + 2) % 4)
        ];
        try personhood.proveFloor(idOf(person), partners) {
            uint32 latest = roots.latestFinal();
            for (uint256 i = 0; i < 3; ++i) {
                uint256 partner = _personOf(partners[i]);
                vm.assertTrue(_hadTwo(partner, latest) && _hadTwo(partner, latest - 1), "carries");
                vm.assertTrue(isLive(person, partner, clock.currentEpoch()), "a partner");
                vm.assertTrue(partners[i] != partners[(i + 1) % 3], "different");
            }
            _floors[person] = latest;
        } catch {}
    }

    function _hadTwo(uint256 person, uint32 epoch) private view returns (bool) {
        return _isProven[epoch][person] && _levels[epoch][person] >= 2;
    }

    function _personOf(uint64 profile) private view returns (uint256 person) {
        while (idOf(person) != profile) ++person;
    }

    // Verdicts

    function judge(uint256 person, uint256 luck) external {
        uint64 profile = idOf(person % PEOPLE);
        uint32 epoch = clock.currentEpoch() + 1;
        if (luck % 4 == 0 && verdicts.vettedSince(profile) == 0) verdicts.vet(profile, epoch);
        if (luck % 16 == 1 && verdicts.fakeSince(profile) == 0) verdicts.prove(profile, epoch);
    }

    // What the invariant asks

    function modelLevel(uint256 person) public view returns (uint256) {
        if (verdicts.fakeSince(idOf(person)) != 0) return 0;
        (uint32 current, uint32 since) = (clock.currentEpoch(), verdicts.vettedSince(idOf(person)));
        if (since != 0 && current < since + 2) return 3;
        uint32 latest = roots.latestFinal();
        if (latest == 0 || current > latest + 8) return 0;
        if (current > latest + 2) return _floors[person] == latest ? 1 : 0;
        uint8 now_ = _isProven[latest][person] ? _levels[latest][person] : 0;
        uint8 before = _isProven[latest - 1][person] ? _levels[latest - 1][person] : 0;
        return now_ > before ? now_ : before;
    }

    function checkLevels() external view {
        for (uint256 person = 0; person < PEOPLE; ++person) {
            vm.assertEq(personhood.levelOf(idOf(person)), modelLevel(person), "no level out of nothing");
        }
    }
}
