// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDataMarket} from "../interfaces/IDataMarket.sol";
import {MarketStorage} from "./MarketStorage.sol";

/// @title Payment of a delivered deal in DataMarket: at once, or in part over the vesting time.
/// @dev Vested of the rest at t: rest · (min(t, end) − start) / (end − start), rounded down, whatever was claimed between.
abstract contract Vesting is MarketStorage {
    uint256 private constant ALL_BPS = 10_000;

    /// @inheritdoc IDataMarket
    function claim(bytes32 offer, uint64 profile) external {
        bytes32 id = dealIdOf(offer, profile);
        Deal storage deal = _deals[id];
        if (deal.state != State.Vesting) revert StateWrong(id, deal.state);
        _claim(id, deal);
        if (deal.state == State.Settled) emit DealMoved(id, State.Settled, 0);
    }

    /// @dev After the delivery, or after the garbage window. Withdrawn in between: up-front share only.
    /// @return returned what went back to the offer
    function _pay(bytes32 offerId, bytes32 id, Deal storage deal, address payee)
        internal
        returns (uint256 returned)
    {
        OfferState storage offer = _offers[offerId];
        uint32 vestingSeconds = offer.vestingSeconds;
        uint128 price = deal.price;
        if (vestingSeconds == 0) {
            deal.state = State.Settled;
            deal.word = 0;
            _creditDeal(id, payee, price);
            return 0;
        }

        // Safety: a share of a uint128.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint128 upfront = uint128((uint256(price) * offer.upfrontBps) / ALL_BPS);
        if (deal.withdrawn) {
            returned = price - upfront;
            deal.state = State.Revoked;
            deal.word = 0;
            _giveBack(offerId, returned, false);
        } else {
            deal.state = State.Vesting;
            deal.price = price - upfront;
            deal.time = _now() + vestingSeconds;
            deal.word = _pack(payee, _now(), _now());
        }
        _creditDeal(id, payee, upfront);
    }

    /// @dev Credits what has vested since the last claim; Settled once all has.
    /// @return rest what has not vested
    function _claim(bytes32 id, Deal storage deal) internal returns (uint256 rest) {
        (address payee, uint256 start, uint256 claimed) = _unpack(deal.word);
        uint256 end = deal.time;
        uint256 at = Math.min(block.timestamp, end);
        uint256 whole = deal.price;
        uint256 vested = _vested(whole, at - start, end - start);
        if (at == end) {
            deal.state = State.Settled;
            deal.word = 0;
        } else {
            deal.word = _pack(payee, start, at);
        }
        _creditDeal(id, payee, vested - _vested(whole, claimed - start, end - start));
        return whole - vested;
    }

    function _lockedInVesting(Deal storage deal) internal view returns (uint256) {
        (, uint256 start, uint256 claimed) = _unpack(deal.word);
        return deal.price - _vested(deal.price, claimed - start, deal.time - start);
    }

    function _vested(uint256 whole, uint256 elapsed, uint256 span) private pure returns (uint256) {
        return whole * elapsed / span;
    }

    function _pack(address payee, uint256 start, uint256 claimed) private pure returns (bytes32) {
        return bytes32(uint256(uint160(payee)) | (start << 160) | (claimed << 208));
    }

    function _unpack(bytes32 word) private pure returns (address payee, uint256 start, uint256 claimed) {
        payee = address(uint160(uint256(word)));
        start = (uint256(word) >> 160) & type(uint48).max;
        claimed = uint256(word) >> 208;
    }
}
