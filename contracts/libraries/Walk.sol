// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEpochTypes} from "../interfaces/IEpochTypes.sol";

/// @title SeedShare v1 in whole numbers: the rules of one cell.
/// @dev A mass is four lanes of 64 bits: from vetted, from fakes, background, from all checked. All lanes of an honest
///      vector stay below 2^60; a dishonest one is refused by comparing with what 256 bits say.
library Walk {
    uint256 internal constant ONE = 1 << 16;
    uint256 internal constant MASS = 1 << 60;
    uint256 private constant LANE = type(uint64).max;
    uint256 private constant MOST_COMMON = 8;
    int256 private constant CLAMP = 4 << 16;

    function lane(uint256 mass, uint256 number) internal pure returns (uint256) {
        return (mass >> (64 * number)) & LANE;
    }

    function pack(uint256[4] memory lanes) internal pure returns (uint256 mass) {
        for (uint256 i = 0; i < 4; ++i) {
            mass |= lanes[i] << (64 * i);
        }
    }

    /// @notice Every lane by `total`; 0 by 0.
    function rate(uint256 mass, uint256 total) internal pure returns (uint256) {
        if (total == 0) return 0;
        uint256[4] memory lanes;
        for (uint256 i = 0; i < 4; ++i) {
            lanes[i] = lane(mass, i) / total;
        }
        return pack(lanes);
    }

    /// @notice What reaches a seat from its partners; false if a lane overflows.
    /// @param partners mass and rate of each
    function gather(bytes calldata weights, uint256[] calldata partners)
        internal
        pure
        returns (uint256[4] memory sums)
    {
        (uint256 a, uint256 b, uint256 c, uint256 d) = (0, 0, 0, 0);
        for (uint256 k = 0; k < weights.length; ++k) {
            uint256 weight = uint8(weights[k]);
            uint256 flow = partners[2 * k + 1];
            a += weight * (flow & LANE);
            b += weight * ((flow >> 64) & LANE);
            c += weight * ((flow >> 128) & LANE);
            d += weight * (flow >> 192);
        }
        sums = [a, b, c, d];
    }

    /// @notice A sixteenth of every lane goes back to the start.
    function restart(uint256[4] memory sums, uint256 start) internal pure {
        for (uint256 i = 0; i < 4; ++i) {
            sums[i] = sums[i] - (sums[i] >> 4) + (lane(start, i) >> 4);
        }
    }

    /// @notice Whether the lanes are those of `mass`.
    function fits(uint256[4] memory lanes, uint256 mass) internal pure returns (bool) {
        return lanes[0] == lane(mass, 0) && lanes[1] == lane(mass, 1) && lanes[2] == lane(mass, 2)
            && lanes[3] == lane(mass, 3);
    }

    /// @notice The mean of two steps in every lane.
    function mean(uint256 before, uint256 mass) internal pure returns (uint256) {
        uint256[4] memory lanes;
        for (uint256 i = 0; i < 4; ++i) {
            lanes[i] = (lane(before, i) >> 1) + (lane(mass, i) >> 1);
        }
        return pack(lanes);
    }

    /// @notice Trust that arrives, in shares of what an average account gets; rounded down, also below zero.
    function quotient(uint256 mass) internal pure returns (int256) {
        // Safety: lanes have 64 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        int256 above = (2 * int256(lane(mass, 0)) - int256(lane(mass, 1))) >> 15 << 16;
        // forge-lint: disable-next-line(unsafe-typecast)
        int256 below = int256(lane(mass, 2) >> 14);
        if (below == 0) below = 1;
        int256 raw = above / below;
        if (above < 0 && above % below != 0) --raw;
        if (raw > CLAMP) return CLAMP;
        return raw < -CLAMP ? -CLAMP : raw;
    }

    /// @notice Whether checked accounts reach the seat with half of what an average one gets.
    function isCovered(uint256 mass) internal pure returns (bool) {
        uint256 label = lane(mass, 3);
        return label != 0 && label >= lane(mass, 2) >> 1;
    }

    /// @notice The cover that orders the draw.
    function coverOf(uint256 label, uint256 background) internal pure returns (uint256) {
        uint256 below = background >> 14;
        return (label >> 15 << 16) / (below == 0 ? 1 : below);
    }

    /// @notice 0 to 3.
    function levelOf(int256 share, uint256 support, int256 bound) internal pure returns (uint256 level) {
        int256[3] memory shares = [int256(16_384), 32_768, 49_152];
        uint256[3] memory trusted = [ONE, 3 * ONE, 5 * ONE];
        int256[3] memory bounds = [int256(9830), 19_660, 32_768];
        while (level < 3 && share >= shares[level] && support >= trusted[level] && bound >= bounds[level]) {
            ++level;
        }
    }

    /// @notice 1 + common partners, 8 of them at most. Both rows ascend.
    function weightOf(bytes calldata row, bytes calldata other) internal pure returns (uint256 weight) {
        weight = 1;
        (uint256 i, uint256 k) = (0, 0);
        while (i < row.length && k < other.length && weight <= MOST_COMMON) {
            uint32 left = uint32(bytes4(row[i:i + 4]));
            uint32 right = uint32(bytes4(other[k:k + 4]));
            if (left == right) ++weight;
            if (left <= right) i += 4;
            if (right <= left) k += 4;
        }
    }

    /// @notice Mass at the start of the three walks and of all checked, by the seat's flags (1 member, 2 vetted, 4 fake).
    function startOf(IEpochTypes.Header calldata header, uint256 flags) internal pure returns (uint256) {
        uint256[4] memory lanes;
        uint256 most = header.vetted > header.fakes ? header.vetted : header.fakes;
        if (flags & 2 != 0) lanes[0] = MASS / header.vetted;
        if (flags & 4 != 0) lanes[1] = MASS / most;
        if (flags & 1 != 0) lanes[2] = MASS / header.accounts;
        if (flags & 6 != 0) lanes[3] = MASS / (uint256(header.vetted) + header.fakes);
        return pack(lanes);
    }

    /// @notice What every checked and every drawn seat starts with in the draw.
    function drawUnit(IEpochTypes.Header calldata header) internal pure returns (uint256) {
        return MASS / (uint256(header.vetted) + header.fakes + header.draws.length);
    }
}
