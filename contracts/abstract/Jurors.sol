// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ICustody} from "../interfaces/ICustody.sol";
import {IEpochClock} from "../interfaces/IEpochClock.sol";
import {IJury} from "../interfaces/IJury.sol";
import {IJurors} from "../interfaces/IJurors.sol";
import {IVerdicts} from "../interfaces/IVerdicts.sol";
import {Signatures} from "./Signatures.sol";

/// @title Verdicts, jurors and money of Jury.
/// @dev Money: balance = pot + credits + juror stakes + deposits of cases that are not over.
abstract contract Jurors is Signatures, IJury {
    using SafeERC20 for IERC20;
    using Checkpoints for Checkpoints.Trace208;

    uint256 private constant DRAWS = 64;

    /// @inheritdoc IJurors
    uint32 public constant LIABILITY_EPOCHS = 8;
    /// @inheritdoc IJurors
    IERC20 public immutable TOKEN;
    /// @inheritdoc IJurors
    ICustody public immutable PROFILES;
    /// @inheritdoc IJurors
    IEpochClock public immutable CLOCK;
    /// @inheritdoc IJurors
    uint128 public immutable JUROR_STAKE;

    /// @inheritdoc IVerdicts
    mapping(uint64 profile => uint32) public vettedSince;
    /// @inheritdoc IVerdicts
    mapping(uint64 profile => uint32) public fakeSince;
    /// @inheritdoc IJurors
    mapping(address payee => uint256) public creditOf;
    /// @inheritdoc IJurors
    uint256 public pot;
    mapping(uint64 profile => Juror) internal _jurors;
    uint64[] private _slots;
    Checkpoints.Trace208 private _slotsByEpoch;

    constructor(IERC20 token, ICustody profiles, IEpochClock clock, uint128 jurorStake) {
        if (
            address(token) == address(0) || address(profiles) == address(0) || address(clock) == address(0)
                || jurorStake < 10
        ) {
            revert ParametersInvalid();
        }
        (TOKEN, PROFILES, CLOCK, JUROR_STAKE) = (token, profiles, clock, jurorStake);
    }

    // Verdicts

    /// @inheritdoc IVerdicts
    function isVetted(uint64 profile, uint32 epoch) external view returns (bool) {
        uint32 since = vettedSince[profile];
        return since != 0 && since <= epoch && !isFake(profile, epoch);
    }

    /// @inheritdoc IVerdicts
    function isFake(uint64 profile, uint32 epoch) public view returns (bool) {
        uint32 since = fakeSince[profile];
        return since != 0 && since <= epoch;
    }

    // Membership

    /// @inheritdoc IJurors
    function join(uint64 profile, uint256 slot) external {
        _requireCustody(profile);
        if (vettedSince[profile] == 0 || fakeSince[profile] != 0) revert NotVetted(profile);
        uint32 epoch = CLOCK.currentEpoch();
        // Who lost the whole stake is active until this epoch ends, and stays where it is until then.
        if (_jurors[profile].stake != 0 || _jurors[profile].until > epoch) revert AlreadyJuror(profile);
        _fill(profile, slot, epoch);
        // Safety: `_fill` takes slots of 32 bits only.
        // forge-lint: disable-next-line(unsafe-typecast)
        _jurors[profile] = Juror(epoch + 1, type(uint32).max, uint32(slot), JUROR_STAKE);
        // forge-lint: disable-next-line(unsafe-typecast)
        emit JurorJoined(profile, uint32(slot), epoch);
        TOKEN.safeTransferFrom(msg.sender, address(this), JUROR_STAKE);
    }

    /// @inheritdoc IJurors
    function leave(uint64 profile) external {
        _requireCustody(profile);
        Juror storage juror = _jurors[profile];
        if (juror.stake == 0 || juror.until != type(uint32).max) revert NotJuror(profile);
        _end(profile, juror);
    }

    /// @inheritdoc IJurors
    function takeStake(uint64 profile) external {
        Juror storage juror = _jurors[profile];
        uint128 amount = juror.stake;
        if (amount == 0 || juror.until == type(uint32).max) revert StakeHeld(profile, 0);
        uint32 epoch = juror.until + LIABILITY_EPOCHS;
        if (CLOCK.currentEpoch() < epoch) revert StakeHeld(profile, epoch);
        juror.stake = 0;
        address payee = PROFILES.custodyOf(profile);
        emit JurorStakeTaken(profile, payee, amount);
        TOKEN.safeTransfer(payee, amount);
    }

    /// @inheritdoc IJurors
    function jurorOf(uint64 profile) external view returns (Juror memory) {
        return _jurors[profile];
    }

    /// @inheritdoc IJurors
    function slotCount() external view returns (uint256) {
        return _slots.length;
    }

    /// @inheritdoc IJurors
    function jurorAt(uint256 slot) external view returns (uint64) {
        return _slots[slot];
    }

    /// @dev A slot changes hands only after its juror's last epoch, and the new one starts in the next: who is active in a
    ///      begun epoch, and where, is fixed.
    function _fill(uint64 profile, uint256 slot, uint32 epoch) private {
        if (slot >= _slots.length) {
            if (slot != _slots.length || slot > type(uint32).max) revert SlotTaken(slot);
            _slots.push(profile);
            // Safety: compared two lines above.
            // forge-lint: disable-next-line(unsafe-typecast)
            _slotsByEpoch.push(epoch, uint208(slot + 1));
            return;
        }
        Juror storage former = _jurors[_slots[slot]];
        if (former.slot == slot && former.until > epoch) revert SlotTaken(slot);
        _slots[slot] = profile;
    }

    /// @dev The first five distinct active jurors that the seed leads to, `excluded` not among them.
    function _drawFive(bytes32 seed, uint64 excluded, uint32 epoch)
        internal
        view
        returns (uint64[5] memory drawn)
    {
        uint256 slots = _slotsByEpoch.upperLookup(epoch - 1);
        uint256 found;
        for (uint256 i = 0; i < DRAWS && found < 5 && slots != 0; ++i) {
            uint256 slot = uint256(keccak256(abi.encode(seed, i))) % slots;
            uint64 profile = _slots[slot];
            if (profile == excluded || !_isActive(profile, slot, epoch)) continue;
            bool seen;
            for (uint256 k = 0; k < found; ++k) {
                seen = seen || drawn[k] == profile;
            }
            if (!seen) drawn[found++] = profile;
        }
        if (found < 5) revert JuryTooSmall(found);
    }

    function _isActive(uint64 profile, uint256 slot, uint32 epoch) private view returns (bool) {
        Juror storage juror = _jurors[profile];
        return juror.slot == slot && juror.from <= epoch && epoch < juror.until;
    }

    function _end(uint64 profile, Juror storage juror) private {
        juror.until = CLOCK.currentEpoch() + 1;
        emit JurorLeft(profile, juror.until);
    }

    // Money

    /// @inheritdoc IVerdicts
    function fund(uint128 amount) external {
        pot += amount;
        emit Funded(msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IJurors
    function withdraw(address payee) external {
        uint256 amount = creditOf[payee];
        if (amount == 0) revert NothingDue(payee);
        creditOf[payee] = 0;
        emit Withdrawn(payee, amount);
        TOKEN.safeTransfer(payee, amount);
    }

    function _credit(address payee, uint256 amount) internal {
        if (amount == 0) return;
        creditOf[payee] += amount;
        emit Credited(payee, amount);
    }

    /// @dev Up to `amount` of the stake goes to the pot; with less than half of it a juror is drawn no more.
    function _fine(uint64 profile, uint256 caseId, uint128 amount) internal {
        Juror storage juror = _jurors[profile];
        if (amount > juror.stake) amount = juror.stake;
        if (amount == 0) return;
        juror.stake -= amount;
        pot += amount;
        emit JurorFined(profile, caseId, amount);
        if (juror.until == type(uint32).max && juror.stake < JUROR_STAKE / 2) _end(profile, juror);
    }

    function _requireCustody(uint64 profile) internal view {
        if (PROFILES.custodyOf(profile) != msg.sender) revert NotCustody(profile, msg.sender);
    }
}
