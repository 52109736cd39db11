import {
  domainSeparator,
  structHash,
  typedDigest,
  type Members,
  type TypedDomain,
} from '../../domain/eip712.ts'
import type { Hex } from '../../domain/hex.ts'

const members = [
  ['deal', 'bytes32'],
  ['epoch', 'uint8'],
  ['envelope', 'string'],
] as const satisfies Members

/** What a gateway is signed before it keeps the envelope of an epoch; the domain is the market's. */
export function epochEnvelopeDigest(
  message: { deal: Hex; epoch: number; envelope: string },
  domain: TypedDomain,
): Uint8Array {
  return typedDigest(domainSeparator(domain), structHash('EpochEnvelope', members, message))
}
