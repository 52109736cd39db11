// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice A wallet with code: one key speaks for it, until the key is changed.
contract ContractWallet is IERC1271 {
    address public speaker;

    constructor(address speaker_) {
        speaker = speaker_;
    }

    function setSpeaker(address speaker_) external {
        speaker = speaker_;
    }

    function isValidSignature(bytes32 hash, bytes memory signature) external view returns (bytes4) {
        (address recovered,,) = ECDSA.tryRecover(hash, signature);
        return recovered == speaker ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @notice Wallets that answer ERC-1271 in every wrong way.
contract HostileWallet {
    enum Answer {
        Nothing,
        Reverts,
        AnotherSelector,
        ShortMagic,
        BurnsGas
    }

    Answer public immutable ANSWER;

    constructor(Answer answer) {
        ANSWER = answer;
    }

    fallback() external {
        if (ANSWER == Answer.Reverts) revert("no");
        bytes4 word = ANSWER == Answer.AnotherSelector ? bytes4(0xdeadbeef) : bytes4(0x1626ba7e);
        uint256 size = ANSWER == Answer.Nothing ? 0 : ANSWER == Answer.ShortMagic ? 4 : 32;
        while (ANSWER == Answer.BurnsGas) {}
        assembly ("memory-safe") {
            // Safety: writes scratch space only, then leaves.
            mstore(0, word)
            return(0, size)
        }
    }
}
