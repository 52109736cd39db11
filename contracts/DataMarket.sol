// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Consents} from "./abstract/Consents.sol";
import {Deliveries} from "./abstract/Deliveries.sol";
import {MarketStorage} from "./abstract/MarketStorage.sol";
import {Offers} from "./abstract/Offers.sol";
import {Subscriptions} from "./abstract/Subscriptions.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {IDataMarket} from "./interfaces/IDataMarket.sol";
import {IPersonhood} from "./interfaces/IPersonhood.sol";

/// @title DataMarket
contract DataMarket is Offers, Consents, Deliveries, Subscriptions {
    /// @param token of every price; a standard ERC-20 (EIP-2612 for the permit forms)
    /// @param profiles who has custody of a profile
    /// @param personhood who knows the levels; NoLevels where nobody does
    constructor(IERC20 token, ICustody profiles, IPersonhood personhood)
        MarketStorage(token, profiles, personhood)
    {}

    /// @inheritdoc IDataMarket
    function offerOf(bytes32 offer) external view returns (OfferState memory) {
        return _offers[offer];
    }

    /// @inheritdoc IDataMarket
    function dealOf(bytes32 offer, uint64 profile) external view returns (Deal memory) {
        return _deals[dealIdOf(offer, profile)];
    }

    /// @inheritdoc IDataMarket
    function lockedOf(bytes32 offer, uint64 profile) external view returns (uint256) {
        Deal storage deal = _deals[dealIdOf(offer, profile)];
        State state = deal.state;
        if (state == State.Accepted || state == State.Delivered) return deal.price;
        if (state == State.Subscribed) return uint256(deal.price) * deal.left;
        return state == State.Vesting ? _lockedInVesting(deal) : 0;
    }

    /// @inheritdoc IDataMarket
    function creditOf(address account) external view returns (uint256) {
        return _credit[account];
    }
}
