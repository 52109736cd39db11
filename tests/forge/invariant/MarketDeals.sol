// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Curve} from "../base/Curve.sol";
import {MarketModel} from "./MarketModel.sol";

/// @notice What is tried with a deal: every call is made, at every state and second, by whoever; `how` says which way.
abstract contract MarketDeals is MarketModel {
    uint256 internal constant OPEN = 2 ** uint256(State.Accepted) | 2 ** uint256(State.Subscribed);
    uint256 internal constant CONTESTABLE = 2 ** uint256(State.Delivered);
    uint256 internal constant ACCRUING = 2 ** uint256(State.Vesting);
    uint256 internal constant RUNNING = 2 ** uint256(State.Subscribed);
    uint256 internal constant NEW = 2 ** uint256(State.None);
    uint256 internal constant LIVE = OPEN | CONTESTABLE | ACCRUING;

    modifier withOffers() {
        if (offers.length == 0) return;
        _;
    }

    /// @dev Small numbers are taken as they are. Else it is, three times of four, a deal in one of the `wanted` states, if
    ///      there is one: wandering about, few calls would find anything to do.
    function _pick(uint256 which, uint256 who, uint256 wanted)
        internal
        view
        returns (bytes32 offer, uint256 person, bytes32 deal)
    {
        (offer, person) = (offers[which % offers.length], who % PEOPLE);
        deal = keccak256(abi.encode(offer, profiles[person]));
        if (which % 4 == 3 || wanted == 0 || (which < MAX_OFFERS && who < PEOPLE)) {
            return (offer, person, deal);
        }
        for (uint256 i = 0; i < offers.length * PEOPLE; ++i) {
            (bytes32 offer_, uint256 person_) =
                (offers[(which % MAX_OFFERS + i / PEOPLE) % offers.length], (who % PEOPLE + i) % PEOPLE);
            bytes32 deal_ = keccak256(abi.encode(offer_, profiles[person_]));
            if ((wanted >> uint256(_sales[deal_].state)) & 1 == 1) return (offer_, person_, deal_);
        }
    }

    function deliver(uint256 which, uint256 who, uint256 how) external withOffers {
        (bytes32 offer,, bytes32 deal) = _pick(which, who, OPEN);
        Sale storage sale = _sales[deal];
        if (sale.ceiling == 0) return;
        face(offer);
        if (sale.epochs != 0) return _tryEpoch(offer, deal, how);
        Consent memory consent = _consents[deal];
        bool must = sale.state == State.Accepted && _now() <= sale.due && how % 4 != 0;
        if (how % 8 == 0) consent.payee = mallory;
        Delivery memory delivery = prove(consent, secretOf(deal) + (how % 8 == 4 ? 1 : 0));
        try market.deliver(consent, delivery) {
            _expect(must, true, "delivery");
            if (!must) return;
            _deliveries[deal] = delivery;
            bool opens = isOpened(zOf(offer), secretOf(deal), delivery.dx, delivery.dParity);
            _expect(true, opens, "opening of what was delivered");
            _deliver(deal);
        } catch {
            _expect(must, false, "delivery");
        }
    }

    /// @dev The running epoch, or any other; its own key, or another epoch's.
    function _tryEpoch(bytes32 offer, bytes32 deal, uint256 how) private {
        Sale storage sale = _sales[deal];
        uint256 epochs = _terms[offer].epochs;
        uint256 running = _runningOf(offer, sale);
        uint256 epoch = how % 4 == 0 || running >= epochs ? (how >> 8) % epochs : running;
        bool isForged = how % 8 == 5;
        bool must = sale.state == State.Subscribed && !isForged && epoch == running && running < sale.epochs
            && running >= sale.next;
        EpochDelivery memory delivery = proveEpoch(_consents[deal], boundSmall(epoch, 0, 254), epochs);
        if (isForged) delivery.ctRoot = keccak256("another ciphertext");
        try market.deliverEpoch(_consents[deal], delivery) {
            _expect(must, true, "epoch");
            if (!must) return;
            bool opens = isOpened(zOf(offer), epochSecret(epoch), delivery.dx, delivery.dParity);
            _expect(true, opens, "opening of an epoch");
            _epoch(deal);
        } catch {
            _expect(must, false, "epoch");
        }
    }

    // Withdrawal

    function revoke(uint256 which, uint256 who, uint256 how) external withOffers {
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, LIVE);
        if (_sales[deal].state == State.None && how % 16 != 7) return; // else there soon is nobody left to sell
        address account = _someone(offer, deal, person, how);
        bool must = _mayRevoke(deal, person, account);
        vm.prank(account);
        try market.revoke(offer, profiles[person]) {
            _expect(must, true, "withdrawal");
            if (must) _revoke(deal);
        } catch {
            _expect(must, false, "withdrawal");
        }
    }

    /// @dev Signed by the wallet that it names or by another, until the last second or one before.
    function revokeFor(uint256 which, uint256 who, uint256 how) external withOffers {
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, LIVE);
        if (_sales[deal].state == State.None && how % 16 != 7 && how % 16 != 5) return;
        uint256 key = how % 4 == 0 ? MALLORY_KEY : _custodyKeys[person] - (how % 4 == 1 ? 1 : 0);
        address account = how % 8 == 0 ? custody(person) : vm.addr(key);
        uint64 deadline = boundTime(_now() + (how >> 8) % 3 - 1, 0, FAR);
        bytes memory signature = signRevoke(key, offer, profiles[person], deadline);
        bool must = _mayRevoke(deal, person, account) && account == vm.addr(key) && deadline >= _now();
        vm.prank(relayer);
        try market.revokeFor(offer, profiles[person], account, deadline, signature) {
            _expect(must, true, "signed withdrawal");
            if (must) _revoke(deal);
        } catch {
            _expect(must, false, "signed withdrawal");
        }
    }

    function _mayRevoke(bytes32 deal, uint256 who, address account) private view returns (bool) {
        Sale storage sale = _sales[deal];
        bool isSigner = sale.state != State.None && sale.ceiling != 0 && account == sale.signer;
        return !sale.isWithdrawn && (account == custody(who) || isSigner);
    }

    function _someone(bytes32 offer, bytes32 deal, uint256 who, uint256 how) private view returns (address) {
        if (how % 8 == 0) return mallory;
        if (how % 8 == 1) return buyerOf(offer);
        if (how % 8 == 2) return custody(who % PEOPLE + 1);
        if (how % 8 == 3 && _sales[deal].signer != address(0)) return _sales[deal].signer;
        return custody(who);
    }

    // After delivery

    /// @dev Every second time evidence that is what it should be; else an honest chunk, another key, domain or word.
    function garbage(uint256 which, uint256 who, uint256 how) external withOffers {
        (,, bytes32 deal) = _pick(which, who, CONTESTABLE);
        Sale storage sale = _sales[deal];
        Consent memory consent = _consents[deal];
        if (_deliveries[deal].dx == 0 || consent.ptRoot == 0) return;
        face(consent.offer);
        bool isGenuine = how % 2 == 0;
        Garbage memory evidence = evidenceOf(consent, deal, how % 16 == 1 ? 0 : 1, sale.isBad);
        uint8 dParity = _deliveries[deal].dParity;
        if (how % 16 == 3) evidence.opening.sy = Curve.P - evidence.opening.sy;
        if (how % 16 == 5) ++evidence.opening.proof.s;
        if (how % 16 == 7) evidence.chunk.words[3] ^= bytes32(uint256(1));
        if (how % 16 == 9) evidence.chunk.ptLeaf = keccak256("another leaf");
        if (how % 16 == 11) dParity ^= 1;
        if (how % 16 == 13) evidence.opening.dy = Curve.P - evidence.opening.dy;
        if (how % 16 == 15) evidence.chunk.index ^= 1;
        bool must = isGenuine && sale.isBad && sale.state == State.Delivered && _now() <= sale.due;
        try market.garbage(consent, _deliveries[deal].dx, dParity, evidence) {
            _expect(must, true, "garbage");
            if (must) _refund(deal);
        } catch {
            _expect(must, false, "garbage");
        }
    }

    function settle(uint256 which, uint256 who, uint256 how) external withOffers {
        (,, bytes32 deal) = _pick(which, who, CONTESTABLE);
        Sale storage sale = _sales[deal];
        Consent memory consent = _consents[deal];
        if (_deliveries[deal].dx == 0) return;
        if (how % 4 == 0) consent.payee = mallory;
        bool must = sale.state == State.Delivered && _now() > sale.due && how % 4 != 0;
        try market.settle(consent, _deliveries[deal].dx, _deliveries[deal].dParity) {
            _expect(must, true, "settlement");
            if (must) _pay(deal);
        } catch {
            _expect(must, false, "settlement");
        }
    }

    function claim(uint256 which, uint256 who) external withOffers {
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, ACCRUING);
        bool must = _sales[deal].state == State.Vesting;
        try market.claim(offer, profiles[person]) {
            _expect(must, true, "claim");
            if (must) _claim(deal);
        } catch {
            _expect(must, false, "claim");
        }
    }

    /// @dev What the buyer, like anybody, gets back, and never before the time for a delivery is over.
    function reclaim(uint256 which, uint256 who, uint256 how) external withOffers {
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, OPEN);
        Sale storage sale = _sales[deal];
        bool must = sale.state == State.Accepted && _now() > sale.due;
        if (sale.state == State.Subscribed) must = _runningOf(offer, sale) >= sale.epochs;
        if (how % 2 == 0) vm.prank(buyerOf(offer));
        try market.reclaim(offer, profiles[person]) {
            _expect(must, true, "reclaim");
            if (must) _reclaim(deal);
        } catch {
            _expect(must, false, "reclaim");
        }
    }

    function stop(uint256 which, uint256 who, uint256 how) external withOffers {
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, RUNNING);
        address caller = how % 4 == 0 ? custody(person) : buyerOf(offer);
        bool must = _sales[deal].state == State.Subscribed && caller == buyerOf(offer);
        vm.prank(caller);
        try market.stop(offer, profiles[person]) {
            _expect(must, true, "stop");
            if (must) _stop(deal);
        } catch {
            _expect(must, false, "stop");
        }
    }
}
