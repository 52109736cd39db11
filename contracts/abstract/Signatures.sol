// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ISignatures} from "../interfaces/ISignatures.sol";

/// @title The one verifier of signed calls, for wallets with and without code.
abstract contract Signatures is ISignatures, EIP712 {
    constructor() EIP712("hashtagspace", "1") {}

    function _requireSignature(address signer, bytes32 structHash, uint64 deadline, bytes calldata signature)
        internal
        view
    {
        _requireInTime(deadline);
        if (!_isSignedBy(signer, structHash, signature)) revert SignatureInvalid(signer);
    }

    function _requireInTime(uint64 deadline) internal view {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
    }

    /// @dev ECDSA first: OpenZeppelin's SignatureChecker asks only ERC-1271 where there is code, and would refuse an
    ///      EIP-7702 account whose delegate knows no ERC-1271.
    function _isSignedBy(address signer, bytes32 structHash, bytes calldata signature)
        internal
        view
        returns (bool)
    {
        bytes32 digest = _hashTypedDataV4(structHash);
        (address recovered, ECDSA.RecoverError error,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (error == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return signer.code.length != 0
            && SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
