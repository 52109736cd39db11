// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title One field of a block's header.
library BlockHeader {
    uint256 private constant MIX_FIELD = 13;

    /// @notice The bytes are no header.
    error HeaderMalformed();

    /// @notice The header's prevrandao (field 13, `mixHash`). The caller has compared the header's hash with the block's.
    function readPrevrandao(bytes calldata header) internal pure returns (uint256) {
        uint256 place = header.length > 0 && uint8(header[0]) > 0xf7 ? uint8(header[0]) - 0xf6 : 1;
        for (uint256 field = 0; field < MIX_FIELD; ++field) {
            place += _lengthAt(header, place);
        }
        if (place + 33 > header.length || header[place] != 0xa0) revert HeaderMalformed();
        return uint256(bytes32(header[place + 1:place + 33]));
    }

    /// @dev A header's fields are strings; the longest has 256 bytes, and no prefix of more than two bytes of length.
    function _lengthAt(bytes calldata header, uint256 place) private pure returns (uint256) {
        if (place + 3 > header.length) revert HeaderMalformed();
        uint256 first = uint8(header[place]);
        if (first < 0x80) return 1;
        if (first < 0xb8) return first - 0x7f;
        if (first == 0xb8) return 2 + uint256(uint8(header[place + 1]));
        if (first == 0xb9) return 3 + uint256(uint16(bytes2(header[place + 1:place + 3])));
        revert HeaderMalformed();
    }
}
