// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IEpochClock} from "./interfaces/IEpochClock.sol";
import {IEpochRoots} from "./interfaces/IEpochRoots.sol";
import {IJury} from "./interfaces/IJury.sol";
import {IPersonhood} from "./interfaces/IPersonhood.sol";
import {IPersonhoodRegistry} from "./interfaces/IPersonhoodRegistry.sol";
import {IVouches} from "./interfaces/IVouches.sol";
import {Columns} from "./libraries/Columns.sol";

/// @title PersonhoodRegistry
contract PersonhoodRegistry is IPersonhoodRegistry {
    using SafeERC20 for IERC20;

    uint8 private constant VETTED_LEVEL = 3;
    uint8 private constant FLOOR_LEVEL = 1;
    uint8 private constant CARRYING_LEVEL = 2;
    uint32 private constant FRESH_EPOCHS = 2;

    /// @inheritdoc IPersonhoodRegistry
    uint32 public constant STALE_EPOCHS = 2;
    /// @inheritdoc IPersonhoodRegistry
    uint32 public constant FLOOR_EPOCHS = 8;
    /// @inheritdoc IPersonhoodRegistry
    IERC20 public immutable TOKEN;
    /// @inheritdoc IPersonhoodRegistry
    IEpochRoots public immutable ROOTS;
    /// @inheritdoc IPersonhoodRegistry
    IVouches public immutable VOUCHES;
    /// @inheritdoc IPersonhoodRegistry
    IJury public immutable JURY;
    /// @inheritdoc IPersonhoodRegistry
    IEpochClock public immutable CLOCK;

    /// @inheritdoc IPersonhoodRegistry
    mapping(uint64 profile => uint32) public floorOf;
    /// @inheritdoc IPersonhoodRegistry
    mapping(uint32 epoch => mapping(uint256 number => uint256)) public caseOfCheck;
    mapping(uint64 profile => Proven) private _proven;

    /// @param roots who knows the final roots, and by them the vouches and the clock
    /// @param jury who judges; the one that the vouches ask
    constructor(IEpochRoots roots, IJury jury) {
        if (address(roots) == address(0) || address(jury) == address(0)) revert ParametersInvalid();
        (TOKEN, ROOTS, JURY, CLOCK) = (roots.TOKEN(), roots, jury, roots.CLOCK());
        VOUCHES = roots.ARBITER().VOUCHES();
        if (address(VOUCHES.JURY()) != address(jury)) revert ParametersInvalid();
    }

    // Levels

    /// @inheritdoc IPersonhood
    function levelOf(uint64 profile) external view returns (uint8) {
        if (JURY.fakeSince(profile) != 0) return 0;
        uint32 current = CLOCK.currentEpoch();
        uint32 vettedSince = JURY.vettedSince(profile);
        if (vettedSince != 0 && current < vettedSince + FRESH_EPOCHS) return VETTED_LEVEL;
        uint32 latest = ROOTS.latestFinal();
        if (latest == 0 || current > latest + FLOOR_EPOCHS) return 0;
        if (current > latest + STALE_EPOCHS) return floorOf[profile] == latest ? FLOOR_LEVEL : 0;
        Proven storage proven = _proven[profile];
        uint8 level = _isRecent(proven.epoch, latest) ? proven.level : 0;
        return
            _isRecent(proven.epochBefore, latest) && proven.levelBefore > level ? proven.levelBefore : level;
    }

    /// @inheritdoc IPersonhoodRegistry
    function proveLevel(uint64 profile, uint32 epoch, uint256 standing, bytes32[] calldata proof) external {
        IEpochRoots.FinalRoot memory root = ROOTS.finalOf(epoch);
        bool isRecent = _isRecent(epoch, ROOTS.latestFinal());
        if (root.root == 0 || root.isWithheld || !isRecent) revert NothingPublished(epoch);
        bool isThere = Columns.isUnder(
            root.standing,
            Columns.standingLeaf(standing),
            VOUCHES.seatOf(profile),
            proof,
            Columns.heightOf(root.seats)
        );
        if (!isThere) revert ProofInvalid();
        // Safety: a level is 0 to 3.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint8 level = uint8(standing >> 96);
        _keep(_proven[profile], epoch, level);
        emit LevelProven(profile, epoch, level, standing);
    }

    /// @inheritdoc IPersonhoodRegistry
    function proveFloor(uint64 profile, uint64[3] calldata partners) external {
        uint32 latest = ROOTS.latestFinal();
        uint32 current = CLOCK.currentEpoch();
        if (latest == 0 || current <= latest + STALE_EPOCHS || current > latest + FLOOR_EPOCHS) {
            revert NoFloorNow(latest);
        }
        for (uint256 i = 0; i < 3; ++i) {
            uint64 partner = partners[i];
            bool isRepeated = (i > 0 && partner == partners[0]) || (i > 1 && partner == partners[1]);
            bool isCarrying = _carries(partner, latest) && VOUCHES.isLive(profile, partner, current);
            if (isRepeated || !isCarrying) revert PartnerInvalid(partner);
        }
        floorOf[profile] = latest;
        emit FloorProven(profile, latest, partners);
    }

    /// @inheritdoc IPersonhoodRegistry
    function provenOf(uint64 profile) external view returns (Proven memory) {
        return _proven[profile];
    }

    // Checks

    /// @inheritdoc IPersonhoodRegistry
    function check(Header calldata header, uint256 number) external returns (uint256 caseId) {
        uint32 epoch = header.epoch;
        bool isFinal = ROOTS.finalOf(epoch).root == keccak256(abi.encode(header));
        bool isRecent = _isRecent(epoch, ROOTS.latestFinal());
        if (!isFinal || !isRecent || number >= header.draws.length || caseOfCheck[epoch][number] != 0) {
            revert CheckInvalid(epoch, number);
        }
        if (JURY.creditOf(address(this)) != 0) JURY.withdraw(address(this));
        uint64 profile = VOUCHES.profileAt(header.draws[number].seat);
        TOKEN.forceApprove(address(JURY), JURY.DEPOSIT());
        caseId = JURY.ask(profile);
        caseOfCheck[epoch][number] = caseId;
        emit CheckOpened(epoch, number, profile, caseId);
    }

    // Inside

    /// @dev The two latest epochs are kept, whatever the order in which they are proven.
    function _keep(Proven storage proven, uint32 epoch, uint8 level) private {
        if (epoch > proven.epoch) {
            (proven.epochBefore, proven.levelBefore) = (proven.epoch, proven.level);
            (proven.epoch, proven.level) = (epoch, level);
        } else if (epoch < proven.epoch && epoch > proven.epochBefore) {
            (proven.epochBefore, proven.levelBefore) = (epoch, level);
        }
    }

    function _carries(uint64 partner, uint32 latest) private view returns (bool) {
        Proven storage proven = _proven[partner];
        return JURY.fakeSince(partner) == 0 && proven.epoch == latest && proven.level >= CARRYING_LEVEL
            && proven.epochBefore + 1 == latest && proven.levelBefore >= CARRYING_LEVEL;
    }

    function _isRecent(uint32 epoch, uint32 latest) private pure returns (bool) {
        return epoch != 0 && (epoch == latest || epoch + 1 == latest);
    }
}
