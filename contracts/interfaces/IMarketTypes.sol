// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Chunks} from "../libraries/Chunks.sol";
import {Dleq} from "../libraries/Dleq.sol";

/// @title The records of the data market. Amounts in 1e-18 TAG, times in Unix seconds.
interface IMarketTypes {
    /// @notice What a deal, the answer of one profile to one offer, is at.
    enum State {
        None,
        Accepted, // price locked, key not delivered
        Delivered, // key delivered, garbage window runs
        Vesting, // up-front share paid, the rest accrues while consent stands
        Subscribed, // epochs run
        Settled, // final: paid
        Refunded, // final: the price, or what was left of it, went back to the offer
        Revoked // final: consent withdrawn; what was not earned went back to the offer
    }

    /// @notice Why an item was refused.
    enum Fault {
        None,
        NotBuyer, // the caller did not open this offer
        OfferEnded,
        OfferFull,
        BudgetTooSmall,
        ConsentExpired,
        TermsMismatch, // terms or Q are not the offer's
        AlreadyAnswered, // also by a withdrawal before the consent
        PriceZero,
        PayeeInvalid,
        LevelTooLow,
        SignatureInvalid,
        NotAccepted, // the deal waits for no delivery
        ConsentMismatch, // the consent is not, word for word, the accepted one
        TooLate,
        ProofInvalid
    }

    /// @notice What a business fixes when it opens an offer; the offer id commits to every word of it.
    /// @param salt makes the id unique; chosen by the business
    /// @param terms digest of the terms document
    /// @param qx x of Q = H + z·G
    /// @param qParity parity of its y
    /// @param acceptUntil first second in which no consent is accepted any more
    /// @param deliverSeconds time to deliver after accept; in a subscription the length of an epoch
    /// @param garbageSeconds time to contest a delivered record that has a plaintext root; 0 = none
    /// @param vestingSeconds time over which the rest of the price accrues; 0 = paid at once
    /// @param upfrontBps share paid at once, in 1/10,000; 10,000 exactly if nothing vests
    /// @param maxResponses most deals alive or paid at any time
    /// @param minLevel personhood level that a profile needs at accept, 0 to 3
    /// @param epochs 0 = one-time sale, else the length of a subscription
    struct OfferTerms {
        bytes32 salt;
        bytes32 terms;
        uint256 qx;
        uint8 qParity;
        uint64 acceptUntil;
        uint32 deliverSeconds;
        uint32 garbageSeconds;
        uint32 vestingSeconds;
        uint16 upfrontBps;
        uint32 maxResponses;
        uint8 minLevel;
        uint8 epochs;
    }

    /// @notice What a person signs.
    /// @param price of the record; in a subscription of one epoch
    /// @param validUntil last second in which it may be accepted
    /// @param receipt salted digest of the kinds and their granularity
    /// @param xx x of X = x·G; in a subscription the root of the epochs' keys
    /// @param xParity parity of its y; 0 in a subscription
    /// @param ctRoot root of the ciphertext's chunks; 0 in a subscription
    /// @param ptRoot root of the plaintext's chunks; 0 = none, so that nothing can be contested
    struct Consent {
        bytes32 offer;
        uint64 profile;
        address payee;
        uint128 price;
        uint64 validUntil;
        bytes32 terms;
        bytes32 receipt;
        uint256 qx;
        uint8 qParity;
        uint256 xx;
        uint8 xParity;
        bytes32 ctRoot;
        bytes32 ptRoot;
        bytes32 salt;
    }

    /// @notice D = x·Q and the proof of it.
    struct Delivery {
        uint256 dx;
        uint8 dParity;
        Dleq.Proof proof;
    }

    /// @notice The key of one epoch. `path` shows that X of this epoch is under the consent's root.
    struct EpochDelivery {
        uint8 epoch;
        uint256 xx;
        uint8 xParity;
        bytes32[] path;
        bytes32 ctRoot;
        uint256 dx;
        uint8 dParity;
        Dleq.Proof proof;
    }

    /// @notice What proves that a delivered record is garbage: the key opened, and one chunk that contradicts its root.
    struct Garbage {
        Dleq.Opening opening;
        Chunks.Chunk chunk;
    }

    /// @notice An EIP-2612 permit of the caller for the market.
    struct Permit {
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice An offer as it stands.
    /// @param acceptUntil 0 once it was closed
    /// @param free budget that no deal holds
    /// @param live deals that hold or were paid a price
    /// @param wanted keccak of terms, qx, qParity
    struct OfferState {
        address buyer;
        uint40 acceptUntil;
        uint24 maxResponses;
        uint8 minLevel;
        uint8 epochs;
        uint16 upfrontBps;
        uint128 free;
        uint24 live;
        uint32 deliverSeconds;
        uint32 garbageSeconds;
        uint32 vestingSeconds;
        bytes32 wanted;
    }

    /// @notice A deal as it stands.
    /// @param price locked; in Vesting the rest that vests, in Subscribed the price of one epoch
    /// @param time Accepted, Delivered: last second of the window; Vesting: its end; Subscribed: its start
    /// @param custodyIndex custody period of the profile that signed
    /// @param epochs of the subscription, as shortened by a stop
    /// @param next first epoch that can still be delivered
    /// @param left epochs whose price is locked
    /// @param word Accepted, Subscribed: digest of the consent; Delivered: keccak of digest, dx, dParity;
    ///        Vesting: payee ‖ start << 160 ‖ claimed until << 208
    struct Deal {
        uint128 price;
        uint40 time;
        uint32 custodyIndex;
        State state;
        bool withdrawn;
        uint8 epochs;
        uint8 next;
        uint8 left;
        bytes32 word;
    }
}
