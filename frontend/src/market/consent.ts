import { bytesOfHex } from '../domain/bytesOfHex.ts'
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
import type { Hex } from '../domain/hex.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { hashWords } from './abiWords.ts'

const offer = ['offer', 'bytes32'] as const
const profile = ['profile', 'uint64'] as const

/** What a sale has signed; names and order are the contract's. */
export const marketForms = {
  Consent: [
    offer,
    profile,
    ['payee', 'address'],
    ['price', 'uint128'],
    ['validUntil', 'uint64'],
    ['terms', 'bytes32'],
    ['receipt', 'bytes32'],
    ['qx', 'uint256'],
    ['qParity', 'uint8'],
    ['xx', 'uint256'],
    ['xParity', 'uint8'],
    ['ctRoot', 'bytes32'],
    ['ptRoot', 'bytes32'],
    ['salt', 'bytes32'],
  ],
  Revoke: [offer, profile, ['deadline', 'uint64']],
} as const satisfies Record<string, Members>

export type MarketForm = keyof typeof marketForms
/** The members of a form by name; numbers as number, bigint or decimal text, bytes as hex. */
export type MarketMessage<Form extends MarketForm> = Readonly<
  Record<(typeof marketForms)[Form][number][0], MemberValue>
>

/** What a business promises, bound by the offer's id; times in seconds, `upFrontBps` of 10,000. */
export interface OfferTerms {
  readonly salt: Hex
  readonly terms: Hex
  readonly qx: bigint
  readonly qParity: number
  readonly acceptUntil: bigint
  readonly deliverSeconds: number
  readonly garbageSeconds: number
  readonly vestingSeconds: number
  readonly upFrontBps: number
  readonly maxResponses: number
  readonly minLevel: number
  readonly epochs: number
}

/** The 32 bytes that name an offer. */
export function offerId(buyer: Hex, o: OfferTerms): Uint8Array {
  return hashWords(
    bytesOfHex(buyer, 20),
    bytesOfHex(o.salt, 32),
    bytesOfHex(o.terms, 32),
    ...[o.qx, o.qParity, o.acceptUntil, o.deliverSeconds, o.garbageSeconds, o.vestingSeconds],
    ...[o.upFrontBps, o.maxResponses, o.minLevel, o.epochs],
  )
}

/** The one answer that a profile can give to an offer. */
export function dealId(offerOf: Uint8Array, profileOf: bigint): Uint8Array {
  return hashWords(offerOf, profileOf)
}

/** What a consent says of kinds and granularity: nothing, to whoever lacks the salt and the receipt. */
export function receiptDigest(receiptSalt: Uint8Array, receipt: Uint8Array): Uint8Array {
  return hashWords(receiptSalt, keccak256(receipt))
}

/** The 32 bytes that are signed; the domain is the market's. Raises `typed_data.value` or `hex.malformed`. */
export function marketDigest<Form extends MarketForm>(
  form: Form,
  message: MarketMessage<Form>,
  domain: TypedDomain,
): Uint8Array {
  return typedDigest(domainSeparator(domain), structHash(form, marketForms[form], message))
}

/** The argument of `eth_signTypedData_v4`; raises as `marketDigest`. */
export function marketToWallet<Form extends MarketForm>(
  form: Form,
  message: MarketMessage<Form>,
  domain: TypedDomain,
): WalletTypedData {
  return walletTypedData(domain, form, marketForms[form], message)
}
