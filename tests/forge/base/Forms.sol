// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMarketTypes} from "../../../contracts/interfaces/IMarketTypes.sol";
import {ISessionKeys} from "../../../contracts/interfaces/ISessionKeys.sol";

/// @notice Every signed form spelled out a second time: the type strings are copies of the documented ones, so that a
///         changed contract cannot agree with itself. Each function gives a struct hash; `digest` what is signed.
library Forms {
    function digest(bytes32 structHash, address verifier, uint256 chainId) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("hashtagspace"),
                keccak256("1"),
                chainId,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function register(
        uint64 profile,
        string memory handle,
        address recovery,
        bytes32 content,
        bytes32 encryptionKey,
        ISessionKeys.KeyGrant memory grant,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "Register(uint64 profile,string handle,address recovery,bytes32 content,bytes32 encryptionKey,address key,uint64 until,uint32 kinds,uint64 deadline)"
                ),
                profile,
                keccak256(bytes(handle)),
                recovery,
                content,
                encryptionKey,
                grant.key,
                grant.until,
                grant.kinds,
                deadline
            )
        );
    }

    function authorise(uint64 profile, ISessionKeys.KeyGrant memory grant, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256(
                    "AuthoriseKey(uint64 profile,address key,uint64 until,uint32 kinds,uint64 deadline)"
                ),
                profile,
                grant.key,
                grant.until,
                grant.kinds,
                deadline
            )
        );
    }

    function revoke(uint64 profile, address key, uint64 voidFrom, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256("RevokeKey(uint64 profile,address key,uint64 voidFrom,uint64 deadline)"),
                profile,
                key,
                voidFrom,
                deadline
            )
        );
    }

    function encryption(uint64 profile, bytes32 encryptionKey, uint256 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256(
                    "SetEncryptionKey(uint64 profile,bytes32 encryptionKey,uint256 nonce,uint64 deadline)"
                ),
                profile,
                encryptionKey,
                nonce,
                deadline
            )
        );
    }

    function transfer(uint64 profile, address to, uint256 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256("TransferCustody(uint64 profile,address to,uint256 nonce,uint64 deadline)"),
                profile,
                to,
                nonce,
                deadline
            )
        );
    }

    function recover(uint64 profile, address to, uint256 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256("RequestRecovery(uint64 profile,address to,uint256 nonce,uint64 deadline)"),
                profile,
                to,
                nonce,
                deadline
            )
        );
    }

    function cancel(uint64 profile, uint256 nonce, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("CancelRecovery(uint64 profile,uint256 nonce,uint64 deadline)"),
                profile,
                nonce,
                deadline
            )
        );
    }

    function change(uint64 profile, address recovery, uint256 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256(
                    "RequestRecoveryChange(uint64 profile,address recovery,uint256 nonce,uint64 deadline)"
                ),
                profile,
                recovery,
                nonce,
                deadline
            )
        );
    }

    function veto(uint64 profile, uint256 nonce, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("VetoRecoveryChange(uint64 profile,uint256 nonce,uint64 deadline)"),
                profile,
                nonce,
                deadline
            )
        );
    }

    function appeal(uint64 profile, bytes32 evidence, uint256 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256("Appeal(uint64 profile,bytes32 evidence,uint256 nonce,uint64 deadline)"),
                profile,
                evidence,
                nonce,
                deadline
            )
        );
    }

    function tip(uint64 from, uint64 to, uint128 amount, bytes32 memo, uint256 nonce, uint64 deadline)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256(
                    "Tip(uint64 from,uint64 to,uint128 amount,bytes32 memo,uint256 nonce,uint64 deadline)"
                ),
                from,
                to,
                amount,
                memo,
                nonce,
                deadline
            )
        );
    }

    function consent(IMarketTypes.Consent memory c) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "Consent(bytes32 offer,uint64 profile,address payee,uint128 price,uint64 validUntil,bytes32 terms,bytes32 receipt,uint256 qx,uint8 qParity,uint256 xx,uint8 xParity,bytes32 ctRoot,bytes32 ptRoot,bytes32 salt)"
                ),
                c
            )
        );
    }

    function revokeConsent(bytes32 offer, uint64 profile, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("Revoke(bytes32 offer,uint64 profile,uint64 deadline)"), offer, profile, deadline
            )
        );
    }
}
