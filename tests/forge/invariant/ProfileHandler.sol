// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProfileRegistry} from "../../../contracts/ProfileRegistry.sol";
import {IRecovery} from "../../../contracts/interfaces/IRecovery.sol";
import {ISessionKeys} from "../../../contracts/interfaces/ISessionKeys.sol";
import {Forms} from "../base/Forms.sol";
import {Test} from "../base/Test.sol";

/// @notice Five people do everything the registry allows, in any order; what they were told is remembered, so that the
///         invariants can hold the registry to it. Every call must succeed: impossible ones are left out beforehand.
contract ProfileHandler is Test {
    uint256 internal constant PEOPLE = 5;
    uint256 public constant KEYS = 3; // few, so that calls meet on one key
    uint256 internal constant MAX_PROFILES = 3;

    ProfileRegistry public immutable REGISTRY;
    uint64[] public profiles;
    string[] public handles;

    /// @dev Ghosts: smallest voidFrom ever seen per (profile, key); a true answer about the past that was noted, and
    ///      whether something that may turn it has happened to the profile since.
    mapping(uint64 profile => mapping(address key => uint64)) public lowestVoidFrom;
    mapping(uint64 profile => uint256) public voidings;
    Note[] private _notes;
    address[PEOPLE] private _people;

    struct Note {
        uint64 profile;
        address signer;
        uint64 t;
        bool answer;
        uint256 voidings;
    }

    constructor(ProfileRegistry registry) {
        REGISTRY = registry;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            _people[i] = vm.addr(personKey(i));
        }
    }

    // Reading

    function profileCount() external view returns (uint256) {
        return profiles.length;
    }

    function personKey(uint256 index) public pure returns (uint256) {
        return 0x1000 + index % PEOPLE;
    }

    function person(uint256 index) public view returns (address) {
        return _people[index % PEOPLE];
    }

    function sessionKey(uint256 index) public pure returns (address) {
        return vm.addr(0x5e5500 + index % KEYS);
    }

    function notes() external view returns (Note[] memory) {
        return _notes;
    }

    // Acting

    function passTime(uint32 addedSeconds) external {
        skip(bound(addedSeconds, 0, 8 days));
    }

    function register(uint256 who, uint256 recovery) external {
        if (profiles.length == MAX_PROFILES) return;
        string memory handle = string.concat("handle", vm.toString(profiles.length));
        vm.prank(person(who));
        profiles.push(
            REGISTRY.register(
                handle,
                recovery % 3 == 0 ? address(0) : person(recovery),
                bytes32(0),
                bytes32(recovery),
                _none()
            )
        );
        handles.push(handle);
    }

    function authorise(uint256 which, uint256 key, uint32 kinds, uint32 lasting) external {
        (bool some, uint64 profile) = _pick(which);
        (uint64 used,,,,) = REGISTRY.sessionKeyOf(profile, sessionKey(key));
        if (!some || used != 0) return;
        uint64 until = uint64(vm.getBlockTimestamp()) + 1 + lasting;
        vm.prank(REGISTRY.custodyOf(profile));
        REGISTRY.authoriseKey(
            profile, ISessionKeys.KeyGrant(sessionKey(key), until, (kinds & ~uint32(1)) | 2)
        );
    }

    function revoke(uint256 which, uint256 key, uint64 voidFrom) external {
        (bool some, uint64 profile) = _pick(which);
        (uint64 from,,, uint32 index, uint64 before) = REGISTRY.sessionKeyOf(profile, sessionKey(key));
        if (!some || from == 0 || index + 1 != REGISTRY.custodyCount(profile)) return;
        uint64 given = boundTime(voidFrom, from - 10, vm.getBlockTimestamp() + 10);
        vm.prank(REGISTRY.custodyOf(profile));
        REGISTRY.revokeKey(profile, sessionKey(key), given);
        (,,,, uint64 effective) = REGISTRY.sessionKeyOf(profile, sessionKey(key));
        if (before == 0 || effective < before) lowestVoidFrom[profile][sessionKey(key)] = effective;
        ++voidings[profile];
    }

    function transfer(uint256 which, uint256 to) external {
        (bool some, uint64 profile) = _pick(which);
        if (!some || _pending(profile) == IRecovery.PendingKind.Recovery) return;
        bytes memory agreed =
            _sign(to, Forms.transfer(profile, person(to), REGISTRY.nonceOf(profile), _far()));
        vm.prank(REGISTRY.custodyOf(profile));
        REGISTRY.transferCustody(profile, person(to), _far(), agreed);
    }

    function requestRecovery(uint256 which, uint256 to) external {
        (bool some, uint64 profile) = _pick(which);
        address recovery = REGISTRY.recoveryOf(profile);
        if (!some || recovery == address(0) || _pending(profile) == IRecovery.PendingKind.Recovery) return;
        skip(1 days); // past any cooldown
        bytes memory agreed = _sign(to, Forms.recover(profile, person(to), REGISTRY.nonceOf(profile), _far()));
        vm.prank(recovery);
        REGISTRY.requestRecovery(profile, person(to), _far(), agreed);
    }

    function endRecovery(uint256 which, uint256 how) external {
        (bool some, uint64 profile) = _pick(which);
        if (!some || _pending(profile) != IRecovery.PendingKind.Recovery) return;
        if (how % 3 == 0) {
            vm.prank(how % 2 == 0 ? REGISTRY.custodyOf(profile) : REGISTRY.recoveryOf(profile));
            REGISTRY.cancelRecovery(profile);
        } else {
            skip(7 days);
            REGISTRY.finishRecovery(profile);
            ++voidings[profile];
        }
    }

    function requestChange(uint256 which, uint256 recovery) external {
        (bool some, uint64 profile) = _pick(which);
        if (!some || _pending(profile) == IRecovery.PendingKind.Recovery) return;
        vm.prank(REGISTRY.custodyOf(profile));
        REGISTRY.requestRecoveryChange(profile, recovery % 4 == 0 ? address(0) : person(recovery));
    }

    function endChange(uint256 which, bool veto) external {
        (bool some, uint64 profile) = _pick(which);
        if (!some || _pending(profile) != IRecovery.PendingKind.RecoveryChange) return;
        if (veto && REGISTRY.recoveryOf(profile) != address(0)) {
            vm.prank(REGISTRY.recoveryOf(profile));
            REGISTRY.vetoRecoveryChange(profile);
        } else {
            skip(7 days);
            REGISTRY.finishRecoveryChange(profile);
        }
    }

    /// @dev Asks about a past moment and keeps the answer for the invariant to ask again.
    function note(uint256 which, uint256 who, bool key, uint64 back) external {
        (bool some, uint64 profile) = _pick(which);
        if (!some || _notes.length == 40) return;
        address signer = key ? sessionKey(who) : person(who);
        uint64 t = boundTime(back, START, vm.getBlockTimestamp()) - 1;
        _notes.push(Note(profile, signer, t, REGISTRY.isAuthorised(profile, signer, 1, t), voidings[profile]));
    }

    function _pick(uint256 which) internal view returns (bool, uint64) {
        return profiles.length == 0 ? (false, 0) : (true, profiles[which % profiles.length]);
    }

    function _pending(uint64 profile) internal view returns (IRecovery.PendingKind kind) {
        (kind,,,) = REGISTRY.pendingOf(profile);
    }

    function _sign(uint256 who, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(personKey(who), Forms.digest(structHash, address(REGISTRY), block.chainid));
        return abi.encodePacked(r, s, v);
    }

    function _none() internal pure returns (ISessionKeys.KeyGrant memory) {
        return ISessionKeys.KeyGrant(address(0), 0, 0);
    }

    function _far() internal pure returns (uint64) {
        return type(uint64).max;
    }
}
