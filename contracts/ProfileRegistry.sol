// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Recovery} from "./abstract/Recovery.sol";
import {SessionKeys} from "./abstract/SessionKeys.sol";
import {IProfileRegistry} from "./interfaces/IProfileRegistry.sol";
import {Handle} from "./libraries/Handle.sol";

/// @title ProfileRegistry
contract ProfileRegistry is SessionKeys, Recovery, IProfileRegistry {
    bytes32 private constant REGISTER_TYPEHASH = keccak256(
        "Register(uint64 profile,string handle,address recovery,bytes32 content,bytes32 encryptionKey,address key,uint64 until,uint32 kinds,uint64 deadline)"
    );

    /// @inheritdoc IProfileRegistry
    mapping(address custody => uint256) public registrationCount;
    mapping(bytes32 handle => uint64 profile) private _profileOfHandle;

    /// @inheritdoc IProfileRegistry
    function register(
        string calldata handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey,
        KeyGrant calldata grant
    ) external returns (uint64 profile) {
        profile = profileIdOf(msg.sender, registrationCount[msg.sender]);
        _register(profile, msg.sender, handle, recovery, content, encryptionKey, grant);
    }

    /// @inheritdoc IProfileRegistry
    function registerFor(
        address custody,
        string calldata handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey,
        KeyGrant calldata grant,
        uint64 deadline,
        bytes calldata signature
    ) external returns (uint64 profile) {
        profile = profileIdOf(custody, registrationCount[custody]);
        bytes32 structHash = keccak256(
            abi.encode(
                REGISTER_TYPEHASH,
                profile,
                keccak256(bytes(handle)),
                recovery,
                content,
                encryptionKey,
                grant.key,
                grant.until,
                grant.kinds,
                deadline
            )
        );
        _requireSignature(custody, structHash, deadline, signature);
        _register(profile, custody, handle, recovery, content, encryptionKey, grant);
    }

    /// @inheritdoc IProfileRegistry
    function profileOfHandle(string calldata handle) external view returns (uint64) {
        return Handle.isValid(handle) ? _profileOfHandle[Handle.toWord(handle)] : 0;
    }

    /// @inheritdoc IProfileRegistry
    function profileIdOf(address custody, uint256 index) public pure returns (uint64) {
        return uint64(uint256(keccak256(abi.encode(custody, index))) >> 193);
    }

    function _register(
        uint64 profile,
        address custody,
        string calldata handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey,
        KeyGrant calldata grant
    ) private {
        if (!Handle.isValid(handle)) revert HandleInvalid(handle);
        bytes32 word = Handle.toWord(handle);
        uint64 holder = _profileOfHandle[word];
        if (holder != 0) revert HandleTaken(handle, holder);
        Profile storage state = _profiles[profile];
        if (profile == 0 || state.custody != address(0)) revert ProfileIdTaken(profile);

        _profileOfHandle[word] = profile;
        ++registrationCount[custody];
        state.custody = custody;
        state.since = uint64(block.timestamp);
        if (recovery != address(0)) state.recovery = recovery;
        if (encryptionKey != bytes32(0)) state.encryptionKey = encryptionKey;
        emit Registered(profile, custody, handle, recovery, content, encryptionKey);

        if (grant.key != address(0)) _authoriseKey(profile, state, grant);
    }
}
