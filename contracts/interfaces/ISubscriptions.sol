// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMarketTypes} from "./IMarketTypes.sol";

/// @title Subscriptions: a fresh key per epoch. Epoch i is start + i·length <= t < start + (i + 1)·length.
interface ISubscriptions is IMarketTypes {
    /// @notice The key of one epoch was delivered, verified and paid.
    /// @dev For the indexer: 1. At most one per (deal, epoch), within the epoch's time. 2. Epochs increase. 3. The holder
    ///      of the epoch's x vouches for `ctRoot`: the proof covers it.
    event EpochDelivered(
        bytes32 indexed deal,
        uint8 indexed epoch,
        uint256 xx,
        uint8 xParity,
        bytes32 ctRoot,
        uint256 dx,
        uint8 dParity
    );

    /// @notice Anyone delivers the key of the running epoch, once; one epoch's price is credited.
    /// @dev Reverts: Refused(deal, fault): NotAccepted, ConsentMismatch, TooLate (not this epoch's time, or delivered
    ///      before), ProofInvalid.
    function deliverEpoch(Consent calldata consent, EpochDelivery calldata delivery) external;

    /// @notice The buyer ends the subscription with the running epoch, which can still be delivered and is then paid.
    ///         Everything else that is locked goes back to the offer at once.
    /// @dev Reverts: NotBuyer, StateWrong.
    function stop(bytes32 offer, uint64 profile) external;
}
