// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICustody} from "../interfaces/ICustody.sol";
import {IDataMarket} from "../interfaces/IDataMarket.sol";
import {IPersonhood} from "../interfaces/IPersonhood.sol";
import {Signatures} from "./Signatures.sol";

/// @title What every part of DataMarket stores, and the two ways in which money moves inside it.
abstract contract MarketStorage is Signatures, IDataMarket {
    bytes32 private constant CONSENT_TYPEHASH = keccak256(
        "Consent(bytes32 offer,uint64 profile,address payee,uint128 price,uint64 validUntil,bytes32 terms,bytes32 receipt,uint256 qx,uint8 qParity,uint256 xx,uint8 xParity,bytes32 ctRoot,bytes32 ptRoot,bytes32 salt)"
    );

    /// @inheritdoc IDataMarket
    IERC20 public immutable TOKEN;
    /// @inheritdoc IDataMarket
    ICustody public immutable PROFILES;
    /// @inheritdoc IDataMarket
    IPersonhood public immutable PERSONHOOD;

    mapping(bytes32 offer => OfferState) internal _offers;
    mapping(bytes32 deal => Deal) internal _deals;
    mapping(address account => uint256) internal _credit;

    constructor(IERC20 token, ICustody profiles, IPersonhood personhood) {
        if (
            address(token) == address(0) || address(profiles) == address(0)
                || address(personhood) == address(0)
        ) {
            revert ParametersInvalid();
        }
        TOKEN = token;
        PROFILES = profiles;
        PERSONHOOD = personhood;
    }

    /// @inheritdoc IDataMarket
    function dealIdOf(bytes32 offer, uint64 profile) public pure returns (bytes32) {
        return keccak256(abi.encode(offer, profile));
    }

    /// @inheritdoc IDataMarket
    function digestOf(Consent calldata consent) public view returns (bytes32) {
        return _hashTypedDataV4(_hashConsent(consent));
    }

    function _hashConsent(Consent calldata consent) internal pure returns (bytes32) {
        return keccak256(abi.encode(CONSENT_TYPEHASH, consent));
    }

    function _creditDeal(bytes32 deal, address payee, uint256 amount) internal {
        if (amount == 0) return;
        _credit[payee] += amount;
        emit Credited(deal, payee, amount);
    }

    /// @dev Gives back to the offer. It cannot fail: what a budget cannot hold goes to the buyer's credit, and all credit
    ///      together is tokens that the market has, so less than 2^256.
    function _giveBack(bytes32 offerId, uint256 amount, bool freesPlace) internal {
        OfferState storage offer = _offers[offerId];
        uint256 free = uint256(offer.free) + amount;
        if (free > type(uint128).max) _credit[offer.buyer] += amount;
        // Safety: the other branch has just ruled out that it does not fit.
        // forge-lint: disable-next-line(unsafe-typecast)
        else offer.free = uint128(free);
        if (freesPlace) --offer.live;
    }

    function _now() internal view returns (uint40) {
        return uint40(block.timestamp);
    }
}
