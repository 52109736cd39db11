// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MarketActors} from "./MarketActors.sol";

/// @notice The market as its README tells it, in plain arithmetic and without a look at the contract: what each call may
///         do at each second, and what it then does. The handler asks here first and the contract second.
abstract contract MarketModel is MarketActors {
    struct Book {
        uint256 free;
        uint256 live;
        uint256 acceptUntil;
    }

    /// @param signer wallet that signed the consent
    /// @param isBad the record contradicts its plaintext root
    /// @param ceiling what it locked
    /// @param from start of vesting or subscription
    /// @param due last second of the window that runs, or end of vesting
    /// @param rest what vests from `from` to `due`
    struct Sale {
        State state;
        bool isWithdrawn;
        bool isBad;
        address signer;
        uint256 price;
        uint256 ceiling;
        uint256 paid;
        uint256 returned;
        uint256 from;
        uint256 due;
        uint256 rest;
        uint256 epochs;
        uint256 next;
        uint256 left;
    }

    mapping(bytes32 offer => Book) internal _books;
    mapping(bytes32 deal => Sale) internal _sales;
    mapping(bytes32 deal => Consent) internal _consents;
    mapping(bytes32 deal => Delivery) internal _deliveries;
    mapping(address account => uint256) public creditOf;
    mapping(string action => uint256) public done;
    uint256 public wrongs;
    string public wrong;

    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    /// @dev What the contract did was what it had to do.
    function _expect(bool must, bool did, string memory action) internal {
        if (did) ++done[action];
        if (must == did) return;
        ++wrongs;
        wrong = string.concat(action, did ? " happened" : " was refused");
    }

    // Reading

    function saleOf(bytes32 deal) external view returns (Sale memory) {
        return _sales[deal];
    }

    function bookOf(bytes32 offer) external view returns (Book memory) {
        return _books[offer];
    }

    function lockedOf(bytes32 deal) public view returns (uint256) {
        Sale storage sale = _sales[deal];
        return sale.ceiling - sale.paid - sale.returned;
    }

    function _lengthOf(bytes32 offer) internal view returns (uint256) {
        return _terms[offer].deliverSeconds;
    }

    function _runningOf(bytes32 offer, Sale storage sale) internal view returns (uint256) {
        return (_now() - sale.from) / _lengthOf(offer);
    }

    // What happens

    function _open(bytes32 offer, uint256 budget) internal {
        _books[offer] = Book(budget, 0, _terms[offer].acceptUntil);
    }

    function _close(bytes32 offer) internal {
        creditOf[buyerOf(offer)] += _books[offer].free;
        (_books[offer].free, _books[offer].acceptUntil) = (0, 0);
    }

    function _lock(bytes32 deal, Consent memory consent, address signer, bool isBad) internal {
        OfferTerms storage t = _terms[consent.offer];
        Sale storage sale = _sales[deal];
        _consents[deal] = consent;
        (sale.signer, sale.isBad, sale.price, sale.from) = (signer, isBad, consent.price, _now());
        (sale.epochs, sale.left) = (t.epochs, t.epochs);
        sale.state = t.epochs == 0 ? State.Accepted : State.Subscribed;
        sale.due = _now() + t.deliverSeconds;
        sale.ceiling = sale.price * (t.epochs == 0 ? 1 : t.epochs);
        _books[consent.offer].free -= sale.ceiling;
        ++_books[consent.offer].live;
    }

    function _credit(bytes32 deal, uint256 amount) internal {
        _sales[deal].paid += amount;
        creditOf[_consents[deal].payee] += amount;
    }

    /// @dev What a budget cannot hold is the buyer's credit.
    function _return(bytes32 deal, uint256 amount, bool freesPlace) internal {
        bytes32 offer = _consents[deal].offer;
        Book storage book = _books[offer];
        _sales[deal].returned += amount;
        if (book.free + amount > MOST) creditOf[buyerOf(offer)] += amount;
        else book.free += amount;
        if (freesPlace) --book.live;
    }

    function _deliver(bytes32 deal) internal {
        uint32 window = _terms[_consents[deal].offer].garbageSeconds;
        if (window == 0 || _consents[deal].ptRoot == 0) return _pay(deal);
        (_sales[deal].state, _sales[deal].due) = (State.Delivered, _now() + window);
    }

    function _pay(bytes32 deal) internal {
        OfferTerms storage t = _terms[_consents[deal].offer];
        Sale storage sale = _sales[deal];
        uint256 upfront = sale.price * t.upfrontBps / 10_000;
        _credit(deal, upfront);
        sale.rest = sale.price - upfront;
        if (t.vestingSeconds == 0) {
            sale.state = State.Settled;
        } else if (sale.isWithdrawn) {
            sale.state = State.Revoked;
            _return(deal, sale.rest, false);
        } else {
            (sale.state, sale.from, sale.due) = (State.Vesting, _now(), _now() + t.vestingSeconds);
        }
    }

    /// @dev Earned is rest · elapsed / time, however often it was claimed before.
    function _claim(bytes32 deal) internal {
        Sale storage sale = _sales[deal];
        uint256 at = _now() < sale.due ? _now() : sale.due;
        uint256 earned = sale.rest * (at - sale.from) / (sale.due - sale.from);
        _credit(deal, sale.price - sale.rest + earned - sale.paid);
        if (at == sale.due) sale.state = State.Settled;
    }

    function _epoch(bytes32 deal) internal {
        Sale storage sale = _sales[deal];
        sale.next = _runningOf(_consents[deal].offer, sale) + 1;
        _credit(deal, sale.price);
        if (--sale.left == 0) sale.state = State.Settled;
    }

    function _stop(bytes32 deal) internal {
        Sale storage sale = _sales[deal];
        uint256 running = _runningOf(_consents[deal].offer, sale);
        bool keeps = running < sale.epochs && sale.next <= running;
        uint256 kept = keeps ? 1 : 0;
        uint256 amount = sale.price * (sale.left - kept);
        if (running < sale.epochs) sale.epochs = running + 1;
        sale.left = kept;
        if (!keeps) sale.state = _endOf(sale);
        _return(deal, amount, !keeps && sale.next == 0);
    }

    function _reclaim(bytes32 deal) internal {
        Sale storage sale = _sales[deal];
        sale.state = _endOf(sale);
        _return(deal, lockedOf(deal), sale.next == 0);
    }

    function _refund(bytes32 deal) internal {
        _sales[deal].state = State.Refunded;
        _return(deal, lockedOf(deal), true);
    }

    function _revoke(bytes32 deal) internal {
        Sale storage sale = _sales[deal];
        State stage = sale.state;
        sale.isWithdrawn = true;
        if (stage == State.Vesting) _claim(deal);
        if (sale.state == State.Delivered || sale.state >= State.Settled) return;
        sale.state = State.Revoked;
        if (stage == State.None) return;
        _return(deal, lockedOf(deal), stage != State.Vesting && sale.next == 0);
    }

    function _endOf(Sale storage sale) private view returns (State) {
        return sale.next == 0 ? State.Refunded : State.Settled;
    }
}
