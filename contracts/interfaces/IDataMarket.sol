// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICustody} from "./ICustody.sol";
import {IMarketTypes} from "./IMarketTypes.sol";
import {IPersonhood} from "./IPersonhood.sol";
import {ISubscriptions} from "./ISubscriptions.sol";

/// @title DataMarket: a person sells exactly what they choose, is paid, and can take it back.
/// @notice Offer id = keccak(abi.encode(buyer, OfferTerms)); deal id = keccak(abi.encode(offer, profile)): one answer per
///         profile. The key is verified at delivery, not disputed afterwards. Everybody is paid by credit, which anyone
///         may have paid out to its owner, and only to its owner. Nobody has a privilege; nothing is charged.
interface IDataMarket is IMarketTypes, ISubscriptions {
    /// @notice A business opened an offer and put a budget into it.
    /// @dev For the indexer: 1. At most one per offer id, ever. 2. The id is the hash of `buyer` and `offerTerms`.
    ///      3. `budget` > 0 and the market received exactly that.
    event OfferOpened(bytes32 indexed offer, address indexed buyer, OfferTerms offerTerms, uint128 budget);

    /// @notice The buyer added to the budget. The market received exactly that.
    event OfferFunded(bytes32 indexed offer, uint128 amount);

    /// @notice The free budget went to the buyer's credit. 1. May come several times. 2. No `ConsentGiven` of the offer
    ///         comes after it. 3. What running deals give back lies in the offer until the next one.
    event OfferClosed(bytes32 indexed offer, uint128 amount);

    /// @notice A consent was accepted and its price (times the epochs of a subscription) locked.
    /// @dev For the indexer: 1. At most one per deal. 2. The profile's custody of this block signed the consent of
    ///      `digest`. 3. `until` is the last second for a delivery, or the start of a subscription.
    event ConsentGiven(
        bytes32 indexed deal,
        bytes32 indexed offer,
        uint64 indexed profile,
        bytes32 digest,
        address payee,
        uint128 price,
        uint64 until
    );

    /// @notice The key was delivered and verified: whoever has z opens D to the key of the record that was consented to.
    /// @dev For the indexer: 1. At most one per deal, after `ConsentGiven`. 2. `state` is Delivered, Vesting or Settled.
    event KeyDelivered(bytes32 indexed deal, uint256 dx, uint8 dParity, State state);

    /// @notice A deal moved on without a delivery or withdrawal: reclaim, settle, garbage, the last claim, stop.
    /// @dev For the indexer: 1. `state` is its state from here on. 2. `returned` went back to the offer's budget.
    event DealMoved(bytes32 indexed deal, State state, uint256 returned);

    /// @notice The person withdrew consent.
    /// @dev For the indexer: 1. At most one per (offer, profile). 2. `stage` is the state before; from None, Accepted,
    ///      Subscribed and Vesting it moves to Revoked (to Settled if all had vested), else it stays. 3. `returned` went
    ///      back to the offer's budget. 4. From `stage` Delivered `settle` pays the up-front share only.
    event ConsentWithdrawn(
        bytes32 indexed deal, bytes32 indexed offer, uint64 indexed profile, State stage, uint256 returned
    );

    /// @notice An account was credited by a deal. 1. The sum over a deal never exceeds what it locked.
    event Credited(bytes32 indexed deal, address indexed payee, uint256 amount);

    /// @notice All of an account's credit was paid out to it.
    event Withdrawn(address indexed payee, uint256 amount);

    /// @notice One item of a batch was left out; nothing else happened to it.
    event ItemSkipped(bytes32 indexed deal, Fault fault);

    /// @notice The buyer declares that the data of a withdrawn consent is deleted; `statement` is a digest of the words.
    event DeletionAttested(bytes32 indexed deal, bytes32 statement);

    error ParametersInvalid();
    error BudgetZero();
    error OfferExists(bytes32 offer);
    error OfferUnknown(bytes32 offer);
    error NotBuyer(bytes32 offer);
    error OfferOver(bytes32 offer);
    /// @notice The token moved another amount than it was told to.
    error TransferInexact(uint256 asked, uint256 received);
    error Refused(bytes32 deal, Fault fault);
    error LengthsDiffer(uint256 items, uint256 others);
    error StateWrong(bytes32 deal, State state);
    error TooEarly(bytes32 deal, uint64 from);
    error NotEntitled(address account, uint64 profile);
    error AlreadyWithdrawn(bytes32 deal);
    error NotWithdrawn(bytes32 deal);
    error NothingDue(address account);

    /// @notice Opens an offer with a budget, taken from the caller by allowance.
    /// @dev Reverts: ParametersInvalid, BudgetZero, OfferExists, TransferInexact. Bounds are in contracts/README.md.
    function open(OfferTerms calldata offerTerms, uint128 budget) external returns (bytes32 offer);

