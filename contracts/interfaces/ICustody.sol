// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Custody: which wallet controls a profile, and how it moves.
/// @notice Custody periods are an append-only list; they never overlap. One nonce per profile serves the encryption
///         key, the transfer and the recovery; each of these calls, direct or signed, uses it up.
interface ICustody {
    /// @notice Custody moved, by a transfer or by a finished recovery.
    /// @dev For the indexer:
    ///      1. `custodyIndex` is the new period's; it grows by exactly one; the registration's is 0.
    ///      2. The former period ends at `previousUntil`: the block's time after a transfer, the time of the request
    ///         (earlier) after a recovery. The new period starts at the block's time.
    ///      3. Every session key of the former period ends at `previousUntil`, without an event of its own.
    ///      4. The recovery address and what was pending are cleared, without an event of their own. The encryption
    ///         key is cleared, and `EncryptionKeySet(profile, 0)` follows if there was one.
    ///      5. `from` may equal `to`: that ends all session keys.
    event CustodyTransferred(
        uint64 indexed profile,
        address indexed from,
        address indexed to,
        uint32 custodyIndex,
        uint64 previousUntil
    );

    /// @notice The public key that others encrypt to; zero = none.
    /// @dev For the indexer: 1. It replaces the earlier one. 2. With zero it may follow `CustodyTransferred`.
    event EncryptionKeySet(uint64 indexed profile, bytes32 encryptionKey);

    /// @notice No profile has this number.
    error ProfileUnknown(uint64 profile);

    /// @notice Only the profile's current custody may do this.
    error NotCustody(uint64 profile, address caller);

    /// @notice The profile has had fewer custody periods.
    error CustodyIndexUnknown(uint64 profile, uint256 index);

    /// @notice The custody publishes the key that others encrypt to; zero = none.
    /// @param encryptionKey X25519 public key
    function setEncryptionKey(uint64 profile, bytes32 encryptionKey) external;

    /// @notice `setEncryptionKey` by the custody's signature.
    /// @dev SetEncryptionKey(uint64 profile,bytes32 encryptionKey,uint256 nonce,uint64 deadline)
    function setEncryptionKeyFor(
        uint64 profile,
        bytes32 encryptionKey,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice The custody hands the profile to `to`, who agrees by signature. Ends all session keys, clears the
    ///         recovery address, the encryption key and a pending change.
    /// @dev TransferCustody(uint64 profile,address to,uint256 nonce,uint64 deadline), signed by `to`.
    ///      Reverts: NotCustody, RecoveryPending, SignatureExpired, SignatureInvalid.
    function transferCustody(uint64 profile, address to, uint64 deadline, bytes calldata toSignature) external;

    /// @notice `transferCustody` by the signatures of both over the same message.
    function transferCustodyFor(
        uint64 profile,
        address to,
        uint64 deadline,
        bytes calldata custodySignature,
        bytes calldata toSignature
    ) external;

    /// @notice The wallet that controls the profile now; zero if there is no such profile.
    function custodyOf(uint64 profile) external view returns (address);

    /// @notice One custody period: from <= t < until, Unix seconds; `until` 0 = open. Reverts: CustodyIndexUnknown.
    function custodyAt(uint64 profile, uint256 index)
        external
        view
        returns (address custody, uint64 from, uint64 until);

    /// @notice How many custody periods the profile has had; 0 if there is no such profile.
    function custodyCount(uint64 profile) external view returns (uint256);

    /// @notice The nonce that the next signed call has to carry.
    function nonceOf(uint64 profile) external view returns (uint256);

    /// @notice The key that others encrypt to; zero = none.
    function encryptionKeyOf(uint64 profile) external view returns (bytes32);
}
