// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Signatures} from "./abstract/Signatures.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {IEpochClock} from "./interfaces/IEpochClock.sol";
import {IVerdicts} from "./interfaces/IVerdicts.sol";
import {IVouches} from "./interfaces/IVouches.sol";

/// @title Vouches
contract Vouches is IVouches, Signatures {
    using SafeERC20 for IERC20;
    using Checkpoints for Checkpoints.Trace208;

    bytes32 private constant VOUCH_TYPEHASH =
        keccak256("Vouch(uint64 from,uint64 to,uint256 nonce,uint64 deadline)");
    bytes32 private constant WITHDRAW_TYPEHASH =
        keccak256("Withdraw(uint64 from,uint64 to,uint256 nonce,uint64 deadline)");
    uint256 private constant SLASHER_PART = 10;

    /// @inheritdoc IVouches
    uint256 public constant MOST_VOUCHES = 256;
    /// @inheritdoc IVouches
    uint32 public constant DELAY_EPOCHS = 4;
    /// @inheritdoc IVouches
    IERC20 public immutable TOKEN;
    /// @inheritdoc IVouches
    ICustody public immutable PROFILES;
    /// @inheritdoc IVouches
    IVerdicts public immutable JURY;
    /// @inheritdoc IVouches
    IEpochClock public immutable CLOCK;
    /// @inheritdoc IVouches
    uint128 public immutable STAKE;

    /// @inheritdoc IVouches
    mapping(uint64 profile => uint256) public openCount;
    /// @inheritdoc IVouches
    mapping(uint64 profile => uint256) public nonceOf;
    mapping(uint64 from => mapping(uint64 to => Term[])) private _terms;
    /// @dev Seat + 1; 0 = none.
    mapping(uint64 profile => uint256) private _seat;
    uint64[] private _profileAt;
    Checkpoints.Trace208 private _seatsByEpoch;
    Term private _none;

    /// @param token TAG
    /// @param profiles who has custody of a profile
    /// @param jury who knows the proven fakes
    /// @param clock what counts the epochs
    /// @param stake of one vouch, 1e-18 TAG
    constructor(IERC20 token, ICustody profiles, IVerdicts jury, IEpochClock clock, uint128 stake) {
        if (
            address(token) == address(0) || address(profiles) == address(0) || address(jury) == address(0)
                || address(clock) == address(0) || stake == 0
        ) {
            revert ParametersInvalid();
        }
        (TOKEN, PROFILES, JURY, CLOCK, STAKE) = (token, profiles, jury, clock, stake);
    }

    // Vouching

    /// @inheritdoc IVouches
    function vouch(uint64 from, uint64 to) external {
        _requireCustody(from);
        _vouch(from, to, msg.sender);
    }

    /// @inheritdoc IVouches
    function vouchFor(uint64 from, uint64 to, uint64 deadline, bytes calldata signature) external {
        _vouch(from, to, _requireSigned(VOUCH_TYPEHASH, from, to, deadline, signature));
    }

    /// @inheritdoc IVouches
    function withdraw(uint64 from, uint64 to) external {
        _requireCustody(from);
        _withdraw(from, to);
    }

    /// @inheritdoc IVouches
    function withdrawFor(uint64 from, uint64 to, uint64 deadline, bytes calldata signature) external {
        _requireSigned(WITHDRAW_TYPEHASH, from, to, deadline, signature);
        _withdraw(from, to);
    }

    // Stakes

    /// @inheritdoc IVouches
    function release(uint64 from, uint64 to) external {
        (bool exists, Term storage term) = _latest(from, to);
        if (!exists || !term.isHeld || term.until == 0) revert NothingHeld(from, to, 0);
        uint32 epoch = term.until + DELAY_EPOCHS + 1;
        if (CLOCK.currentEpoch() < epoch) revert NothingHeld(from, to, epoch);
        _requireNoFake(from);
        _requireNoFake(to);

        term.isHeld = false;
        address payee = PROFILES.custodyOf(from);
        emit StakeReleased(from, to, payee);
        TOKEN.safeTransfer(payee, STAKE);
    }

    /// @inheritdoc IVouches
    function slash(uint64 one, uint64 other) external {
        if (_fakeSince(one, other) == 0) revert NobodyFake(one, other);
        uint256 lost = _slash(one, other) + _slash(other, one);
        if (lost == 0) revert NothingHeld(one, other, 0);

        uint256 reward = lost / SLASHER_PART;
        TOKEN.forceApprove(address(JURY), lost - reward);
        // Safety: at most two stakes; a token whose supply fits 2^128 cannot lend more.
        // forge-lint: disable-next-line(unsafe-typecast)
        JURY.fund(uint128(lost - reward));
        TOKEN.safeTransfer(msg.sender, reward);
    }

    // Views

    /// @inheritdoc IVouches
    function isLive(uint64 one, uint64 other, uint32 epoch) external view returns (bool) {
        return one != other && _counts(one, other, epoch) && _counts(other, one, epoch);
    }

    /// @inheritdoc IVouches
    function termsOf(uint64 from, uint64 to) external view returns (Term[] memory) {
        return _terms[from][to];
    }

    /// @inheritdoc IVouches
    function seatOf(uint64 profile) external view returns (uint32) {
        uint256 seat = _seat[profile];
        if (seat == 0) revert SeatUnknown(profile);
        // Safety: seats are limited to 32 bits when they are given.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(seat - 1);
    }

    /// @inheritdoc IVouches
    function profileAt(uint32 seat) external view returns (uint64) {
        return seat < _profileAt.length ? _profileAt[seat] : 0;
    }

    /// @inheritdoc IVouches
    function seatsBefore(uint32 epoch) external view returns (uint32) {
        // Safety: seats are limited to 32 bits when they are given.
        // forge-lint: disable-next-line(unsafe-typecast)
        return epoch == 0 ? 0 : uint32(_seatsByEpoch.upperLookup(epoch - 1));
    }

    // Inside

    function _vouch(uint64 from, uint64 to, address payer) private {
        if (from == to) revert SelfVouch(from);
        if (PROFILES.custodyOf(to) == address(0)) revert ProfileUnknown(to);
        _requireNoFake(from);
        _requireNoFake(to);
        (bool exists, Term storage term) = _latest(from, to);
        if (exists && term.until == 0) revert AlreadyVouched(from, to);
        if (exists && term.isHeld) revert StakeHeld(from, to);
        if (openCount[from] == MOST_VOUCHES) revert TooManyVouches(from);

        ++openCount[from];
        ++nonceOf[from];
        uint32 epoch = CLOCK.currentEpoch();
        if (_seat[from] == 0) _giveSeat(from, epoch);
        _terms[from][to].push(Term(epoch, 0, true));
        emit Vouched(from, to, epoch);
        TOKEN.safeTransferFrom(payer, address(this), STAKE);
    }

    function _giveSeat(uint64 profile, uint32 epoch) private {
        uint256 seat = _profileAt.length;
        _profileAt.push(profile);
        _seat[profile] = seat + 1;
        // Safety: each seat takes a stored slot of its own; 2^32 of them are more than a chain's lifetime writes.
        // forge-lint: disable-next-line(unsafe-typecast)
        _seatsByEpoch.push(epoch, uint208(seat + 1));
        // forge-lint: disable-next-line(unsafe-typecast)
        emit SeatGiven(profile, uint32(seat), epoch);
    }

    function _withdraw(uint64 from, uint64 to) private {
        (bool exists, Term storage term) = _latest(from, to);
        if (!exists || term.until != 0) revert NotVouched(from, to);
        uint32 epoch = CLOCK.currentEpoch();
        uint32 fakeSince = _fakeSince(from, to);
        if (fakeSince != 0 && epoch < fakeSince + DELAY_EPOCHS) {
            revert VouchFrozen(from, to, fakeSince + DELAY_EPOCHS);
        }

        --openCount[from];
        ++nonceOf[from];
        term.until = epoch;
        emit VouchWithdrawn(from, to, epoch);
    }

    /// @dev Only the latest term can hold a stake: there is no new one before the former stake has left.
    function _slash(uint64 from, uint64 to) private returns (uint256) {
        (bool exists, Term storage term) = _latest(from, to);
        if (!exists || !term.isHeld) return 0;
        term.isHeld = false;
        emit StakeSlashed(from, to, msg.sender);
        return STAKE;
    }

    /// @dev Terms follow each other without overlap: behind the first that is old enough none ends later.
    function _counts(uint64 from, uint64 to, uint32 epoch) private view returns (bool) {
        Term[] storage terms = _terms[from][to];
        for (uint256 i = terms.length; i > 0; --i) {
            Term storage term = terms[i - 1];
            if (uint256(term.since) + 2 <= epoch) return term.until == 0 || term.until >= epoch;
        }
        return false;
    }

    /// @dev `_none`, never written, where there is no term.
    function _latest(uint64 from, uint64 to) private view returns (bool exists, Term storage term) {
        Term[] storage terms = _terms[from][to];
        exists = terms.length != 0;
        term = exists ? terms[terms.length - 1] : _none;
    }

    /// @dev The earlier of two; 0 = neither is a proven fake.
    function _fakeSince(uint64 one, uint64 other) private view returns (uint32) {
        (uint32 first, uint32 second) = (JURY.fakeSince(one), JURY.fakeSince(other));
        if (first == 0 || (second != 0 && second < first)) return second;
        return first;
    }

    function _requireNoFake(uint64 profile) private view {
        if (JURY.fakeSince(profile) != 0) revert ProvenFake(profile);
    }

    function _requireCustody(uint64 profile) private view {
        if (PROFILES.custodyOf(profile) != msg.sender) revert NotCustody(profile, msg.sender);
    }

    function _requireSigned(
        bytes32 typeHash,
        uint64 from,
        uint64 to,
        uint64 deadline,
        bytes calldata signature
    ) private view returns (address custody) {
        custody = PROFILES.custodyOf(from);
        if (custody == address(0)) revert ProfileUnknown(from);
        bytes32 structHash = keccak256(abi.encode(typeHash, from, to, nonceOf[from], deadline));
        _requireSignature(custody, structHash, deadline, signature);
    }
}
