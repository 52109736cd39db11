// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../interfaces/IDataMarket.sol";
import {ISubscriptions} from "../interfaces/ISubscriptions.sol";
import {Chunks} from "../libraries/Chunks.sol";
import {Dleq} from "../libraries/Dleq.sol";
import {MarketStorage} from "./MarketStorage.sol";

/// @title Subscriptions of DataMarket, and reclaim, which ends what nobody delivered.
/// @dev deal.time is the start, deal.price one epoch's, deal.left the epochs whose price is still locked.
abstract contract Subscriptions is MarketStorage {
    bytes32 private constant EPOCH = keccak256("hashtagspace/market/epoch/v1");

    /// @inheritdoc ISubscriptions
    function deliverEpoch(Consent calldata consent, EpochDelivery calldata delivery) external {
        bytes32 id = dealIdOf(consent.offer, consent.profile);
        Fault fault = _faultOfEpoch(id, consent, delivery);
        if (fault != Fault.None) revert Refused(id, fault);

        Deal storage deal = _deals[id];
        deal.next = delivery.epoch + 1;
        if (--deal.left == 0) deal.state = State.Settled;
        emit EpochDelivered(
            id, delivery.epoch, delivery.xx, delivery.xParity, delivery.ctRoot, delivery.dx, delivery.dParity
        );
        _creditDeal(id, consent.payee, deal.price);
        if (deal.left == 0) emit DealMoved(id, State.Settled, 0);
    }

    /// @inheritdoc ISubscriptions
    function stop(bytes32 offer, uint64 profile) external {
        if (msg.sender != _offers[offer].buyer) revert NotBuyer(offer);
        bytes32 id = dealIdOf(offer, profile);
        Deal storage deal = _deals[id];
        if (deal.state != State.Subscribed) revert StateWrong(id, deal.state);

        uint256 running = (block.timestamp - deal.time) / _offers[offer].deliverSeconds;
        uint8 kept = running < deal.epochs && deal.next <= running ? 1 : 0;
        uint256 returned = uint256(deal.price) * (deal.left - kept);
        deal.left = kept;
        // Safety: `running` is smaller than a uint8 in this branch.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (running < deal.epochs) deal.epochs = uint8(running) + 1;
        bool freesPlace = kept == 0 && _end(deal);
        _giveBack(offer, returned, freesPlace);
        emit DealMoved(id, deal.state, returned);
    }

    /// @inheritdoc IDataMarket
    function reclaim(bytes32 offer, uint64 profile) external {
        bytes32 id = dealIdOf(offer, profile);
        Deal storage deal = _deals[id];
        uint256 returned = deal.price;
        uint256 from = uint256(deal.time) + 1;
        if (deal.state == State.Subscribed) {
            from = uint256(deal.time) + uint256(deal.epochs) * _offers[offer].deliverSeconds;
            returned *= deal.left;
        } else if (deal.state != State.Accepted) {
            revert StateWrong(id, deal.state);
        }
        // Safety: a time of 40 bits and at most 255 epochs of 32 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (block.timestamp < from) revert TooEarly(id, uint64(from));

        deal.left = 0;
        _giveBack(offer, returned, _end(deal));
        emit DealMoved(id, deal.state, returned);
    }

    /// @dev Paid for at least one epoch is Settled, else Refunded, and its place in the offer is free again.
    function _end(Deal storage deal) private returns (bool freesPlace) {
        freesPlace = deal.next == 0;
        deal.state = freesPlace ? State.Refunded : State.Settled;
        deal.word = 0;
    }

    function _faultOfEpoch(bytes32 id, Consent calldata consent, EpochDelivery calldata delivery)
        private
        view
        returns (Fault)
    {
        Deal storage deal = _deals[id];
        if (deal.state != State.Subscribed) return Fault.NotAccepted;
        bytes32 digest = digestOf(consent);
        if (digest != deal.word) return Fault.ConsentMismatch;
        uint256 running = (block.timestamp - deal.time) / _offers[consent.offer].deliverSeconds;
        uint256 epoch = delivery.epoch;
        if (epoch != running || epoch >= deal.epochs || epoch < deal.next) return Fault.TooLate;

        bytes32 leaf = keccak256(abi.encode(Chunks.EPOCH_KEY, epoch, delivery.xx, delivery.xParity));
        if (!Chunks.isUnder(bytes32(consent.xx), leaf, epoch, delivery.path)) return Fault.ProofInvalid;
        bool proven = Dleq.verify(
            keccak256(abi.encode(EPOCH, digest, epoch, delivery.ctRoot)),
            Dleq.Point(delivery.xx, delivery.xParity),
            Dleq.Point(consent.qx, consent.qParity),
            Dleq.Point(delivery.dx, delivery.dParity),
            delivery.proof
        );
        return proven ? Fault.None : Fault.ProofInvalid;
    }
}
