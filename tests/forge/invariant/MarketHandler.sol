// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Curve} from "../base/Curve.sol";
import {MarketDeals} from "./MarketDeals.sol";

/// @notice The rest of what is tried: time, offers, consents, levels, custody, money out, a token with moods. Whatever must
///         be refused is tried as well and must be refused, so that the market is held to both sides.
contract MarketHandler is MarketDeals {
    /// @dev As often as not to one of the borders, the second before it, its own or the one after it; then something is
    ///      tried there at once.
    function passTime(uint256 how, uint256 which, uint256 who) external {
        if (offers.length == 0 || how % 2 == 0) return skip(how % 16 == 0 ? how % 1 days : how % 20 minutes);
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, LIVE);
        Sale storage sale = _sales[deal];
        uint256 border = sale.due;
        if (sale.epochs != 0) border = sale.from + ((how >> 8) % 6) * _lengthOf(offer);
        if (how % 16 == 1) border = _terms[offer].acceptUntil;
        uint256 at = border + (how >> 16) % 3;
        if (at <= _now() + 1) return;
        vm.warp(at - 1);
        _trySomething(_indexOf[offer], person, how >> 24);
    }

    function _trySomething(uint256 index, uint256 person, uint256 how) private {
        if (how % 6 == 0) this.deliver(index, person, 1);
        if (how % 6 == 1) this.garbage(index, person, 0);
        if (how % 6 == 2) this.settle(index, person, 1);
        if (how % 6 == 3) this.reclaim(index, person, 0);
        if (how % 6 == 4) this.accept(index, person, how, 1);
        if (how % 6 == 5) this.claim(index, person);
    }

    /// @dev The token calls back once in the middle of what comes next: out with somebody's credit.
    function setMood(uint256 mood, uint256 who, bool ofBusiness) external {
        moody().setMood(mood % 3);
        address account = ofBusiness ? business(who) : payee(who);
        moody().setCallback(address(market), abi.encodeCall(market.withdraw, (account)));
    }

    function setLevel(uint256 who, uint8 level) external {
        levels.write(profiles[who % PEOPLE], level % 4);
    }

    /// @dev The profile is another wallet's from here on.
    function transfer(uint256 who) external {
        uint256 key = ++_custodyKeys[who % PEOPLE];
        transferTo(profiles[who % PEOPLE], key);
    }

    // Offers

    function open(uint256 who, uint256 how, uint256 budget) external {
        if (offers.length == MAX_OFFERS) return;
        OfferTerms memory t = _termsOf(who, how);
        uint128 amount = _amountOf(business(who), budget);
        bytes32 offer = keccak256(abi.encode(business(who), t));
        bool must = moody().isExact(amount);
        vm.prank(business(who));
        try market.open(t, amount) returns (bytes32 opened) {
            _expect(must, opened == offer, "offer");
            _indexOf[offer] = offers.length;
            offers.push(offer);
            (_terms[offer], _businessOf[offer]) = (t, who % BUSINESSES);
            _open(offer, amount);
        } catch {
            _expect(must, false, "offer");
        }
        _expect(false, moody().succeeded(), "callback");
    }

    function _termsOf(uint256 who, uint256 how) private view returns (OfferTerms memory t) {
        Curve.Full memory base = qOf(who);
        t = simple();
        (t.qx, t.qParity) = (base.x, Curve.parity(base));
        t.salt = bytes32(offers.length);
        t.deliverSeconds = 1 hours;
        t.acceptUntil = boundTime(_now() + 1 + (how >> 8) % 2 days, 0, FAR);
        t.maxResponses = how % 7 == 0 ? 1 : 3;
        if (how % 11 == 0) t.minLevel = boundSmall((how >> 32) % 4, 0, 3);
        if (how % 5 == 1 || how % 5 == 3) {
            t.vestingSeconds = uint32(1 + (how >> 40) % 3 days);
            t.upfrontBps = uint16((how >> 64) % 10_000);
        }
        if (how % 5 == 2 || how % 5 == 3) t.garbageSeconds = 1 hours;
        if (how % 5 == 4) t.epochs = boundSmall(1 + (how >> 96) % 5, 1, 5);
    }

    function _amountOf(address account, uint256 amount) private view returns (uint128) {
        uint256 most = token.balanceOf(account);
        return boundAmount(amount, 1, most > MOST ? MOST : most == 0 ? 1 : most);
    }

    function fund(uint256 which, uint256 amount, uint256 how) external withOffers {
        bytes32 offer = offers[which % offers.length];
        address caller = how % 8 == 0 ? business(_businessOf[offer] + 1) : buyerOf(offer);
        uint128 value = _amountOf(caller, amount);
        bool fits = _books[offer].free + value <= MOST && token.balanceOf(caller) >= value;
        bool must =
            caller == buyerOf(offer) && _now() < _books[offer].acceptUntil && fits && moody().isExact(value);
        vm.prank(caller);
        try market.fund(offer, value) {
            _expect(must, true, "funding");
            if (must) _books[offer].free += value;
        } catch {
            _expect(must, false, "funding");
        }
        _expect(false, moody().succeeded(), "callback");
    }

    function close(uint256 which, uint256 how) external withOffers {
        bytes32 offer = offers[which % offers.length];
        address caller = how % 16 < 12 ? mallory : buyerOf(offer);
        bool must = caller == buyerOf(offer) || _now() >= _books[offer].acceptUntil;
        vm.prank(caller);
        try market.close(offer) {
            _expect(must, true, "closing");
            if (must) _close(offer);
        } catch {
            _expect(must, false, "closing");
        }
    }

    // Consents

    function accept(uint256 which, uint256 who, uint256 price, uint256 how) external withOffers {
        (bytes32 offer, uint256 person, bytes32 deal) = _pick(which, who, NEW);
        bool isBad = how % 2 == 0;
        Consent memory consent = _consentOf(offer, deal, person, how);
        uint256 epochs = _terms[offer].epochs == 0 ? 1 : _terms[offer].epochs;
        consent.price = boundAmount(price, 0, _books[offer].free / epochs);
        if (how % 32 == 3 && consent.price < MOST) ++consent.price;
        uint256 key = how % 16 == 5 ? MALLORY_KEY : _custodyKeys[person] - (how % 16 == 7 ? 1 : 0);
        address caller = how % 16 == 9 ? relayer : buyerOf(offer);
        bool must = vm.addr(key) == custody(person) && caller == buyerOf(offer)
            && consent.validUntil >= _now() && _isAcceptable(consent, deal, uint256(consent.price) * epochs);
        bytes memory signature = signConsent(key, consent);
        vm.prank(caller);
        try market.accept(consent, signature) {
            _expect(must, true, "acceptance");
            if (must) _lock(deal, consent, vm.addr(key), isBad);
        } catch {
            _expect(must, false, "acceptance");
        }
    }

    function _consentOf(bytes32 offer, bytes32 deal, uint256 person, uint256 how)
        private
        view
        returns (Consent memory consent)
    {
        consent = consentTo(offer, _terms[offer]);
        consent.profile = profiles[person];
        consent.payee = how % 13 == 0 ? buyerOf(offer) : payee(person);
        if (how % 16 == 11) consent.validUntil = boundTime(_now() + (how >> 8) % 3 - 1, 0, FAR);
        (consent.ctRoot, consent.ptRoot) = rootsOf(deal, how % 2 == 0);
        if (how % 16 == 13) consent.ptRoot = 0;
        if (_terms[offer].epochs == 0) {
            Curve.Full memory commitment = Curve.mul(secretOf(deal), Curve.generator());
            (consent.xx, consent.xParity) = (commitment.x, Curve.parity(commitment));
        } else {
            (bytes32 root,) = rootAndPath(epochLeaves(_terms[offer].epochs), 0);
            (consent.xx, consent.xParity, consent.ctRoot, consent.ptRoot) = (uint256(root), 0, 0, 0);
        }
    }

    function _isAcceptable(Consent memory consent, bytes32 deal, uint256 cost) private view returns (bool) {
        Book storage book = _books[consent.offer];
        OfferTerms storage t = _terms[consent.offer];
        return _now() < book.acceptUntil && consent.price != 0 && cost <= book.free
            && book.live < t.maxResponses && _sales[deal].state == State.None
            && levels.levelOf(consent.profile) >= t.minLevel;
    }

    // Money out

    function withdraw(uint256 who, uint256 how) external {
        address account = how % 2 == 0 ? business(who) : payee(who);
        uint256 due = creditOf[account];
        uint256 before = token.balanceOf(account);
        vm.prank(how % 3 == 0 ? mallory : account);
        try market.withdraw(account) {
            _expect(due != 0, token.balanceOf(account) == before + due, "payment");
            creditOf[account] = 0;
        } catch {
            _expect(due != 0, false, "payment");
        }
        _expect(false, moody().succeeded(), "callback");
    }
}
