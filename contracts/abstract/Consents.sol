// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../interfaces/IDataMarket.sol";
import {MarketStorage} from "./MarketStorage.sol";
import {Vesting} from "./Vesting.sol";

/// @title Consent in DataMarket: given, withdrawn, and what the buyer owes afterwards.
abstract contract Consents is MarketStorage, Vesting {
    bytes32 private constant REVOKE_TYPEHASH =
        keccak256("Revoke(bytes32 offer,uint64 profile,uint64 deadline)");
    uint256 private constant WALLET_GAS = 200_000;

    /// @inheritdoc IDataMarket
    function accept(Consent calldata consent, bytes calldata signature) external {
        (bytes32 deal, Fault fault) = _accept(consent, signature);
        if (fault != Fault.None) revert Refused(deal, fault);
    }

    /// @inheritdoc IDataMarket
    function acceptMany(Consent[] calldata consents, bytes[] calldata signatures) external {
        if (consents.length != signatures.length) revert LengthsDiffer(consents.length, signatures.length);
        for (uint256 i = 0; i < consents.length; ++i) {
            (bytes32 deal, Fault fault) = _accept(consents[i], signatures[i]);
            if (fault != Fault.None) emit ItemSkipped(deal, fault);
        }
    }

    /// @inheritdoc IDataMarket
    function revoke(bytes32 offer, uint64 profile) external {
        _revoke(offer, profile, msg.sender);
    }

    /// @inheritdoc IDataMarket
    function revokeFor(
        bytes32 offer,
        uint64 profile,
        address signer,
        uint64 deadline,
        bytes calldata signature
    ) external {
        bytes32 structHash = keccak256(abi.encode(REVOKE_TYPEHASH, offer, profile, deadline));
        _requireSignature(signer, structHash, deadline, signature);
        _revoke(offer, profile, signer);
    }

    /// @inheritdoc IDataMarket
    function attestDeletion(bytes32 offer, uint64 profile, bytes32 statement) external {
        if (msg.sender != _offers[offer].buyer) revert NotBuyer(offer);
        bytes32 deal = dealIdOf(offer, profile);
        if (!_deals[deal].withdrawn) revert NotWithdrawn(deal);
        emit DeletionAttested(deal, statement);
    }

    /// @inheritdoc IDataMarket
    function isSigned(address signer, bytes32 structHash, bytes calldata signature)
        external
        view
        returns (bool)
    {
        return _isSignedBy(signer, structHash, signature);
    }

    function _accept(Consent calldata consent, bytes calldata signature)
        private
        returns (bytes32 deal, Fault fault)
    {
        deal = dealIdOf(consent.offer, consent.profile);
        OfferState storage offer = _offers[consent.offer];
        uint256 epochs = offer.epochs;
        uint256 cost = uint256(consent.price) * (epochs == 0 ? 1 : epochs);
        fault = _faultOfConsent(consent, offer, deal, cost);
        if (fault != Fault.None) return (deal, fault);

        bytes32 structHash = _hashConsent(consent);
        if (!_isSignedByCustody(consent.profile, structHash, signature)) {
            return (deal, Fault.SignatureInvalid);
        }
        _lock(consent, offer, deal, cost, _hashTypedDataV4(structHash));
    }

    function _lock(
        Consent calldata consent,
        OfferState storage offer,
        bytes32 deal,
        uint256 cost,
        bytes32 digest
    ) private {
        uint8 epochs = offer.epochs;
        uint40 time = epochs == 0 ? _now() + offer.deliverSeconds : _now();
        // Safety: cost <= free, which is narrower; a registry counts custody periods in 32 bits.
        // forge-lint: disable-start(unsafe-typecast)
        offer.free -= uint128(cost);
        ++offer.live;
        _deals[deal] = Deal({
            price: consent.price,
            time: time,
            custodyIndex: uint32(PROFILES.custodyCount(consent.profile) - 1),
            state: epochs == 0 ? State.Accepted : State.Subscribed,
            withdrawn: false,
            epochs: epochs,
            next: 0,
            left: epochs,
            word: digest
        });
        // forge-lint: disable-end(unsafe-typecast)
        emit ConsentGiven(deal, consent.offer, consent.profile, digest, consent.payee, consent.price, time);
    }

    function _faultOfConsent(Consent calldata consent, OfferState storage offer, bytes32 deal, uint256 cost)
        private
        view
        returns (Fault)
    {
        if (msg.sender != offer.buyer) return Fault.NotBuyer;
        if (block.timestamp >= offer.acceptUntil) return Fault.OfferEnded;
        if (offer.live >= offer.maxResponses) return Fault.OfferFull;
        if (block.timestamp > consent.validUntil) return Fault.ConsentExpired;
        if (consent.price == 0) return Fault.PriceZero;
        if (cost > offer.free) return Fault.BudgetTooSmall;
        if (consent.payee == address(0) || consent.payee == address(this)) return Fault.PayeeInvalid;
        if (_deals[deal].state != State.None) return Fault.AlreadyAnswered;
        if (keccak256(abi.encode(consent.terms, consent.qx, consent.qParity)) != offer.wanted) {
            return Fault.TermsMismatch;
        }
        uint8 minLevel = offer.minLevel;
        if (minLevel != 0 && PERSONHOOD.levelOf(consent.profile) < minLevel) return Fault.LevelTooLow;
        return Fault.None;
    }

    /// @dev A wallet with code is asked with bounded gas, in a call of its own.
    function _isSignedByCustody(uint64 profile, bytes32 structHash, bytes calldata signature)
        private
        view
        returns (bool)
    {
        address custody = PROFILES.custodyOf(profile);
        if (custody == address(0)) return false;
        if (custody.code.length == 0) return _isSignedBy(custody, structHash, signature);
        try this.isSigned{gas: WALLET_GAS}(custody, structHash, signature) returns (bool answer) {
            return answer;
        } catch {
            return false;
        }
    }

    function _revoke(bytes32 offerId, uint64 profile, address account) private {
        bytes32 id = dealIdOf(offerId, profile);
        Deal storage deal = _deals[id];
        if (deal.withdrawn) revert AlreadyWithdrawn(id);
        State stage = deal.state;
        if (!_isEntitled(account, profile, stage, deal.custodyIndex)) revert NotEntitled(account, profile);

        deal.withdrawn = true;
        uint256 returned = 0;
        if (stage == State.Vesting) returned = _claim(id, deal);
        else if (stage == State.Accepted) returned = deal.price;
        else if (stage == State.Subscribed) returned = uint256(deal.price) * deal.left;

        State state = deal.state;
        if (state < State.Settled && state != State.Delivered) {
            deal.state = State.Revoked;
            if (stage != State.None) deal.word = 0;
        }
        bool freesPlace = stage == State.Accepted || (stage == State.Subscribed && deal.next == 0);
        if (returned != 0) _giveBack(offerId, returned, freesPlace);
        emit ConsentWithdrawn(id, offerId, profile, stage, returned);
    }

    function _isEntitled(address account, uint64 profile, State stage, uint32 custodyIndex)
        private
        view
        returns (bool)
    {
        address custody = PROFILES.custodyOf(profile);
        if (custody == address(0)) return false;
        if (custody == account) return true;
        if (stage == State.None) return false;
        (address signer,,) = PROFILES.custodyAt(profile, custodyIndex);
        return signer == account;
    }
}
