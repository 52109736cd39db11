// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRecovery} from "../interfaces/IRecovery.sol";
import {Custody} from "./Custody.sol";

/// @title Recovery of ProfileRegistry.
/// @dev States of a profile: nothing pending; a recovery pending; a change of the recovery address pending. A recovery
///      pushes a change aside, never the other way round.
abstract contract Recovery is Custody, IRecovery {
    /// @inheritdoc IRecovery
    uint64 public constant RECOVERY_DELAY = DELAY_SECONDS;
    /// @inheritdoc IRecovery
    uint64 public constant RECOVERY_COOLDOWN = COOLDOWN_SECONDS;

    uint48 private constant COOLDOWN_SECONDS = 1 days;

    bytes32 private constant REQUEST_RECOVERY_TYPEHASH =
        keccak256("RequestRecovery(uint64 profile,address to,uint256 nonce,uint64 deadline)");
    bytes32 private constant CANCEL_RECOVERY_TYPEHASH =
        keccak256("CancelRecovery(uint64 profile,uint256 nonce,uint64 deadline)");
    bytes32 private constant REQUEST_RECOVERY_CHANGE_TYPEHASH =
        keccak256("RequestRecoveryChange(uint64 profile,address recovery,uint256 nonce,uint64 deadline)");
    bytes32 private constant VETO_RECOVERY_CHANGE_TYPEHASH =
        keccak256("VetoRecoveryChange(uint64 profile,uint256 nonce,uint64 deadline)");

    // Moving custody

    /// @inheritdoc IRecovery
    function requestRecovery(uint64 profile, address to, uint64 deadline, bytes calldata toSignature)
        external
    {
        Profile storage state = _requireRecovery(profile);
        if (state.recovery != msg.sender) revert NotRecovery(profile, msg.sender);
        _requireSignature(
            to,
            _hashAddressCall(REQUEST_RECOVERY_TYPEHASH, profile, state, to, deadline),
            deadline,
            toSignature
        );
        _requestRecovery(profile, state, to);
    }

    /// @inheritdoc IRecovery
    function requestRecoveryFor(
        uint64 profile,
        address to,
        uint64 deadline,
        bytes calldata recoverySignature,
        bytes calldata toSignature
    ) external {
        Profile storage state = _requireRecovery(profile);
        bytes32 structHash = _hashAddressCall(REQUEST_RECOVERY_TYPEHASH, profile, state, to, deadline);
        _requireSignature(state.recovery, structHash, deadline, recoverySignature);
        _requireSignature(to, structHash, deadline, toSignature);
        _requestRecovery(profile, state, to);
    }

    /// @inheritdoc IRecovery
    function finishRecovery(uint64 profile) external {
        Profile storage state = _requirePending(profile, PendingKind.Recovery);
        _requireDelayOver(profile, state);
        _moveCustody(profile, state, state.pendingAccount, state.requestedAt);
    }

    /// @inheritdoc IRecovery
    function cancelRecovery(uint64 profile) external {
        Profile storage state = _requirePending(profile, PendingKind.Recovery);
        if (msg.sender != state.custody && msg.sender != state.recovery) {
            revert NotCustodyOrRecovery(profile, msg.sender);
        }
        _cancelRecovery(profile, state);
    }

    /// @inheritdoc IRecovery
    function cancelRecoveryFor(uint64 profile, uint64 deadline, bytes calldata signature) external {
        Profile storage state = _requirePending(profile, PendingKind.Recovery);
        bytes32 structHash =
            keccak256(abi.encode(CANCEL_RECOVERY_TYPEHASH, profile, uint256(state.nonce), deadline));
        _requireInTime(deadline);
        if (!_isSignedBy(state.recovery, structHash, signature)) {
            _requireSignature(state.custody, structHash, deadline, signature);
        }
        _cancelRecovery(profile, state);
    }

    // Changing the recovery address

    /// @inheritdoc IRecovery
    function requestRecoveryChange(uint64 profile, address recovery) external {
        _requestRecoveryChange(profile, _requireCustody(profile), recovery);
    }

    /// @inheritdoc IRecovery
    function requestRecoveryChangeFor(
        uint64 profile,
        address recovery,
        uint64 deadline,
        bytes calldata signature
    ) external {
        Profile storage state = _requireProfile(profile);
        bytes32 structHash =
            _hashAddressCall(REQUEST_RECOVERY_CHANGE_TYPEHASH, profile, state, recovery, deadline);
        _requireSignature(state.custody, structHash, deadline, signature);
        _requestRecoveryChange(profile, state, recovery);
    }

    /// @inheritdoc IRecovery
    function finishRecoveryChange(uint64 profile) external {
        Profile storage state = _requirePending(profile, PendingKind.RecoveryChange);
        _requireDelayOver(profile, state);
        address recovery = state.pendingAccount;
        state.recovery = recovery;
        _clearPending(state);
        emit RecoveryChanged(profile, recovery);
    }

    /// @inheritdoc IRecovery
    function vetoRecoveryChange(uint64 profile) external {
        Profile storage state = _requirePending(profile, PendingKind.RecoveryChange);
        if (state.recovery != msg.sender) revert NotRecovery(profile, msg.sender);
        _vetoRecoveryChange(profile, state);
    }

    /// @inheritdoc IRecovery
    function vetoRecoveryChangeFor(uint64 profile, uint64 deadline, bytes calldata signature) external {
        Profile storage state = _requirePending(profile, PendingKind.RecoveryChange);
        if (state.recovery == address(0)) revert RecoveryUnset(profile);
        bytes32 structHash =
            keccak256(abi.encode(VETO_RECOVERY_CHANGE_TYPEHASH, profile, uint256(state.nonce), deadline));
        _requireSignature(state.recovery, structHash, deadline, signature);
        _vetoRecoveryChange(profile, state);
    }

    // Views

    /// @inheritdoc IRecovery
    function recoveryOf(uint64 profile) external view returns (address) {
        return _profiles[profile].recovery;
    }

    /// @inheritdoc IRecovery
    function pendingOf(uint64 profile)
        external
        view
        returns (PendingKind kind, address account, uint64 requestedAt, uint64 readyAt)
    {
        Profile storage state = _profiles[profile];
        if (state.pendingKind == PendingKind.None) return (PendingKind.None, address(0), 0, 0);
        return (state.pendingKind, state.pendingAccount, state.requestedAt, _readyAt(state));
    }

    function _requestRecovery(uint64 profile, Profile storage state, address to) private {
        if (state.pendingKind == PendingKind.Recovery) revert RecoveryPending(profile, _readyAt(state));
        if (block.timestamp < state.coolingUntil) revert RecoveryCoolingDown(profile, state.coolingUntil);
        ++state.nonce;
        _setPending(state, PendingKind.Recovery, to);
        emit RecoveryRequested(profile, to, _readyAt(state));
    }

    function _cancelRecovery(uint64 profile, Profile storage state) private {
        ++state.nonce;
        state.coolingUntil = uint48(block.timestamp) + COOLDOWN_SECONDS;
        _clearPending(state);
        emit RecoveryCancelled(profile);
    }

    function _requestRecoveryChange(uint64 profile, Profile storage state, address recovery) private {
        if (state.pendingKind == PendingKind.Recovery) revert RecoveryPending(profile, _readyAt(state));
        ++state.nonce;
        _setPending(state, PendingKind.RecoveryChange, recovery);
        emit RecoveryChangeRequested(profile, recovery, _readyAt(state));
    }

    function _vetoRecoveryChange(uint64 profile, Profile storage state) private {
        ++state.nonce;
        _clearPending(state);
        emit RecoveryChangeVetoed(profile);
    }

    function _setPending(Profile storage state, PendingKind kind, address account) private {
        state.pendingAccount = account;
        state.requestedAt = uint48(block.timestamp);
        state.pendingKind = kind;
    }

    function _requireRecovery(uint64 profile) private view returns (Profile storage state) {
        state = _requireProfile(profile);
        if (state.recovery == address(0)) revert RecoveryUnset(profile);
    }

    function _requirePending(uint64 profile, PendingKind kind) private view returns (Profile storage state) {
        state = _requireProfile(profile);
        if (state.pendingKind == kind) return state;
        if (kind == PendingKind.Recovery) revert RecoveryNotPending(profile);
        revert RecoveryChangeNotPending(profile);
    }

    function _requireDelayOver(uint64 profile, Profile storage state) private view {
        uint64 readyAt = _readyAt(state);
        if (block.timestamp < readyAt) revert DelayNotOver(profile, readyAt);
    }
}
