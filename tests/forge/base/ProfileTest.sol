// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProfileRegistry} from "../../../contracts/ProfileRegistry.sol";
import {ISessionKeys} from "../../../contracts/interfaces/ISessionKeys.sol";
import {Forms} from "./Forms.sol";
import {Test} from "./Test.sol";

/// @notice A registry, some people with keys, and the steps that most tests begin with.
abstract contract ProfileTest is Test {
    uint256 internal constant ALICE_KEY = 0xa11ce;
    uint256 internal constant BOB_KEY = 0xb0b;
    uint256 internal constant CAROL_KEY = 0xca401;
    uint256 internal constant MALLORY_KEY = 0x3a1104;
    uint32 internal constant POSTING = 0x1ffe; // kinds 1 to 12
    uint64 internal constant FAR = type(uint64).max;

    ProfileRegistry internal registry;
    address internal alice = vm.addr(ALICE_KEY);
    address internal bob = vm.addr(BOB_KEY);
    address internal carol = vm.addr(CAROL_KEY);
    address internal mallory = vm.addr(MALLORY_KEY);
    address internal session = address(0x5e5510);
    address internal relayer = address(0x4e1a);

    function setUp() public virtual {
        vm.warp(START);
        registry = new ProfileRegistry();
    }

    // Acting

    function noKey() internal pure returns (ISessionKeys.KeyGrant memory) {
        return ISessionKeys.KeyGrant(address(0), 0, 0);
    }

    function grantOf(address key, uint64 until, uint32 kinds)
        internal
        pure
        returns (ISessionKeys.KeyGrant memory)
    {
        return ISessionKeys.KeyGrant(key, until, kinds);
    }

    /// @dev A profile of alice's with bob for recovery and no session key.
    function registerAlice() internal returns (uint64) {
        vm.prank(alice);
        return registry.register("alice", bob, "content", "encryption", noKey());
    }

    function authorise(uint64 profile, address key, uint64 until) internal {
        vm.prank(registry.custodyOf(profile));
        registry.authoriseKey(profile, grantOf(key, until, POSTING));
    }

    function transferTo(uint64 profile, uint256 toKey) internal {
        bytes memory agreed =
            sign(toKey, Forms.transfer(profile, vm.addr(toKey), registry.nonceOf(profile), FAR));
        vm.prank(registry.custodyOf(profile));
        registry.transferCustody(profile, vm.addr(toKey), FAR, agreed);
    }

    function requestRecoveryTo(uint64 profile, uint256 toKey) internal {
        bytes memory agreed =
            sign(toKey, Forms.recover(profile, vm.addr(toKey), registry.nonceOf(profile), FAR));
        vm.prank(registry.recoveryOf(profile));
        registry.requestRecovery(profile, vm.addr(toKey), FAR, agreed);
    }

    // Signing

    function sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(structHash, address(registry)));
        return abi.encodePacked(r, s, v);
    }

    function digestOf(bytes32 structHash, address verifier) internal view returns (bytes32) {
        return Forms.digest(structHash, verifier, block.chainid);
    }
}
