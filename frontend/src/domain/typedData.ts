import {
  domainSeparator,
  structHash,
  typedDigest,
  walletTypedData,
  type Members,
  type MemberValue,
  type TypedDomain,
  type WalletTypedData,
} from './eip712.ts'

const profile = ['profile', 'uint64'] as const
const key = ['key', 'address'] as const
const until = ['until', 'uint64'] as const
const kinds = ['kinds', 'uint32'] as const
const content = ['content', 'bytes32'] as const
const recovery = ['recovery', 'address'] as const
const nonce = ['nonce', 'uint256'] as const
const deadline = ['deadline', 'uint64'] as const

/**
 * The messages of the registries and the token that this app has signed; names and order are the contracts'. Those that
 * only the command line signs are not here: every page would carry them.
 */
export const forms = {
  Register: [
    profile,
    ['handle', 'string'],
    recovery,
    content,
    ['encryptionKey', 'bytes32'],
    key,
    until,
    kinds,
    deadline,
  ],
  AuthoriseKey: [profile, key, until, kinds, deadline],
  RevokeKey: [profile, key, ['voidFrom', 'uint64'], deadline],
  RequestRecoveryChange: [profile, recovery, nonce, deadline],
  Permit: [
    ['owner', 'address'],
    ['spender', 'address'],
    ['value', 'uint256'],
    ['nonce', 'uint256'],
    ['deadline', 'uint256'],
  ],
  Intent: [profile, ['kind', 'uint8'], ['subject', 'bytes32'], content, ['createdAt', 'uint64']],
} as const satisfies Record<string, Members>

export type FormName = keyof typeof forms
/** The members of a form by name; numbers as number, bigint or decimal text, bytes as hex. */
export type FormMessage = Readonly<Record<string, MemberValue>>

/** The name under which TagToken signs; every other contract signs as "hashtagspace". */
export const tagDomainName = 'hashtagspace TAG'

/** The 32 bytes that the signer of a form signs; raises `typed_data.value` or `hex.malformed`. */
export function formDigest(form: FormName, message: FormMessage, domain: TypedDomain): Uint8Array {
  return typedDigest(domainSeparator(domain), structHash(form, forms[form], message))
}

/** The argument of `eth_signTypedData_v4` for a form; raises as `formDigest`. */
export function formToWallet(form: FormName, message: FormMessage, domain: TypedDomain): WalletTypedData {
  return walletTypedData(domain, form, forms[form], message)
}
