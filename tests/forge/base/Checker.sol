// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Chunks} from "../../../contracts/libraries/Chunks.sol";
import {Dleq} from "../../../contracts/libraries/Dleq.sol";

/// @notice The libraries with their arguments from outside, as a transaction has them.
contract Checker {
    function verify(
        bytes32 domain,
        Dleq.Point memory p,
        Dleq.Point memory t,
        Dleq.Point memory y,
        Dleq.Proof calldata proof
    ) external pure returns (bool) {
        return Dleq.verify(domain, p, t, y, proof);
    }

    function open(
        bytes32 domain,
        Dleq.Point memory q,
        Dleq.Point memory x,
        Dleq.Point memory d,
        Dleq.Opening calldata opening
    ) external pure returns (bool, uint256, uint256) {
        return Dleq.open(domain, q, x, d, opening);
    }

    function isGarbage(Chunks.Chunk calldata chunk, bytes32 ctRoot, bytes32 ptRoot, bytes32 key)
        external
        pure
        returns (bool)
    {
        return Chunks.isGarbage(chunk, ctRoot, ptRoot, key);
    }

    function isUnder(bytes32 root, bytes32 leaf, uint256 index, bytes32[] calldata path)
        external
        pure
        returns (bool)
    {
        return Chunks.isUnder(root, leaf, index, path);
    }

    function isPoint(uint256 x, uint8 parity) external pure returns (bool) {
        return Dleq.isPoint(x, parity);
    }
}
