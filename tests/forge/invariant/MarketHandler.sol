// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CallbackToken} from "../base/OddTokens.sol";
import {MarketActors} from "./MarketActors.sol";

/// @notice Three people answer the offers of two businesses, deliver or not, withdraw, claim, contest nothing they cannot;
///         time stops at the borders as often as anywhere. Every call is made: what must be refused is tried as well and
///         must be refused, so that the market is held to both sides. The token calls back into the market.
contract MarketHandler is MarketActors {
    /// @dev Lands before, on and after the borders of windows, which are hours and days long.
    function passTime(uint256 how, uint32 noise) external {
        uint256[6] memory steps = [uint256(0), 1, 1 hours - 1, 1 hours, 1 hours + 1, noise % 4 days];
        skip(steps[how % 6]);
    }

    function open(uint256 who, uint256 kind, uint128 budget, uint16 share, uint32 vest) external {
        if (offers.length == MAX_OFFERS) return;
        OfferTerms memory t = simple();
        t.salt = bytes32(offers.length);
        t.deliverSeconds = 1 hours;
        t.acceptUntil = uint64(vm.getBlockTimestamp()) + 2 days;
        t.maxResponses = kind % 7 == 0 ? 1 : 3;
        if (kind % 4 == 1 || kind % 4 == 2) {
            t.vestingSeconds = vest % 3 days + 1;
            t.upfrontBps = share % 10_000;
        }
        if (kind % 4 == 2) t.garbageSeconds = 1 hours;
        if (kind % 4 == 3) t.epochs = uint8(kind % 5) + 1;
        uint256 most = token.balanceOf(business(who));
        if (most == 0) return;
        budget = uint128(bound(budget, 1, most));
        vm.prank(business(who));
        bytes32 offer = market.open(t, budget);
        offers.push(offer);
        (_terms[offer], _businessKeyOf[offer]) = (t, 0x8000 + who % BUSINESSES);
    }

    function fund(uint256 which, uint128 amount) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        uint256 most = token.balanceOf(businessOf(offer));
        if (most == 0) return;
        amount = uint128(bound(amount, 1, most));
        bool over = vm.getBlockTimestamp() >= market.offerOf(offer).acceptUntil;
        vm.prank(businessOf(offer));
        try market.fund(offer, amount) {
            _hold(!over, "funded after the end");
        } catch {
            _hold(over || uint256(market.offerOf(offer).free) + amount > type(uint128).max, "fund refused");
        }
    }

    function close(uint256 which, address caller) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        bool allowed =
            caller == businessOf(offer) || vm.getBlockTimestamp() >= market.offerOf(offer).acceptUntil;
        vm.prank(caller);
        try market.close(offer) {
            _hold(allowed, "closed by a stranger");
        } catch {
            _hold(!allowed, "close refused");
        }
    }

    function accept(uint256 which, uint256 who, uint128 price, bool plainRoot, bool forged) external {
        if (offers.length == 0) return;
        Consent memory consent = _consentOf(offers[which % offers.length], who, price);
        if (plainRoot) consent.ptRoot = keccak256("plain");
        bool possible = !forged && _isAcceptable(consent);
        bytes memory signature = signConsent(forged ? MALLORY_KEY : personKey(who), consent);
        vm.prank(businessOf(consent.offer));
        try market.accept(consent, signature) {
            _hold(possible, "accepted what it must refuse");
            bytes32 deal = market.dealIdOf(consent.offer, consent.profile);
            (_consents[deal], ceiling[deal]) = (consent, _costOf(consent));
            dueTime[deal] = vm.getBlockTimestamp() + 1 hours;
            ++accepts;
        } catch {
            _hold(!possible, "accept refused");
        }
    }

    /// @dev At most one unit per epoch more than the budget holds.
    function _consentOf(bytes32 offer, uint256 who, uint128 price)
        private
        view
        returns (Consent memory consent)
    {
        OfferTerms memory t = _terms[offer];
        consent = consentTo(offer, t);
        consent.profile = profiles[who % PEOPLE];
        consent.payee = payee(who);
        uint256 most = uint256(market.offerOf(offer).free) / (t.epochs == 0 ? 1 : t.epochs);
        consent.price = uint128(bound(price, 0, most == type(uint128).max ? most : most + 1));
        if (t.epochs != 0) {
            (bytes32 root,) = rootAndPath(epochLeaves(t.epochs), 0);
            (consent.xx, consent.xParity) = (uint256(root), 0);
        }
    }

    function _costOf(Consent memory consent) private view returns (uint256) {
        uint256 epochs = _terms[consent.offer].epochs;
        return uint256(consent.price) * (epochs == 0 ? 1 : epochs);
    }

    function _isAcceptable(Consent memory consent) private view returns (bool) {
        OfferState memory state = market.offerOf(consent.offer);
        return vm.getBlockTimestamp() < state.acceptUntil && consent.price != 0
            && _costOf(consent) <= state.free && state.live < state.maxResponses
            && market.dealOf(consent.offer, consent.profile).state == State.None;
    }

    function deliver(uint256 which, uint256 who, bool forged) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        bytes32 id = market.dealIdOf(offer, profiles[who % PEOPLE]);
        Consent memory consent = _consents[id];
        Deal memory deal = market.dealOf(offer, profiles[who % PEOPLE]);
        if (ceiling[id] == 0) return;
        if (_terms[offer].epochs != 0) return _deliverEpoch(id, consent, deal);
        bool possible = !forged && deal.state == State.Accepted && vm.getBlockTimestamp() <= dueTime[id];
        Delivery memory delivery = prove(consent, forged ? X + 1 : X);
        uint256 before = market.creditOf(consent.payee);
        try market.deliver(consent, delivery) {
            _hold(possible, "delivered what it must refuse");
            _deliveries[id] = delivery;
            dueTime[id] = vm.getBlockTimestamp() + 1 hours;
            ++deliveries;
        } catch {
            _hold(!possible, "delivery refused");
        }
        _note(id, consent, before);
    }

    function _deliverEpoch(bytes32 id, Consent memory consent, Deal memory deal) private {
        uint256 epochs = _terms[consent.offer].epochs;
        uint256 running = (vm.getBlockTimestamp() + 1 hours - dueTime[id]) / 1 hours;
        bool possible = deal.state == State.Subscribed && running < deal.epochs && running >= deal.next;
        if (running >= epochs) running = epochs - 1;
        EpochDelivery memory delivery = proveEpoch(consent, uint8(running), epochs);
        uint256 before = market.creditOf(consent.payee);
        try market.deliverEpoch(consent, delivery) {
            _hold(possible, "epoch delivered that it must refuse");
            ++deliveries;
        } catch {
            _hold(!possible, "epoch refused");
        }
        _note(id, consent, before);
    }

    function revoke(uint256 which, uint256 who, address stranger) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        uint64 who_ = profiles[who % PEOPLE];
        bytes32 id = market.dealIdOf(offer, who_);
        vm.prank(stranger);
        try market.revoke(offer, who_) {
            _hold(stranger == vm.addr(personKey(who)), "withdrawn by a stranger");
        } catch {}
        bool before = market.dealOf(offer, who_).withdrawn;
        uint256 credit = market.creditOf(payee(who));
        vm.prank(vm.addr(personKey(who)));
        try market.revoke(offer, who_) {
            _hold(!before, "withdrawn twice");
        } catch {
            _hold(before, "a withdrawal was refused");
        }
        if (ceiling[id] != 0) _note(id, _consents[id], credit);
    }

    function stop(uint256 which, uint256 who) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        uint64 who_ = profiles[who % PEOPLE];
        bool possible = market.dealOf(offer, who_).state == State.Subscribed;
        vm.prank(businessOf(offer));
        try market.stop(offer, who_) {
            _hold(possible, "stopped what does not run");
        } catch {
            _hold(!possible, "stop refused");
        }
    }

    function reclaim(uint256 which, uint256 who) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        uint64 who_ = profiles[who % PEOPLE];
        bytes32 id = market.dealIdOf(offer, who_);
        Deal memory deal = market.dealOf(offer, who_);
        uint256 end = dueTime[id] + 1;
        if (deal.state == State.Subscribed) end = dueTime[id] - 1 hours + uint256(deal.epochs) * 1 hours;
        bool possible =
            (deal.state == State.Accepted || deal.state == State.Subscribed) && vm.getBlockTimestamp() >= end;
        try market.reclaim(offer, who_) {
            _hold(possible, "reclaimed too early");
        } catch {
            _hold(!possible, "reclaim refused");
        }
    }

    function settle(uint256 which, uint256 who) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        bytes32 id = market.dealIdOf(offer, profiles[who % PEOPLE]);
        if (ceiling[id] == 0) return;
        Consent memory consent = _consents[id];
        bool possible = market.dealOf(offer, consent.profile).state == State.Delivered
            && vm.getBlockTimestamp() > dueTime[id];
        uint256 before = market.creditOf(consent.payee);
        try market.settle(consent, _deliveries[id].dx, _deliveries[id].dParity) {
            _hold(possible, "settled too early");
        } catch {
            _hold(!possible, "settle refused");
        }
        _note(id, consent, before);
    }

    function claim(uint256 which, uint256 who) external {
        if (offers.length == 0) return;
        bytes32 offer = offers[which % offers.length];
        bytes32 id = market.dealIdOf(offer, profiles[who % PEOPLE]);
        bool possible = market.dealOf(offer, profiles[who % PEOPLE]).state == State.Vesting;
        uint256 before = market.creditOf(payee(who));
        try market.claim(offer, profiles[who % PEOPLE]) {
            _hold(possible, "claimed what does not vest");
        } catch {
            _hold(!possible, "claim refused");
        }
        if (ceiling[id] != 0) _note(id, _consents[id], before);
    }

    function withdraw(address caller, uint256 who, bool ofBusiness) external {
        address account = ofBusiness ? business(who) : payee(who);
        uint256 credit = market.creditOf(account);
        uint256 before = token.balanceOf(account);
        CallbackToken(address(token)).setCallback(address(market), abi.encodeCall(market.withdraw, (account)));
        vm.prank(caller);
        try market.withdraw(account) {
            _hold(credit != 0 && token.balanceOf(account) == before + credit, "paid something else");
        } catch {
            _hold(credit == 0, "withdrawal refused");
        }
    }
}
