// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../interfaces/IDataMarket.sol";
import {Chunks} from "../libraries/Chunks.sol";
import {Dleq} from "../libraries/Dleq.sol";
import {MarketStorage} from "./MarketStorage.sol";
import {Vesting} from "./Vesting.sol";

/// @title Delivery in DataMarket: the key verified, the garbage window, and the price back when nothing came.
abstract contract Deliveries is MarketStorage, Vesting {
    bytes32 private constant DELIVER = keccak256("hashtagspace/market/deliver/v1");
    bytes32 private constant OPEN = keccak256("hashtagspace/market/open/v1");

    /// @inheritdoc IDataMarket
    function deliver(Consent calldata consent, Delivery calldata delivery) external {
        (bytes32 deal, Fault fault) = _deliver(consent, delivery);
        if (fault != Fault.None) revert Refused(deal, fault);
    }

    /// @inheritdoc IDataMarket
    function deliverMany(Consent[] calldata consents, Delivery[] calldata deliveries) external {
        if (consents.length != deliveries.length) revert LengthsDiffer(consents.length, deliveries.length);
        for (uint256 i = 0; i < consents.length; ++i) {
            (bytes32 deal, Fault fault) = _deliver(consents[i], deliveries[i]);
            if (fault != Fault.None) emit ItemSkipped(deal, fault);
        }
    }

    /// @inheritdoc IDataMarket
    function settle(Consent calldata consent, uint256 dx, uint8 dParity) external {
        (bytes32 id, Deal storage deal,) = _delivered(consent, dx, dParity);
        if (block.timestamp <= deal.time) revert TooEarly(id, uint64(deal.time) + 1);
        uint256 returned = _pay(consent.offer, id, deal, consent.payee);
        emit DealMoved(id, deal.state, returned);
    }

    /// @inheritdoc IDataMarket
    function garbage(Consent calldata consent, uint256 dx, uint8 dParity, Garbage calldata evidence)
        external
    {
        (bytes32 id, Deal storage deal, bytes32 digest) = _delivered(consent, dx, dParity);
        if (block.timestamp > deal.time) revert Refused(id, Fault.TooLate);
        if (!_isGarbage(consent, Dleq.Point(dx, dParity), digest, evidence)) {
            revert Refused(id, Fault.ProofInvalid);
        }

        deal.state = State.Refunded;
        deal.word = 0;
        _giveBack(consent.offer, deal.price, true);
        emit DealMoved(id, State.Refunded, deal.price);
    }

    function _deliver(Consent calldata consent, Delivery calldata delivery)
        private
        returns (bytes32 id, Fault)
    {
        id = dealIdOf(consent.offer, consent.profile);
        Deal storage deal = _deals[id];
        if (deal.state != State.Accepted) return (id, Fault.NotAccepted);
        if (block.timestamp > deal.time) return (id, Fault.TooLate);
        bytes32 digest = digestOf(consent);
        if (digest != deal.word) return (id, Fault.ConsentMismatch);
        bool proven = Dleq.verify(
            keccak256(abi.encode(DELIVER, digest)),
            Dleq.Point(consent.xx, consent.xParity),
            Dleq.Point(consent.qx, consent.qParity),
            Dleq.Point(delivery.dx, delivery.dParity),
            delivery.proof
        );
        if (!proven) return (id, Fault.ProofInvalid);

        uint32 garbageSeconds = _offers[consent.offer].garbageSeconds;
        if (garbageSeconds != 0 && consent.ptRoot != 0) {
            deal.state = State.Delivered;
            deal.time = _now() + garbageSeconds;
            deal.word = _hashDelivered(digest, delivery.dx, delivery.dParity);
        } else {
            _pay(consent.offer, id, deal, consent.payee);
        }
        emit KeyDelivered(id, delivery.dx, delivery.dParity, deal.state);
        return (id, Fault.None);
    }

    function _delivered(Consent calldata consent, uint256 dx, uint8 dParity)
        private
        view
        returns (bytes32 id, Deal storage deal, bytes32 digest)
    {
        id = dealIdOf(consent.offer, consent.profile);
        deal = _deals[id];
        if (deal.state != State.Delivered) revert StateWrong(id, deal.state);
        digest = digestOf(consent);
        if (_hashDelivered(digest, dx, dParity) != deal.word) revert Refused(id, Fault.ConsentMismatch);
    }

    function _isGarbage(
        Consent calldata consent,
        Dleq.Point memory d,
        bytes32 digest,
        Garbage calldata evidence
    ) private pure returns (bool) {
        (bool opened, uint256 zx, uint256 zy) = Dleq.open(
            keccak256(abi.encode(OPEN, digest)),
            Dleq.Point(consent.qx, consent.qParity),
            Dleq.Point(consent.xx, consent.xParity),
            d,
            evidence.opening
        );
        bytes32 key = Chunks.keyOf(zx, zy, dealIdOf(consent.offer, consent.profile));
        return opened && Chunks.isGarbage(evidence.chunk, consent.ctRoot, consent.ptRoot, key);
    }

    function _hashDelivered(bytes32 digest, uint256 dx, uint8 dParity) private pure returns (bytes32) {
        return keccak256(abi.encode(digest, dx, dParity));
    }
}
