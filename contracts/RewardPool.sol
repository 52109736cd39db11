// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Signatures} from "./abstract/Signatures.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {IEpochClock} from "./interfaces/IEpochClock.sol";
import {IPersonhood} from "./interfaces/IPersonhood.sol";
import {IRewardPool} from "./interfaces/IRewardPool.sol";

/// @title RewardPool
/// @dev Money: balance = what was sponsored or rolled in and has neither been paid nor rolled on, of all epochs. Tips never
///      lie here.
contract RewardPool is IRewardPool, Signatures {
    using SafeERC20 for IERC20;

    bytes32 private constant TIP_TYPEHASH =
        keccak256("Tip(uint64 from,uint64 to,uint128 amount,bytes32 memo,uint256 nonce,uint64 deadline)");

    /// @inheritdoc IRewardPool
    uint32 public constant CLAIM_EPOCHS = 8;
    /// @inheritdoc IRewardPool
    uint32 public constant AHEAD_EPOCHS = 52;
    /// @inheritdoc IRewardPool
    uint256 public constant LEAST_PARTS = 10;
    /// @inheritdoc IRewardPool
    IERC20 public immutable TOKEN;
    /// @inheritdoc IRewardPool
    ICustody public immutable PROFILES;
    /// @inheritdoc IRewardPool
    IPersonhood public immutable PERSONHOOD;
    /// @inheritdoc IRewardPool
    IEpochClock public immutable CLOCK;
    /// @inheritdoc IRewardPool
    uint128 public immutable PAIR_CAP;

    /// @inheritdoc IRewardPool
    mapping(uint32 epoch => mapping(uint64 from => mapping(uint64 to => uint128))) public countedOf;
    mapping(uint32 epoch => Pool) private _pools;
    mapping(uint32 epoch => mapping(uint64 profile => Receiver)) private _receivers;
    /// @dev 256 nonces in a word.
    mapping(uint64 profile => mapping(uint256 word => uint256 bits)) private _usedNonces;

    /// @param token TAG
    /// @param profiles who has custody of a profile
    /// @param personhood who is a person
    /// @param clock what counts the epochs
    /// @param pairCap most of one giver's tips to one receiver that counts in an epoch, 1e-18 TAG
    constructor(IERC20 token, ICustody profiles, IPersonhood personhood, IEpochClock clock, uint128 pairCap) {
        if (
            address(token) == address(0) || address(profiles) == address(0)
                || address(personhood) == address(0) || address(clock) == address(0) || pairCap == 0
                || pairCap > type(uint96).max
        ) {
            revert ParametersInvalid();
        }
        (TOKEN, PROFILES, PERSONHOOD, CLOCK, PAIR_CAP) = (token, profiles, personhood, clock, pairCap);
    }

    // Tips

    /// @inheritdoc IRewardPool
    function tip(uint64 from, uint64 to, uint128 amount, bytes32 memo) external {
        if (from != 0 && PROFILES.custodyOf(from) != msg.sender) revert NotCustody(from, msg.sender);
        _tip(from, to, amount, memo, msg.sender);
    }

    /// @inheritdoc IRewardPool
    function tipFor(
        uint64 from,
        uint64 to,
        uint128 amount,
        bytes32 memo,
        uint256 nonce,
        uint64 deadline,
        bytes calldata signature
    ) external {
        address custody = PROFILES.custodyOf(from);
        if (custody == address(0)) revert ProfileUnknown(from);
        if (isNonceUsed(from, nonce)) revert NonceUsed(from, nonce);
        bytes32 structHash = keccak256(abi.encode(TIP_TYPEHASH, from, to, amount, memo, nonce, deadline));
        _requireSignature(custody, structHash, deadline, signature);
        _usedNonces[from][nonce >> 8] |= 2 ** (nonce & 0xff);
        _tip(from, to, amount, memo, custody);
    }

    // Pools

    /// @inheritdoc IRewardPool
    function sponsor(uint32 epoch, uint128 amount) external {
        if (amount == 0) revert AmountZero();
        uint32 current = CLOCK.currentEpoch();
        if (epoch < current || epoch > current + AHEAD_EPOCHS) revert EpochInvalid(epoch);
        _pools[epoch].sponsored += amount;
        emit Sponsored(epoch, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IRewardPool
    function claim(uint32 epoch, uint64 profile) external {
        if (CLOCK.currentEpoch() <= epoch) revert EpochInvalid(epoch);
        uint256 amount = dueOf(epoch, profile);
        if (amount == 0) revert NothingDue(epoch);
        if (PERSONHOOD.levelOf(profile) == 0) revert NoLevel(profile);
        _receivers[epoch][profile].isClaimed = true;
        _pools[epoch].paid += amount;
        address payee = PROFILES.custodyOf(profile);
        emit Claimed(epoch, profile, payee, amount);
        TOKEN.safeTransfer(payee, amount);
    }

    /// @inheritdoc IRewardPool
    function roll(uint32 epoch) external {
        uint32 current = CLOCK.currentEpoch();
        if (current <= uint256(epoch) + CLAIM_EPOCHS) revert EpochInvalid(epoch);
        Pool storage pool = _pools[epoch];
        uint256 amount = pool.sponsored - pool.paid;
        if (amount == 0 || pool.isRolled) revert NothingDue(epoch);
        pool.isRolled = true;
        _pools[current].sponsored += amount;
        emit Rolled(epoch, current, amount);
    }

    // Views

    /// @inheritdoc IRewardPool
    function poolOf(uint32 epoch) external view returns (Pool memory) {
        return _pools[epoch];
    }

    /// @inheritdoc IRewardPool
    function receiverOf(uint32 epoch, uint64 profile) external view returns (Receiver memory) {
        return _receivers[epoch][profile];
    }

    /// @inheritdoc IRewardPool
    function dueOf(uint32 epoch, uint64 profile) public view returns (uint256) {
        Receiver storage receiver = _receivers[epoch][profile];
        Pool storage pool = _pools[epoch];
        uint256 weight = receiver.weight;
        if (weight == 0 || receiver.isClaimed || pool.isRolled) return 0;
        uint256 due =
            pool.weight <= pool.sponsored ? weight : Math.mulDiv(pool.sponsored, weight, pool.weight);
        return Math.min(due, pool.sponsored / LEAST_PARTS);
    }

    /// @inheritdoc IRewardPool
    function isNonceUsed(uint64 profile, uint256 nonce) public view returns (bool) {
        return _usedNonces[profile][nonce >> 8] & (2 ** (nonce & 0xff)) != 0;
    }

    // Inside

    function _tip(uint64 from, uint64 to, uint128 amount, bytes32 memo, address payer) private {
        if (amount == 0) revert AmountZero();
        address payee = PROFILES.custodyOf(to);
        if (payee == address(0)) revert ProfileUnknown(to);
        emit Tipped(from, to, memo, payer, payee, amount);
        if (from != 0 && payee != payer && PERSONHOOD.levelOf(from) != 0) _count(from, to, amount);
        TOKEN.safeTransferFrom(payer, payee, amount);
    }

    /// @dev What counts depends on the pair's sum alone: the order of tips, and how one is cut up, change nothing.
    function _count(uint64 from, uint64 to, uint128 amount) private {
        uint32 epoch = CLOCK.currentEpoch();
        uint256 before = countedOf[epoch][from][to];
        uint256 counted = before + amount;
        if (counted > PAIR_CAP) counted = PAIR_CAP;
        if (counted == before) return;
        // Safety: at most the cap, which has 96 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        countedOf[epoch][from][to] = uint128(counted);

        Receiver storage receiver = _receivers[epoch][to];
        // Safety: a root has 48 bits and a sum 96 at most, of as many givers as there are profile ids.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint96 roots = receiver.roots + uint96(Math.sqrt(counted) - Math.sqrt(before));
        // forge-lint: disable-next-line(unsafe-typecast)
        uint152 sum = receiver.counted + uint152(counted - before);
        // Roots are rounded down, so that the square of a single one may be less than what it is the root of.
        uint256 square = uint256(roots) * roots;
        uint256 weight = square > sum ? square - sum : 0;

        Pool storage pool = _pools[epoch];
        uint256 total = pool.weight - receiver.weight + weight;
        (receiver.roots, receiver.counted, receiver.weight, pool.weight) = (roots, sum, weight, total);
        // Safety: as above.
        // forge-lint: disable-next-line(unsafe-typecast)
        emit Counted(epoch, from, to, uint128(counted), weight, total);
    }
}
