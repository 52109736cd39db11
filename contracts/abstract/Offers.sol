// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IDataMarket} from "../interfaces/IDataMarket.sol";
import {Dleq} from "../libraries/Dleq.sol";
import {MarketStorage} from "./MarketStorage.sol";

/// @title Offers of DataMarket, and the two doors through which tokens come and go.
abstract contract Offers is MarketStorage, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant HOUR = 1 hours;
    uint256 private constant MAX_WINDOW = 30 days;
    uint256 private constant MAX_EPOCH = 92 days;
    uint256 private constant MAX_SPAN = 730 days;
    uint256 private constant ALL_BPS = 10_000;

    /// @inheritdoc IDataMarket
    function open(OfferTerms calldata offerTerms, uint128 budget)
        external
        nonReentrant
        returns (bytes32 offer)
    {
        offer = _open(offerTerms, budget);
    }

    /// @inheritdoc IDataMarket
    function openWithPermit(OfferTerms calldata offerTerms, uint128 budget, Permit calldata permit)
        external
        nonReentrant
        returns (bytes32 offer)
    {
        _permit(budget, permit);
        offer = _open(offerTerms, budget);
    }

    /// @inheritdoc IDataMarket
    function fund(bytes32 offer, uint128 amount) external nonReentrant {
        _fund(offer, amount);
    }

    /// @inheritdoc IDataMarket
    function fundWithPermit(bytes32 offer, uint128 amount, Permit calldata permit) external nonReentrant {
        _permit(amount, permit);
        _fund(offer, amount);
    }

    /// @inheritdoc IDataMarket
    function close(bytes32 offer) external {
        OfferState storage state = _offers[offer];
        if (state.buyer == address(0)) revert OfferUnknown(offer);
        if (msg.sender != state.buyer && block.timestamp < state.acceptUntil) revert NotBuyer(offer);

        uint128 amount = state.free;
        state.free = 0;
        state.acceptUntil = 0;
        _credit[state.buyer] += amount;
        emit OfferClosed(offer, amount);
    }

    /// @inheritdoc IDataMarket
    function withdraw(address payee) external nonReentrant {
        uint256 amount = _credit[payee];
        if (amount == 0) revert NothingDue(payee);
        _credit[payee] = 0;
        emit Withdrawn(payee, amount);
        TOKEN.safeTransfer(payee, amount);
    }

    /// @inheritdoc IDataMarket
    function offerIdOf(address buyer, OfferTerms calldata offerTerms) public pure returns (bytes32) {
        return keccak256(abi.encode(buyer, offerTerms));
    }

    function _open(OfferTerms calldata offerTerms, uint128 budget) private returns (bytes32 offer) {
        if (budget == 0) revert BudgetZero();
        if (!_isPossible(offerTerms)) revert ParametersInvalid();
        offer = offerIdOf(msg.sender, offerTerms);
        if (_offers[offer].buyer != address(0)) revert OfferExists(offer);

        // Safety: _isPossible has bounded what is narrowed here.
        // forge-lint: disable-start(unsafe-typecast)
        _offers[offer] = OfferState({
            buyer: msg.sender,
            acceptUntil: uint40(offerTerms.acceptUntil),
            maxResponses: uint24(offerTerms.maxResponses),
            minLevel: offerTerms.minLevel,
            epochs: offerTerms.epochs,
            upfrontBps: offerTerms.upfrontBps,
            free: budget,
            live: 0,
            deliverSeconds: offerTerms.deliverSeconds,
            garbageSeconds: offerTerms.garbageSeconds,
            vestingSeconds: offerTerms.vestingSeconds,
            wanted: keccak256(abi.encode(offerTerms.terms, offerTerms.qx, offerTerms.qParity))
        });
        // forge-lint: disable-end(unsafe-typecast)
        emit OfferOpened(offer, msg.sender, offerTerms, budget);
        _take(budget);
    }

    function _fund(bytes32 offer, uint128 amount) private {
        OfferState storage state = _offers[offer];
        if (msg.sender != state.buyer) revert NotBuyer(offer);
        if (amount == 0) revert BudgetZero();
        if (block.timestamp >= state.acceptUntil) revert OfferOver(offer);

        state.free += amount;
        emit OfferFunded(offer, amount);
        _take(amount);
    }

    /// @dev A permit can be played by anyone who sees it, so its failure says nothing: the allowance decides.
    function _permit(uint128 amount, Permit calldata permit) private {
        try IERC20Permit(address(TOKEN))
            .permit(msg.sender, address(this), amount, permit.deadline, permit.v, permit.r, permit.s) {
            return;
        } catch {
            return;
        }
    }

    function _take(uint256 amount) private {
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = TOKEN.balanceOf(address(this)) - before;
        if (received != amount) revert TransferInexact(amount, received);
    }

    function _isPossible(OfferTerms calldata t) private view returns (bool) {
        if (t.acceptUntil <= block.timestamp || t.acceptUntil > block.timestamp + MAX_SPAN) return false;
        if (t.deliverSeconds < HOUR || t.deliverSeconds > (t.epochs == 0 ? MAX_WINDOW : MAX_EPOCH)) {
            return false;
        }
        if (t.garbageSeconds != 0 && (t.garbageSeconds < HOUR || t.garbageSeconds > MAX_WINDOW)) {
            return false;
        }
        if (t.vestingSeconds > MAX_SPAN || t.upfrontBps > ALL_BPS) return false;
        if ((t.vestingSeconds == 0) != (t.upfrontBps == ALL_BPS)) return false;
        if (t.epochs != 0 && (t.garbageSeconds != 0 || t.vestingSeconds != 0)) return false;
        if (t.maxResponses == 0 || t.maxResponses > type(uint24).max || t.minLevel > 3) return false;
        return t.qx != Dleq.HX && Dleq.isPoint(t.qx, t.qParity);
    }
}
