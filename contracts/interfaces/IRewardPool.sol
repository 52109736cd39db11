// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICustody} from "./ICustody.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IPersonhood} from "./IPersonhood.sol";
import {ISignatures} from "./ISignatures.sol";

/// @title Tips from profile to profile, and a pool of each epoch that matches those of real people.
/// @notice A tip goes to the receiver's custody at once and in full. If its giver is a real person (level 1 or more, and
///         another custody), it counts in the current epoch: weight of a receiver = (sum of the square roots of what each giver
///         counts)² - sum of what they count, each giver up to PAIR_CAP. So one giver alone moves nothing, and k of
///         them at most k·(k - 1)·PAIR_CAP. When the epoch is over the receiver is due its weight in TAG, or, if the
///         weights are more than the pool, the pool's share by weight, rounded down; never more than a tenth of the pool, so
///         that no ring of friends takes all of it. Square roots are of 1e-18 TAG, rounded
///         down.
interface IRewardPool is ISignatures {
    /// @notice One epoch.
    /// @param sponsored what the pool has received, 1e-18 TAG
    /// @param paid what was claimed, 1e-18 TAG
    /// @param weight of all receivers, 1e-18 TAG
    /// @param isRolled whether the rest has moved on; nothing is due any more
    struct Pool {
        uint256 sponsored;
        uint256 paid;
        uint256 weight;
        bool isRolled;
    }

    /// @notice What a receiver has in an epoch.
    /// @param roots sum of the square roots of what each giver counts
    /// @param counted sum of what each giver counts, 1e-18 TAG
    /// @param weight 1e-18 TAG
    /// @param isClaimed whether it was paid
    struct Receiver {
        uint96 roots;
        uint152 counted;
        bool isClaimed;
        uint256 weight;
    }

    /// @notice `amount` went from `payer` to `payee`, the custody of `to`.
    /// @dev For the indexer: 1. `from` = 0: nobody's tip in particular. 2. Else `payer` has custody of `from`. 3. `memo` is
    ///      what the payer says it is for, as a rule a post's id; nobody checks it.
    event Tipped(
        uint64 indexed from,
        uint64 indexed to,
        bytes32 indexed memo,
        address payer,
        address payee,
        uint128 amount
    );

    /// @notice A tip counts.
    /// @dev For the indexer: 1. It follows its `Tipped`. 2. `counted` is the pair's sum in the epoch, at most PAIR_CAP.
    ///      3. `weight` is the receiver's after it, `total` that of all receivers.
    event Counted(
        uint32 indexed epoch,
        uint64 indexed from,
        uint64 indexed to,
        uint128 counted,
        uint256 weight,
        uint256 total
    );

    /// @notice The pool of `epoch` grew.
    event Sponsored(uint32 indexed epoch, address indexed by, uint128 amount);

    /// @notice `profile` was paid for `epoch`. Once per both.
    event Claimed(uint32 indexed epoch, uint64 indexed profile, address payee, uint256 amount);

    /// @notice What was left of `epoch` is in the pool of `into`. Once per epoch.
    event Rolled(uint32 indexed epoch, uint32 indexed into, uint256 amount);

    /// @notice A link is the zero address, or the cap is zero or above 2^96 - 1.
    error ParametersInvalid();

    /// @notice Only the profile's current custody may do this.
    error NotCustody(uint64 profile, address caller);

    /// @notice No profile has this number.
    error ProfileUnknown(uint64 profile);

    /// @notice The amount is zero.
    error AmountZero();

    /// @notice A tip with this nonce was given.
    error NonceUsed(uint64 profile, uint256 nonce);

    /// @notice The epoch is over, or too far ahead, or not over yet.
    error EpochInvalid(uint32 epoch);

    /// @notice The profile has level 0 now, and nobody is paid as a person at level 0.
    error NoLevel(uint64 profile);

    /// @notice Nothing is due: no weight, paid already, rolled on, or an empty pool.
    error NothingDue(uint32 epoch);

    /// @notice The caller tips `to`, as the custody of `from`, or with `from` = 0 as nobody in particular.
    /// @dev Reverts: NotCustody, ProfileUnknown, AmountZero, and those of the token.
    /// @param amount 1e-18 TAG, by the caller's allowance
    /// @param memo what it is for, as a rule a post's id
    function tip(uint64 from, uint64 to, uint128 amount, bytes32 memo) external;

    /// @notice `tip` by the signature of the custody of `from`, whose allowance pays.
    /// @dev Tip(uint64 from,uint64 to,uint128 amount,bytes32 memo,uint256 nonce,uint64 deadline)
    ///      Reverts: ProfileUnknown, AmountZero, NonceUsed, SignatureExpired, SignatureInvalid, and those of the token.
    /// @param nonce any number that `from` has not used here; in no order
    function tipFor(
        uint64 from,
        uint64 to,
        uint128 amount,
        bytes32 memo,
        uint256 nonce,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice The caller adds to the pool of the current epoch, or of one at most AHEAD_EPOCHS later.
    /// @dev Reverts: EpochInvalid, AmountZero, and those of the token.
    function sponsor(uint32 epoch, uint128 amount) external;

    /// @notice What is due to a profile for an epoch that is over goes to its current custody, once. Anyone.
    /// @dev Reverts: EpochInvalid, NothingDue, NoLevel, ProfileUnknown, and those of the token.
    function claim(uint32 epoch, uint64 profile) external;

    /// @notice What is left of an epoch, CLAIM_EPOCHS after it, goes to the pool of the current one. Anyone.
    /// @dev Reverts: EpochInvalid, NothingDue.
    function roll(uint32 epoch) external;

    /// @notice One epoch.
    function poolOf(uint32 epoch) external view returns (Pool memory);

    /// @notice What a receiver has in an epoch.
    function receiverOf(uint32 epoch, uint64 profile) external view returns (Receiver memory);

    /// @notice What the tips of a pair count in an epoch, 1e-18 TAG.
    function countedOf(uint32 epoch, uint64 from, uint64 to) external view returns (uint128);

    /// @notice What is due to a profile for an epoch, as the epoch stands, 1e-18 TAG.
    function dueOf(uint32 epoch, uint64 profile) external view returns (uint256);

    /// @notice Whether a tip of the profile with this nonce was given.
    function isNonceUsed(uint64 profile, uint256 nonce) external view returns (bool);

    /// @notice TAG.
    function TOKEN() external view returns (IERC20);

    /// @notice Who has custody of a profile.
    function PROFILES() external view returns (ICustody);

    /// @notice Who is a person.
    function PERSONHOOD() external view returns (IPersonhood);

    /// @notice What counts the epochs.
    function CLOCK() external view returns (IEpochClock);

    /// @notice Most of one giver's tips to one receiver that counts in an epoch, 1e-18 TAG.
    function PAIR_CAP() external view returns (uint128);

    /// @notice Epochs after its own in which an epoch's pool can be claimed.
    function CLAIM_EPOCHS() external view returns (uint32);

    /// @notice Into how many parts a pool goes at least: a receiver gets one at most.
    function LEAST_PARTS() external view returns (uint256);

    /// @notice How far ahead an epoch can be sponsored.
    function AHEAD_EPOCHS() external view returns (uint32);
}
