"""What wallets sign: the typed data of every form, as eth-account encodes it."""

from dataclasses import dataclass
from typing import Any, Self

from brownie import chain
from eth_account import Account
from eth_utils import keccak

FORMS = {
    "Register": "uint64 profile,string handle,address recovery,bytes32 content,bytes32 encryptionKey,"
    "address key,uint64 until,uint32 kinds,uint64 deadline",
    "AuthoriseKey": "uint64 profile,address key,uint64 until,uint32 kinds,uint64 deadline",
    "RevokeKey": "uint64 profile,address key,uint64 voidFrom,uint64 deadline",
    "SetEncryptionKey": "uint64 profile,bytes32 encryptionKey,uint256 nonce,uint64 deadline",
    "TransferCustody": "uint64 profile,address to,uint256 nonce,uint64 deadline",
    "RequestRecovery": "uint64 profile,address to,uint256 nonce,uint64 deadline",
    "CancelRecovery": "uint64 profile,uint256 nonce,uint64 deadline",
    "RequestRecoveryChange": "uint64 profile,address recovery,uint256 nonce,uint64 deadline",
    "VetoRecoveryChange": "uint64 profile,uint256 nonce,uint64 deadline",
    "Permit": "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline",
    "Consent": "bytes32 offer,uint64 profile,address payee,uint128 price,uint64 validUntil,bytes32 terms,"
    "bytes32 receipt,uint256 qx,uint8 qParity,uint256 xx,uint8 xParity,bytes32 ctRoot,bytes32 ptRoot,"
    "bytes32 salt",
    "Revoke": "bytes32 offer,uint64 profile,uint64 deadline",
    "Vouch": "uint64 from,uint64 to,uint256 nonce,uint64 deadline",
    "Appeal": "uint64 profile,bytes32 evidence,uint256 nonce,uint64 deadline",
    "Tip": "uint64 from,uint64 to,uint128 amount,bytes32 memo,uint256 nonce,uint64 deadline",
    "Intent": "uint64 profile,uint8 kind,bytes32 subject,bytes32 content,uint64 createdAt",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a key and an account in Brownie."""

    key: bytes
    account: Any

    @classmethod
    def new(cls, accounts: Any, name: str) -> Self:
        key = keccak(text=f"hashtagspace test person {name}")
        return cls(key, accounts.add("0x" + key.hex()))

    @property
    def address(self) -> str:
        return str(self.account.address)

    def sign(self, contract: Any, form: str, *values: Any, name: str = "hashtagspace") -> bytes:
        """The 65 bytes r, s, v over one form for one contract."""
        signed = Account.sign_typed_data(self.key, full_message=typed_data(contract, form, values, name))
        return bytes(signed.signature)


def typed_data(contract: Any, form: str, values: tuple[Any, ...], name: str) -> dict[str, Any]:
    """The eth_signTypedData_v4 value of one form."""
    fields = [dict(zip(("type", "name"), field.split(), strict=True)) for field in FORMS[form].split(",")]
    domain_fields = {
        "name": "string",
        "version": "string",
        "chainId": "uint256",
        "verifyingContract": "address",
    }
    return {
        "types": {
            "EIP712Domain": [{"name": n, "type": t} for n, t in domain_fields.items()],
            form: fields,
        },
        "primaryType": form,
        "domain": {
            "name": name,
            "version": "1",
            "chainId": chain.id,
            "verifyingContract": contract.address,
        },
        "message": dict(zip((field["name"] for field in fields), values, strict=True)),
    }
