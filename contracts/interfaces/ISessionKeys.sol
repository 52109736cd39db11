// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Session keys: keys that may sign some kinds of intents for a profile until a time.
/// @notice A slot (profile, key) is written once and never deleted, so the latest state answers for every past time.
interface ISessionKeys {
    /// @notice What a custody grants to a session key.
    /// @param key address of the session key
    /// @param until first second, Unix time, in which the key may no longer sign
    /// @param kinds bit k set = intents of kind k; bit 0 is never set, bits without a kind yet are allowed
    struct KeyGrant {
        address key;
        uint64 until;
        uint32 kinds;
    }

    /// @notice A session key may sign from this block's time on.
    /// @dev For the indexer:
    ///      1. `from` is the block's time; `until` > `from`; `kinds` != 0 and without bit 0; `key` != 0.
    ///      2. At most one such event exists for (profile, key), ever.
    ///      3. `custodyIndex` is the profile's latest custody period at this log.
    ///      4. At a registration it comes right after `Registered` of the same profile.
    event KeyAuthorised(
        uint64 indexed profile, address indexed key, uint64 until, uint32 kinds, uint32 custodyIndex
    );

    /// @notice A session key counts for nothing from `voidFrom` on, which may be in the past.
    /// @dev For the indexer:
    ///      1. `KeyAuthorised` of (profile, key) came before, and its custody period is still the latest one.
    ///      2. `from` <= `voidFrom` <= the block's time: it is the effective value, replace the stored one by it.
    ///      3. For one (profile, key) `voidFrom` never increases; a repeated revocation repeats the event.
    event KeyRevoked(uint64 indexed profile, address indexed key, uint64 voidFrom);

    /// @notice The zero address cannot be a session key.
    error KeyZero();

    /// @notice The slot was written before: an extension takes a fresh key.
    error KeyAlreadyUsed(uint64 profile, address key);

    /// @notice The profile never authorised this key.
    error KeyUnknown(uint64 profile, address key);

    /// @notice The key ended with an earlier custody; what it signed before is no longer in anybody's hand.
    /// @param custodyIndex the period in which it was authorised
    error KeyEnded(uint64 profile, address key, uint32 custodyIndex);

    /// @notice A grant has to end in the future.
    error UntilNotInFuture(uint64 until);

    /// @notice No kind is granted, or bit 0, which is no kind.
    error KindsInvalid(uint32 kinds);

    /// @notice The custody lets a key sign some kinds until a time.
    /// @dev Reverts: NotCustody, KeyZero, KeyAlreadyUsed, UntilNotInFuture, KindsInvalid.
    function authoriseKey(uint64 profile, KeyGrant calldata grant) external;

    /// @notice `authoriseKey` by the custody's signature. A replay is refused because a slot is written once.
    /// @dev AuthoriseKey(uint64 profile,address key,uint64 until,uint32 kinds,uint64 deadline)
    function authoriseKeyFor(
        uint64 profile,
        KeyGrant calldata grant,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice The custody voids what a key signed from `voidFrom` on. Always possible while the key's custody period
    ///         is the latest, expired keys included; it only ever takes away.
    /// @dev Reverts: NotCustody, KeyUnknown, KeyEnded. The effective value is the smallest ever given, at least the
    ///      key's `from`.
    /// @param voidFrom Unix seconds; a time after this block's counts as this block's, so a fast clock never fails
    function revokeKey(uint64 profile, address key, uint64 voidFrom) external;

    /// @notice `revokeKey` by the custody's signature. It needs no nonce: a replay repeats what it said.
    /// @dev RevokeKey(uint64 profile,address key,uint64 voidFrom,uint64 deadline)
    function revokeKeyFor(
        uint64 profile,
        address key,
        uint64 voidFrom,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice The slot (profile, key); all zero if the key was never authorised.
    /// @return from Unix seconds of the authorisation
    /// @return until first second in which the grant no longer holds by itself
    /// @return kinds bit mask of the grant
    /// @return custodyIndex period whose end also ends the key
    /// @return voidFrom 0 = not revoked
    function sessionKeyOf(uint64 profile, address key)
        external
        view
        returns (uint64 from, uint64 until, uint32 kinds, uint32 custodyIndex, uint64 voidFrom);

    /// @notice Whether `signer` could sign an intent of `kind` for `profile` at time `t`, as far as is known now.
    /// @dev True iff a custody period of `signer` has from <= t < until, or its session key has
    ///      from <= t < min(until, voidFrom if revoked, end of its custody period) and the kind's bit. A custody
    ///      signs every kind. In the second of a revocation or transfer the end wins. The answer for a past `t` only
    ///      ever turns from true to false, by a revocation or a finished recovery; for a future `t` it is a forecast.
    /// @param t Unix seconds, the time of the block that fixed the intent
    function isAuthorised(uint64 profile, address signer, uint8 kind, uint64 t) external view returns (bool);
}
