// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICustody} from "../interfaces/ICustody.sol";
import {IRecovery} from "../interfaces/IRecovery.sol";
import {ProfileStorage} from "./ProfileStorage.sol";
import {Signatures} from "./Signatures.sol";

/// @title Custody of ProfileRegistry: transfer and encryption key.
/// @dev A signed call carries the current nonce; the call uses it up, and so does its direct form, so that what was
///      signed before cannot be played after it.
abstract contract Custody is ProfileStorage, Signatures, ICustody {
    uint64 internal constant DELAY_SECONDS = 7 days;

    bytes32 private constant SET_ENCRYPTION_KEY_TYPEHASH =
        keccak256("SetEncryptionKey(uint64 profile,bytes32 encryptionKey,uint256 nonce,uint64 deadline)");
    bytes32 private constant TRANSFER_CUSTODY_TYPEHASH =
        keccak256("TransferCustody(uint64 profile,address to,uint256 nonce,uint64 deadline)");

    // Encryption key

    /// @inheritdoc ICustody
    function setEncryptionKey(uint64 profile, bytes32 encryptionKey) external {
        _setEncryptionKey(profile, _requireCustody(profile), encryptionKey);
    }

    /// @inheritdoc ICustody
    function setEncryptionKeyFor(
        uint64 profile,
        bytes32 encryptionKey,
        uint64 deadline,
        bytes calldata signature
    ) external {
        Profile storage state = _requireProfile(profile);
        bytes32 structHash =
            _hashWordCall(SET_ENCRYPTION_KEY_TYPEHASH, profile, state, encryptionKey, deadline);
        _requireSignature(state.custody, structHash, deadline, signature);
        _setEncryptionKey(profile, state, encryptionKey);
    }

    // Transfer

    /// @inheritdoc ICustody
    function transferCustody(uint64 profile, address to, uint64 deadline, bytes calldata toSignature)
        external
    {
        Profile storage state = _requireCustody(profile);
        _requireSignature(
            to,
            _hashAddressCall(TRANSFER_CUSTODY_TYPEHASH, profile, state, to, deadline),
            deadline,
            toSignature
        );
        _transferCustody(profile, state, to);
    }

    /// @inheritdoc ICustody
    function transferCustodyFor(
        uint64 profile,
        address to,
        uint64 deadline,
        bytes calldata custodySignature,
        bytes calldata toSignature
    ) external {
        Profile storage state = _requireProfile(profile);
        bytes32 structHash = _hashAddressCall(TRANSFER_CUSTODY_TYPEHASH, profile, state, to, deadline);
        _requireSignature(state.custody, structHash, deadline, custodySignature);
        _requireSignature(to, structHash, deadline, toSignature);
        _transferCustody(profile, state, to);
    }

    // Views

    /// @inheritdoc ICustody
    function custodyOf(uint64 profile) external view returns (address) {
        return _profiles[profile].custody;
    }

    /// @inheritdoc ICustody
    function custodyAt(uint64 profile, uint256 index)
        external
        view
        returns (address custody, uint64 from, uint64 until)
    {
        Profile storage state = _requireProfile(profile);
        if (index > state.custodyIndex) revert CustodyIndexUnknown(profile, index);
        if (index == state.custodyIndex) return (state.custody, state.since, 0);
        FormerPeriod memory period = state.former[index];
        return (period.custody, period.from, period.until);
    }

    /// @inheritdoc ICustody
    function custodyCount(uint64 profile) external view returns (uint256) {
        Profile storage state = _profiles[profile];
        return state.custody == address(0) ? 0 : uint256(state.custodyIndex) + 1;
    }

    /// @inheritdoc ICustody
    function nonceOf(uint64 profile) external view returns (uint256) {
        return _profiles[profile].nonce;
    }

    /// @inheritdoc ICustody
    function encryptionKeyOf(uint64 profile) external view returns (bytes32) {
        return _profiles[profile].encryptionKey;
    }

    /// @dev Ends the current period at `previousUntil` and begins the next one now. Everything that the former custody
    ///      set is left behind.
    function _moveCustody(uint64 profile, Profile storage state, address to, uint48 previousUntil) internal {
        address from = state.custody;
        uint32 custodyIndex = state.custodyIndex + 1;
        state.former[state.custodyIndex] =
            FormerPeriod({custody: from, from: uint48(state.since), until: previousUntil});
        state.custody = to;
        state.since = uint64(block.timestamp);
        state.custodyIndex = custodyIndex;
        state.recovery = address(0);
        _clearPending(state);
        emit CustodyTransferred(profile, from, to, custodyIndex, previousUntil);

        if (state.encryptionKey != bytes32(0)) {
            state.encryptionKey = bytes32(0);
            emit EncryptionKeySet(profile, bytes32(0));
        }
    }

    function _clearPending(Profile storage state) internal {
        state.pendingAccount = address(0);
        state.requestedAt = 0;
        state.pendingKind = IRecovery.PendingKind.None;
    }

    function _readyAt(Profile storage state) internal view returns (uint64) {
        return state.requestedAt + DELAY_SECONDS;
    }

    /// @dev Struct hash of the forms that sign (profile, one word, nonce, deadline).
    function _hashWordCall(
        bytes32 typeHash,
        uint64 profile,
        Profile storage state,
        bytes32 word,
        uint64 deadline
    ) internal view returns (bytes32) {
        return keccak256(abi.encode(typeHash, profile, word, uint256(state.nonce), deadline));
    }

    /// @dev The same, where the word is an account.
    function _hashAddressCall(
        bytes32 typeHash,
        uint64 profile,
        Profile storage state,
        address account,
        uint64 deadline
    ) internal view returns (bytes32) {
        return _hashWordCall(typeHash, profile, state, bytes32(uint256(uint160(account))), deadline);
    }

    function _setEncryptionKey(uint64 profile, Profile storage state, bytes32 encryptionKey) private {
        ++state.nonce;
        state.encryptionKey = encryptionKey;
        emit EncryptionKeySet(profile, encryptionKey);
    }

    function _transferCustody(uint64 profile, Profile storage state, address to) private {
        if (state.pendingKind == IRecovery.PendingKind.Recovery) {
            revert IRecovery.RecoveryPending(profile, _readyAt(state));
        }
        ++state.nonce;
        _moveCustody(profile, state, to, uint48(block.timestamp));
    }
}