    /// @notice `open` with a permit, so that one signature and one transaction do. A permit that somebody else played
    ///         before does no harm: the allowance decides.
    function openWithPermit(OfferTerms calldata offerTerms, uint128 budget, Permit calldata permit)
        external
        returns (bytes32 offer);

    /// @notice The buyer adds to the budget of an offer that still accepts.
    function fund(bytes32 offer, uint128 amount) external;

    /// @notice `fund` with a permit.
    function fundWithPermit(bytes32 offer, uint128 amount, Permit calldata permit) external;

    /// @notice Ends the offer and moves its free budget to the buyer's credit. The buyer at any time, anyone once it no
    ///         longer accepts; again whenever deals have given something back.
    function close(bytes32 offer) external;

    /// @notice The buyer accepts a consent and locks its price. Nothing but the person, or time, undoes it.
    /// @dev Reverts: Refused(deal, fault).
    function accept(Consent calldata consent, bytes calldata signature) external;

    /// @notice Accepts each consent that `accept` would; the others are left out with ItemSkipped.
    function acceptMany(Consent[] calldata consents, bytes[] calldata signatures) external;

    /// @notice Anyone delivers the key; the proof is what authenticates it. Paid at once, after the garbage window, or
    ///         over the vesting time, as the offer says.
    /// @dev Reverts: Refused(deal, fault).
    function deliver(Consent calldata consent, Delivery calldata delivery) external;

    /// @notice Delivers each key that `deliver` would; the others are left out with ItemSkipped.
    function deliverMany(Consent[] calldata consents, Delivery[] calldata deliveries) external;

    /// @notice The profile's custody, or the one that signed the consent, withdraws consent: in every state, once, also
    ///         before a consent was accepted. What was not earned goes back to the offer; what was, stays.
    /// @dev Reverts: NotEntitled, AlreadyWithdrawn. No amount, time or other party can make it revert.
    function revoke(bytes32 offer, uint64 profile) external;

    /// @notice `revoke` by signature of `signer`.
    /// @dev Revoke(bytes32 offer,uint64 profile,uint64 deadline)
    function revokeFor(
        bytes32 offer,
        uint64 profile,
        address signer,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Gives the price back when the key did not come in time. Anyone. For a subscription: what missed epochs left.
    function reclaim(bytes32 offer, uint64 profile) external;

    /// @notice Pays a delivered deal once nobody can contest it any more. Anyone.
    function settle(Consent calldata consent, uint256 dx, uint8 dParity) external;

    /// @notice Gives the price back for a record whose ciphertext contradicts its plaintext root. It makes the key of
    ///         this one record public: whoever calls simulates first.
    function garbage(Consent calldata consent, uint256 dx, uint8 dParity, Garbage calldata evidence) external;

    /// @notice Credits what has vested. Anyone.
    function claim(bytes32 offer, uint64 profile) external;

    /// @notice Pays all credit of `payee` to `payee`. Anyone.
    function withdraw(address payee) external;

    /// @notice The buyer declares the data of a withdrawn consent deleted. May be repeated.
    function attestDeletion(bytes32 offer, uint64 profile, bytes32 statement) external;

    /// @notice The id that `buyer` gets by opening this offer.
    function offerIdOf(address buyer, OfferTerms calldata offerTerms) external pure returns (bytes32);

    /// @notice The id of a profile's answer to an offer.
    function dealIdOf(bytes32 offer, uint64 profile) external pure returns (bytes32);

    /// @notice The EIP-712 digest that a person signs.
    function digestOf(Consent calldata consent) external view returns (bytes32);

    /// @notice The offer; all zero if unknown.
    function offerOf(bytes32 offer) external view returns (OfferState memory);

    /// @notice The deal; all zero if there is none.
    function dealOf(bytes32 offer, uint64 profile) external view returns (Deal memory);

    /// @notice What the deal still holds of its buyer's tokens.
    function lockedOf(bytes32 offer, uint64 profile) external view returns (uint256);

    /// @notice What `withdraw(account)` would pay.
    function creditOf(address account) external view returns (uint256);

    /// @notice Whether the signature of this contract's EIP-712 struct is the signer's. The market asks itself, with a
    ///         bound on gas, so that a wallet that burns gas spoils only its own item of a batch.
    function isSigned(address signer, bytes32 structHash, bytes calldata signature)
        external
        view
        returns (bool);

    /// @notice The token of every price.
    function TOKEN() external view returns (IERC20);

    /// @notice Who has custody of a profile.
    function PROFILES() external view returns (ICustody);

    /// @notice Who knows the levels.
    function PERSONHOOD() external view returns (IPersonhood);
}
