import {
  domainSeparator,
  structHash,
  typedDigest,
  walletTypedData,
  type Members,
  type MemberValue,
  type TypedDomain,
  type WalletTypedData,
} from '../domain/eip712.ts'

const nonce = ['nonce', 'uint256'] as const
const deadline = ['deadline', 'uint64'] as const
const between = [
  ['from', 'uint64'],
  ['to', 'uint64'],
] as const

/** What the people contracts take signed; names and order are theirs. */
export const peopleForms = {
  Vouch: [...between, nonce, deadline],
  Withdraw: [...between, nonce, deadline],
  Answer: [['caseId', 'uint256'], ['evidence', 'bytes32'], deadline],
  Appeal: [['profile', 'uint64'], ['evidence', 'bytes32'], nonce, deadline],
  Tip: [...between, ['amount', 'uint128'], ['memo', 'bytes32'], nonce, deadline],
} as const satisfies Record<string, Members>

export type PeopleForm = keyof typeof peopleForms
/** The members of a form by name; numbers as number, bigint or decimal text, bytes as hex. */
export type PeopleMessage = Readonly<Record<string, MemberValue>>

/** The 32 bytes that the signer signs; raises `typed_data.value` or `hex.malformed`. */
export function peopleDigest(form: PeopleForm, message: PeopleMessage, domain: TypedDomain): Uint8Array {
  return typedDigest(domainSeparator(domain), structHash(form, peopleForms[form], message))
}

/** The argument of `eth_signTypedData_v4`; raises as `peopleDigest`. */
export function peopleToWallet(
  form: PeopleForm,
  message: PeopleMessage,
  domain: TypedDomain,
): WalletTypedData {
  return walletTypedData(domain, form, peopleForms[form], message)
}
