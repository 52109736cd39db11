import {
  domainSeparator,
  structHash,
  typedDigest,
  walletTypedData,
  type Members,
  type TypedDomain,
  type WalletTypedData,
} from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'

/**
 * What somebody whom a business trusts signs of a record: these bytes are this profile's data of a kind. The
 * plaintext root is named, so the record is sold whole. The time is Unix seconds, the domain that of the market.
 */
export interface Attestation {
  readonly profile: bigint | string
  readonly ptRoot: Hex
  readonly category: string
  readonly issuedAt: number
}
const members = [
  ['profile', 'uint64'],
  ['ptRoot', 'bytes32'],
  ['category', 'string'],
  ['issuedAt', 'uint64'],
] as const satisfies Members

/** The 32 bytes that the attester signs. */
export function attestationDigest(attestation: Attestation, domain: TypedDomain): Uint8Array {
  return typedDigest(domainSeparator(domain), attestationHash(attestation))
}

/** The struct hash, which the market takes together with a signature. */
export function attestationHash(attestation: Attestation): Uint8Array {
  return structHash('Attestation', members, { ...attestation })
}

/** The argument of `eth_signTypedData_v4`. */
export function attestationToWallet(attestation: Attestation, domain: TypedDomain): WalletTypedData {
  return walletTypedData(domain, 'Attestation', members, { ...attestation })
}
