// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The handle rule: 3 to 20 characters of a-z, 0-9 and _.
/// @dev ASCII only, so no two handles look alike by way of Unicode; the page shows them in a font that tells l from 1.
library Handle {
    uint256 private constant MIN_LENGTH = 3;
    uint256 private constant MAX_LENGTH = 20;
    /// @dev Bit c set = character c is allowed: 0x30-0x39, 0x5f, 0x61-0x7a.
    uint256 private constant ALLOWED = (0x3ff << 0x30) | (1 << 0x5f) | (0x3ffffff << 0x61);

    /// @return The handle's bytes, left-aligned: equal words are equal handles, because zero bytes are not allowed.
    function toWord(string calldata handle) internal pure returns (bytes32) {
        // Safety: a valid handle has at most 20 bytes, and only valid ones are stored or looked up.
        // forge-lint: disable-next-line(unsafe-typecast)
        return bytes32(bytes(handle));
    }

    function isValid(string calldata handle) internal pure returns (bool) {
        uint256 length = bytes(handle).length;
        if (length < MIN_LENGTH || length > MAX_LENGTH) return false;
        for (uint256 i = 0; i < length; ++i) {
            if ((ALLOWED >> uint8(bytes(handle)[i])) & 1 == 0) return false;
        }
        return true;
    }
}
