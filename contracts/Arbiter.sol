// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbiter} from "./interfaces/IArbiter.sol";
import {IEpochClock} from "./interfaces/IEpochClock.sol";
import {IVerdicts} from "./interfaces/IVerdicts.sol";
import {IVouches} from "./interfaces/IVouches.sol";
import {Columns} from "./libraries/Columns.sol";
import {Walk} from "./libraries/Walk.sol";

/// @title Arbiter
contract Arbiter is IArbiter {
    uint256 private constant ROW_ENTRY = 4;
    uint256 private constant WORD32 = type(uint32).max;

    /// @inheritdoc IArbiter
    IVouches public immutable VOUCHES;
    /// @inheritdoc IArbiter
    IVerdicts public immutable JURY;
    /// @inheritdoc IArbiter
    IEpochClock public immutable CLOCK;
    /// @inheritdoc IArbiter
    uint256 public immutable CHECKS;

    /// @param vouches who knows the vouches, the jury and the clock
    /// @param checks how many are drawn in an epoch
    constructor(IVouches vouches, uint256 checks) {
        if (address(vouches) == address(0) || checks > 64) revert ParametersInvalid();
        (VOUCHES, JURY, CLOCK, CHECKS) = (vouches, vouches.JURY(), vouches.CLOCK(), checks);
    }

    // Shape

    /// @inheritdoc IArbiter
    function isShaped(Header calldata header) external view returns (bool) {
        uint256 accounts = header.accounts;
        uint256 checked = uint256(header.vetted) + header.fakes;
        if (
            accounts == 0 || accounts > header.seats || checked > accounts || header.covered > accounts
                || header.seats != VOUCHES.seatsBefore(header.epoch)
        ) {
            return false;
        }
        uint256 draws = CLOCK.beaconOf(header.epoch) == 0 ? 0 : CHECKS;
        if (draws > accounts - checked) draws = accounts - checked;
        return header.draws.length == draws && header.columns.length == Columns.columnCount(accounts, draws);
    }

    // Cells

    /// @inheritdoc IArbiter
    function isFollowing(
        Header calldata header,
        uint256 column,
        uint256 seat,
        bytes32 leaf,
        Witness calldata witness
    ) external view returns (bool) {
        (Columns.Kind kind, uint256 d) = Columns.kindOf(header, column);
        if (kind == Columns.Kind.Row) {
            return leaf == Columns.rowLeaf(witness.row) && _isRow(witness.row, header.seats, seat);
        }
        if (kind == Columns.Kind.Roll) return leaf == _roll(header, seat, witness);
        if (kind == Columns.Kind.Weights) return leaf == _weights(witness.weights);
        if (kind == Columns.Kind.Start || kind == Columns.Kind.BaseStart || kind == Columns.Kind.SpreadStart)
        {
            return leaf == _start(header, seat, witness.own, kind, d);
        }
        if (kind == Columns.Kind.Step || kind == Columns.Kind.Restart) {
            return leaf == _step(witness, kind == Columns.Kind.Restart);
        }
        if (kind == Columns.Kind.Share) return leaf == _share(seat, witness.own);
        if (kind == Columns.Kind.Standing) return leaf == _standing(header, witness);
        if (kind == Columns.Kind.Candidate) return leaf == _candidate(header, seat, witness.own, d);
        return _isDrawn(header, witness.own, d);
    }

    /// @dev At most 256 partners, ascending, all of them seats, the seat itself not among them.
    function _isRow(bytes calldata row, uint256 seats, uint256 seat) private pure returns (bool) {
        if (row.length % ROW_ENTRY != 0 || row.length > 256 * ROW_ENTRY) return false;
        uint256 next;
        for (uint256 place = 0; place < row.length; place += ROW_ENTRY) {
            uint256 partner = _entry(row, place / ROW_ENTRY);
            if (partner < next || partner >= seats || partner == seat) return false;
            next = partner + 1;
        }
        return true;
    }

    /// @dev A leaf that no tree holds, where the witness does not fit: no answer is 0.
    function _roll(Header calldata header, uint256 seat, Witness calldata witness)
        private
        view
        returns (bytes32)
    {
        if (witness.own.length != 2) return 0;
        (uint256 word, uint256 before) = (witness.own[0], witness.own[1]);
        if (seat == 0 && before != 0) return 0;
        (uint256 member, uint256 vetted, uint256 fake) = (0, 0, 0);
        if (witness.row.length != 0) {
            // Safety: seats have 32 bits, the position in a dispute is below 2^32.
            // forge-lint: disable-next-line(unsafe-typecast)
            uint64 profile = VOUCHES.profileAt(uint32(seat));
            member = 1;
            if (JURY.isVetted(profile, header.epoch)) vetted = 1;
            if (JURY.isFake(profile, header.epoch)) fake = 1;
        }
        uint256 expected = (member | vetted << 1 | fake << 2) + (((before >> 8) & WORD32) + member << 8)
            + (((before >> 40) & WORD32) + vetted << 40) + (((before >> 72) & WORD32) + fake << 72);
        return word == expected ? Columns.rollLeaf(word) : bytes32(0);
    }

    function _weights(bytes calldata weights) private pure returns (bytes32) {
        uint256 total = _total(weights);
        return total == type(uint256).max ? bytes32(0) : Columns.weightsLeaf(total, keccak256(weights));
    }

    function _start(
        Header calldata header,
        uint256 seat,
        uint256[] calldata own,
        Columns.Kind kind,
        uint256 d
    ) private pure returns (bytes32) {
        bool isSpread = kind == Columns.Kind.SpreadStart;
        if (own.length != (isSpread ? 4 : 5)) return 0;
        uint256 mass;
        if (isSpread) {
            if (header.draws[d - 1].seat == seat) mass = Walk.drawUnit(header);
        } else {
            uint256 flags = own[2] & 7;
            mass = Walk.startOf(header, flags);
            if (kind == Columns.Kind.BaseStart) {
                mass &= uint256(type(uint64).max) << 128;
                if (flags & 6 != 0) mass |= Walk.drawUnit(header);
            }
        }
        if (own[0] != mass || own[1] != Walk.rate(mass, own[isSpread ? 2 : 3])) return 0;
        return Columns.stepLeaf(own[0], own[1]);
    }

    function _step(Witness calldata witness, bool isRestart) private pure returns (bytes32) {
        uint256[] calldata own = witness.own;
        uint256 count = witness.weights.length;
        uint256 total = _total(witness.weights);
        if (
            own.length != (isRestart ? 4 : 2) || total == type(uint256).max
                || witness.row.length != count * ROW_ENTRY || witness.partners.length != 2 * count
        ) {
            return 0;
        }
        uint256[4] memory sums = Walk.gather(witness.weights, witness.partners);
        if (isRestart) Walk.restart(sums, own[2]);
        if (!Walk.fits(sums, own[0]) || own[1] != Walk.rate(own[0], total)) return 0;
        return Columns.stepLeaf(own[0], own[1]);
    }

    function _share(uint256 seat, uint256[] calldata own) private pure returns (bytes32) {
        if (own.length != 10 || (seat == 0 && own[1] != 0)) return 0;
        uint256 arrived = Walk.mean(own[2], own[4]);
        int256 bound = own[8] == 0 ? int256(0) : Walk.quotient(own[6]);
        uint256 covered = ((own[1] >> 64) & WORD32) + (Walk.isCovered(arrived) ? 1 : 0);
        uint256 expected = _signed(Walk.quotient(arrived)) | _signed(bound) << 32 | covered << 64;
        return own[0] == expected ? Columns.shareLeaf(own[0]) : bytes32(0);
    }

    function _standing(Header calldata header, Witness calldata witness) private pure returns (bytes32) {
        uint256[] calldata own = witness.own;
        uint256 count = witness.partners.length;
        if (own.length != 2 || witness.row.length != count * ROW_ENTRY || count > 256) return 0;
        uint256 support;
        for (uint256 k = 0; k < count; ++k) {
            int256 share = _unsigned(witness.partners[k]);
            // Safety: between 0 and 2^32.
            // forge-lint: disable-next-line(unsafe-typecast)
            if (share > 0) support += uint256(share) > Walk.ONE ? Walk.ONE : uint256(share);
        }
        uint256 level =
            header.vetted == 0 ? 0 : Walk.levelOf(_unsigned(own[1]), support, _unsigned(own[1] >> 32));
        uint256 expected = (own[1] & type(uint64).max) | support << 64 | level << 96;
        return own[0] == expected ? Columns.standingLeaf(own[0]) : bytes32(0);
    }

    /// @dev own: a, b · a, b of the seat before · a (roll, at first), b of this seat before · mass, rate · D, weights.
    function _candidate(Header calldata header, uint256 seat, uint256[] calldata own, uint256 d)
        private
        pure
        returns (bytes32)
    {
        if (own.length != 10 || (seat == 0 && (own[2] != 0 || own[3] != 0)) || (d == 0 && own[5] != 0)) {
            return 0;
        }
        uint256 label = Walk.lane(own[6], 0);
        uint256 background = Walk.lane(own[6], 2);
        uint256 free = own[4] & 7 == 1 ? 1 : 0;
        if (d != 0) {
            label += Walk.lane(own[4], 0);
            background = Walk.lane(own[4], 1);
            free = header.draws[d - 1].seat == seat ? 0 : (own[4] >> 128) & 1;
        }
        uint256 chosen = free == 1 && _isWithin(header.draws[d], label, background, seat) ? 1 : 0;
        uint256 before = own[3];
        uint256 b = ((before & WORD32) + free) | ((before >> 32 & WORD32) + chosen) << 32
            | (Walk.lane(before, 1) + chosen * own[8]) << 64;
        bool isRight = own[0] == (label | background << 64 | free << 128) && own[1] == b;
        return isRight ? Columns.candidateLeaf(own[0], own[1]) : bytes32(0);
    }

    /// @dev own: a, b of the last seat · of the seat before the drawn one (0 before seat 0) · of the drawn one · of the edge.
    function _isDrawn(Header calldata header, uint256[] calldata own, uint256 d) private view returns (bool) {
        if (own.length != 8 || d >= header.draws.length) return false;
        Draw calldata drawn = header.draws[d];
        if (drawn.seat >= header.seats || drawn.edgeSeat >= header.seats) return false;
        if (drawn.seat == 0 && (own[2] != 0 || own[3] != 0)) return false;
        uint256 half = (own[1] & WORD32) / 2;
        if ((own[1] >> 32) & WORD32 != (half == 0 ? 1 : half)) return false;
        bool isEdge = (own[6] >> 128) & 1 == 1
            && Walk.coverOf(Walk.lane(own[6], 0), Walk.lane(own[6], 1)) == drawn.edgeCover;
        uint256 edges = Walk.lane(own[1], 1);
        if (!isEdge || edges == 0) return false;
        uint256 place = uint256(keccak256(abi.encode(CLOCK.beaconOf(header.epoch), d))) % edges;
        return Walk.lane(own[3], 1) <= place && place < Walk.lane(own[5], 1);
    }

    function _isWithin(Draw calldata drawn, uint256 label, uint256 background, uint256 seat)
        private
        pure
        returns (bool)
    {
        uint256 cover = Walk.coverOf(label, background);
        return cover < drawn.edgeCover || (cover == drawn.edgeCover && seat <= drawn.edgeSeat);
    }

    // Claims

    /// @inheritdoc IArbiter
    function claimOf(
        Header calldata header,
        uint256 column,
        uint256 seat,
        Witness calldata witness,
        uint256 index
    ) external pure returns (uint256, uint256, bytes32) {
        (Columns.Kind kind, uint256 d) = Columns.kindOf(header, column);
        if (kind == Columns.Kind.Roll) return _claimOfRoll(column, seat, witness, index);
        if (kind == Columns.Kind.Start || kind == Columns.Kind.BaseStart) {
            return _claimOfStart(seat, witness.own, index);
        }
        if (kind == Columns.Kind.SpreadStart && index == 0) {
            return (Columns.WEIGHTS, seat, _balance(witness.own, 2));
        }
        if (kind == Columns.Kind.Step || kind == Columns.Kind.Restart) {
            bool isFirst = column == Columns.shareColumn(header.accounts) - Columns.RESTARTS;
            uint256 before = isFirst ? Columns.START : column - 1;
            return _claimOfStep(before, seat, witness, index, kind == Columns.Kind.Restart);
        }
        if (kind == Columns.Kind.Share) {
            return _claimOfShare(Columns.START + Columns.walkSteps(header.accounts), seat, witness.own, index);
        }
        if (kind == Columns.Kind.Standing) return _claimOfStanding(column - 1, seat, witness, index);
        if (kind == Columns.Kind.Candidate) {
            uint256 former = d == 0 ? Columns.ROLL : Columns.candidateColumn(header.accounts, d - 1);
            return _claimOfCandidate(column, former, seat, witness.own, index);
        }
        if (kind == Columns.Kind.Drawing) return _claimOfDraw(header, witness.own, index, d);
        revert ClaimUnknown(index);
    }

    function _claimOfRoll(uint256 column, uint256 seat, Witness calldata witness, uint256 index)
        private
        pure
        returns (uint256, uint256, bytes32)
    {
        if (index == 0) return (Columns.ROW, seat, Columns.rowLeaf(witness.row));
        if (index > 1 || seat == 0) revert ClaimUnknown(index);
        return (column, seat - 1, Columns.rollLeaf(witness.own[1]));
    }

    function _claimOfStart(uint256 seat, uint256[] calldata own, uint256 index)
        private
        pure
        returns (uint256, uint256, bytes32)
    {
        if (index > 1) revert ClaimUnknown(index);
        if (index == 0) return (Columns.ROLL, seat, Columns.rollLeaf(own[2]));
        return (Columns.WEIGHTS, seat, _balance(own, 3));
    }

    function _claimOfStep(
        uint256 before,
        uint256 seat,
        Witness calldata witness,
        uint256 index,
        bool isRestart
    ) private pure returns (uint256, uint256, bytes32) {
        if (index == 0) return (Columns.ROW, seat, Columns.rowLeaf(witness.row));
        if (index == 1) return (Columns.WEIGHTS, seat, _weights(witness.weights));
        if (index == 2) {
            if (!isRestart) revert ClaimUnknown(index);
            return (Columns.START, seat, _stepAt(witness.own, 2));
        }
        return (before, _entry(witness.row, index - 3), _stepAt(witness.partners, 2 * (index - 3)));
    }

    /// @dev `last` is the column of the walk's last step; the restart's is RESTARTS behind it, the shares' one more.
    function _claimOfShare(uint256 last, uint256 seat, uint256[] calldata own, uint256 index)
        private
        pure
        returns (uint256, uint256, bytes32)
    {
        if (index > 4 || (index == 0 && seat == 0)) revert ClaimUnknown(index);
        if (index == 0) return (last + Columns.RESTARTS + 1, seat - 1, Columns.shareLeaf(own[1]));
        if (index == 4) return (Columns.WEIGHTS, seat, _balance(own, 8));
        uint256 column = index == 3 ? last + Columns.RESTARTS : last + index - 2;
        return (column, seat, _stepAt(own, 2 * index));
    }

    function _claimOfStanding(uint256 share, uint256 seat, Witness calldata witness, uint256 index)
        private
        pure
        returns (uint256, uint256, bytes32)
    {
        if (index == 0) return (Columns.ROW, seat, Columns.rowLeaf(witness.row));
        if (index == 1) return (share, seat, Columns.shareLeaf(witness.own[1]));
        return (share, _entry(witness.row, index - 2), Columns.shareLeaf(witness.partners[index - 2]));
    }

    /// @dev `former` is the column of the candidates before, or the roll.
    function _claimOfCandidate(
        uint256 column,
        uint256 former,
        uint256 seat,
        uint256[] calldata own,
        uint256 index
    ) private pure returns (uint256, uint256, bytes32) {
        if (index > 3 || (index == 0 && seat == 0)) revert ClaimUnknown(index);
        if (index == 0) return (column, seat - 1, Columns.candidateLeaf(own[2], own[3]));
        if (index == 2) return (column - 1, seat, _stepAt(own, 6));
        if (index == 3) return (Columns.WEIGHTS, seat, _balance(own, 8));
        if (former == Columns.ROLL) return (former, seat, Columns.rollLeaf(own[4]));
        return (former, seat, Columns.candidateLeaf(own[4], own[5]));
    }

    function _claimOfDraw(Header calldata header, uint256[] calldata own, uint256 index, uint256 d)
        private
        pure
        returns (uint256, uint256, bytes32)
    {
        Draw calldata drawn = header.draws[d];
        uint256 column = Columns.candidateColumn(header.accounts, d);
        if (index > 3 || (index == 1 && drawn.seat == 0)) revert ClaimUnknown(index);
        uint256 seat = header.seats - 1;
        if (index == 1) seat = drawn.seat - 1;
        if (index == 2) seat = drawn.seat;
        if (index == 3) seat = drawn.edgeSeat;
        return (column, seat, Columns.candidateLeaf(own[2 * index], own[2 * index + 1]));
    }

    // Questions to the chain

    /// @inheritdoc IArbiter
    function isRowWrong(Header calldata header, uint256 seat, bytes calldata row, uint32 partner)
        external
        view
        returns (bool)
    {
        if (partner >= header.seats) return false;
        bool isListed;
        for (uint256 k = 0; k < row.length / ROW_ENTRY; ++k) {
            if (_entry(row, k) == partner) isListed = true;
        }
        // Safety: seats have 32 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint64 profile = VOUCHES.profileAt(uint32(seat));
        return isListed != VOUCHES.isLive(profile, VOUCHES.profileAt(partner), header.epoch);
    }

    /// @inheritdoc IArbiter
    function isWeightWrong(bytes calldata weights, uint256 k, bytes calldata row, bytes calldata partnerRow)
        external
        pure
        returns (bool)
    {
        if (weights.length != row.length / ROW_ENTRY) return true;
        return uint8(weights[k]) != Walk.weightOf(row, partnerRow);
    }

    // Words

    function _balance(uint256[] calldata own, uint256 place) private pure returns (bytes32) {
        return Columns.weightsLeaf(own[place], bytes32(own[place + 1]));
    }

    function _stepAt(uint256[] calldata words, uint256 place) private pure returns (bytes32) {
        return Columns.stepLeaf(words[place], words[place + 1]);
    }

    /// @dev The sum of the weights; the greatest number if one is not 1 to 9, or they are too many.
    function _total(bytes calldata weights) private pure returns (uint256 total) {
        if (weights.length > 256) return type(uint256).max;
        for (uint256 k = 0; k < weights.length; ++k) {
            uint256 weight = uint8(weights[k]);
            if (weight == 0 || weight > 9) return type(uint256).max;
            total += weight;
        }
    }

    function _entry(bytes calldata row, uint256 k) private pure returns (uint256) {
        return uint32(bytes4(row[ROW_ENTRY * k:ROW_ENTRY * k + ROW_ENTRY]));
    }

    /// @dev Two's complement in 32 bits.
    function _signed(int256 value) private pure returns (uint256) {
        // Safety: clamped to 19 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(int32(value));
    }

    /// @dev The lowest 32 bits as a signed number.
    function _unsigned(uint256 word) private pure returns (int256) {
        // Safety: the cut is what is wanted.
        // forge-lint: disable-next-line(unsafe-typecast)
        return int32(uint32(word));
    }
}
