// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICustody} from "./ICustody.sol";
import {IRecovery} from "./IRecovery.sol";
import {ISessionKeys} from "./ISessionKeys.sol";
import {ISignatures} from "./ISignatures.sol";

/// @title Profiles: numbered identities with a handle, a custody and session keys.
/// @notice No owner, no pause, no upgrade: only a profile's own custody and recovery address act on it.
interface IProfileRegistry is ISignatures, ICustody, IRecovery, ISessionKeys {
    /// @notice A profile exists from this log on.
    /// @dev For the indexer:
    ///      1. `profile` = profileIdOf(custody, n), n = how many profiles `custody` registered before; 1 .. 2^63-1;
    ///         unique for ever.
    ///      2. `handle` matches [a-z0-9_]{3,20}, is unique for ever and never released or changed.
    ///      3. Custody period 0 is (`custody`, block time, open).
    ///      4. `recovery` and `encryptionKey` hold from here on; zero = none. No other event repeats them.
    ///      5. `content` is the digest of the profile document, as a `profile` intent would carry it; zero = none.
    event Registered(
        uint64 indexed profile,
        address indexed custody,
        string handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey
    );

    /// @notice A handle is 3 to 20 characters of a-z, 0-9 and _.
    error HandleInvalid(string handle);

    /// @notice The handle is bound to another profile, for ever.
    error HandleTaken(string handle, uint64 profile);

    /// @notice The number of the custody's next profile is taken or zero (a chance of 2^-63): use another wallet.
    error ProfileIdTaken(uint64 profile);

    /// @notice The caller registers a profile that it controls.
    /// @dev Reverts: HandleInvalid, HandleTaken, ProfileIdTaken, and those of `authoriseKey`.
    /// @param recovery zero = none
    /// @param content digest (sha2-256) of the profile document; zero = none
    /// @param encryptionKey X25519 public key; zero = none
    /// @param grant session key; key zero = none, the rest of the grant is then ignored
    /// @return profile the number of the new profile
    function register(
        string calldata handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey,
        KeyGrant calldata grant
    ) external returns (uint64 profile);

    /// @notice `register` by the custody's signature. The profile's number is signed, so that one signature registers
    ///         one profile, and the same one after a reorg.
    /// @dev Register(uint64 profile,string handle,address recovery,bytes32 content,bytes32 encryptionKey,address
    ///      key,uint64 until,uint32 kinds,uint64 deadline), without the line break.
    function registerFor(
        address custody,
        string calldata handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey,
        KeyGrant calldata grant,
        uint64 deadline,
        bytes calldata signature
    ) external returns (uint64 profile);

    /// @notice First 63 bits of keccak256(abi.encode(custody, index)).
    function profileIdOf(address custody, uint256 index) external pure returns (uint64);

    /// @notice How many profiles `custody` has registered; the index of its next one.
    function registrationCount(address custody) external view returns (uint256);

    /// @notice The profile that holds a handle; 0 = none.
    function profileOfHandle(string calldata handle) external view returns (uint64);
}
