// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Recovery: a second wallet may move custody after a delay.
/// @notice It guards against a lost key, not against a stolen one: who holds the custody's key can cancel. The
///         recovery address cannot be replaced against its will, but a transfer of custody leaves it behind.
interface IRecovery {
    /// @notice What waits for its delay.
    enum PendingKind {
        None,
        Recovery,
        RecoveryChange
    }

    /// @notice The recovery address asked to move custody to `to`.
    /// @dev For the indexer: 1. `readyAt` = block time + RECOVERY_DELAY. 2. It replaces a pending change of the
    ///      recovery address. 3. It ends with `RecoveryCancelled` or `CustodyTransferred`; until then the custody and
    ///      its keys still sign, but what they sign from this block's time on will be void if it finishes.
    event RecoveryRequested(uint64 indexed profile, address to, uint64 readyAt);

    /// @notice The pending recovery is off.
    /// @dev For the indexer: 1. `RecoveryRequested` came before and nothing has ended it yet. 2. No new request comes
    ///      within RECOVERY_COOLDOWN.
    event RecoveryCancelled(uint64 indexed profile);

    /// @notice The custody asked for another recovery address; zero = none.
    /// @dev For the indexer: 1. `readyAt` = block time + RECOVERY_DELAY. 2. It replaces an earlier pending change.
    event RecoveryChangeRequested(uint64 indexed profile, address recovery, uint64 readyAt);

    /// @notice The recovery address refused to be changed.
    /// @dev For the indexer: 1. `RecoveryChangeRequested` came before and nothing has ended it yet.
    event RecoveryChangeVetoed(uint64 indexed profile);

    /// @notice The pending change took effect.
    /// @dev For the indexer: 1. `recovery` is that of the latest `RecoveryChangeRequested`.
    event RecoveryChanged(uint64 indexed profile, address recovery);

    /// @notice Only the profile's recovery address may do this.
    error NotRecovery(uint64 profile, address caller);

    /// @notice Only the profile's custody or recovery address may do this.
    error NotCustodyOrRecovery(uint64 profile, address caller);

    /// @notice The profile has no recovery address.
    error RecoveryUnset(uint64 profile);

    /// @notice A recovery is pending: cancel it first.
    /// @param readyAt Unix seconds from which anyone may finish it
    error RecoveryPending(uint64 profile, uint64 readyAt);

    /// @notice A recovery was cancelled a short time ago.
    /// @param until first second in which a new request is taken
    error RecoveryCoolingDown(uint64 profile, uint64 until);

    /// @notice No recovery is pending.
    error RecoveryNotPending(uint64 profile);

    /// @notice No change of the recovery address is pending.
    error RecoveryChangeNotPending(uint64 profile);

    /// @notice The delay has not passed.
    /// @param readyAt Unix seconds from which anyone may finish it
    error DelayNotOver(uint64 profile, uint64 readyAt);

    /// @notice The recovery address starts moving custody to `to`, who agrees by signature.
    /// @dev RequestRecovery(uint64 profile,address to,uint256 nonce,uint64 deadline), signed by `to`.
    ///      Reverts: NotRecovery, RecoveryPending, RecoveryCoolingDown, SignatureExpired, SignatureInvalid.
    function requestRecovery(uint64 profile, address to, uint64 deadline, bytes calldata toSignature) external;

    /// @notice `requestRecovery` by the signatures of both over the same message.
    function requestRecoveryFor(
        uint64 profile,
        address to,
        uint64 deadline,
        bytes calldata recoverySignature,
        bytes calldata toSignature
    ) external;

    /// @notice Anyone completes a recovery after its delay. The former custody and its keys end at the time of the
    ///         request, so what they signed since is void.
    function finishRecovery(uint64 profile) external;

    /// @notice The custody, or the recovery address itself, calls a pending recovery off. Starts the cooldown.
    function cancelRecovery(uint64 profile) external;

    /// @notice `cancelRecovery` by the signature of either.
    /// @dev CancelRecovery(uint64 profile,uint256 nonce,uint64 deadline)
    function cancelRecoveryFor(uint64 profile, uint64 deadline, bytes calldata signature) external;

    /// @notice The custody starts changing the recovery address; zero = none. A second request replaces the first.
    function requestRecoveryChange(uint64 profile, address recovery) external;

    /// @notice `requestRecoveryChange` by the custody's signature.
    /// @dev RequestRecoveryChange(uint64 profile,address recovery,uint256 nonce,uint64 deadline)
    function requestRecoveryChangeFor(
        uint64 profile,
        address recovery,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Anyone completes a change of the recovery address after its delay.
    function finishRecoveryChange(uint64 profile) external;

    /// @notice The recovery address refuses a pending change.
    function vetoRecoveryChange(uint64 profile) external;

    /// @notice `vetoRecoveryChange` by the recovery address's signature.
    /// @dev VetoRecoveryChange(uint64 profile,uint256 nonce,uint64 deadline)
    function vetoRecoveryChangeFor(uint64 profile, uint64 deadline, bytes calldata signature) external;

    /// @notice Seconds between a request and the earliest time to finish it.
    function RECOVERY_DELAY() external view returns (uint64);

    /// @notice Seconds after a cancelled recovery in which no new one is taken: time to transfer undisturbed.
    function RECOVERY_COOLDOWN() external view returns (uint64);

    /// @notice The recovery address; zero = none.
    function recoveryOf(uint64 profile) external view returns (address);

    /// @notice What waits for its delay.
    /// @return kind None if nothing waits; the other values are zero then
    /// @return account the custody to be, or the recovery address to be
    /// @return requestedAt Unix seconds
    /// @return readyAt Unix seconds from which anyone may finish it
    function pendingOf(uint64 profile)
        external
        view
        returns (PendingKind kind, address account, uint64 requestedAt, uint64 readyAt);
}
