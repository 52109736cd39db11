import { DomainError } from '../domain/domainError.ts'
import { hashWords, label } from './abiWords.ts'
import { add, base, curveOrder, multiplySecret, negate, type CurvePoint } from './curve.ts'
import { secondBase, verifyForm } from './points.ts'

// The buyer publishes Q = H + z·G, the seller posts D = x·Q, the buyer alone finds Z = D − z·X = x·H.

const keyLabel = label('key/v1')

/** The seller's X = x·G; raises `curve.scalar` or, once in 2^128, `market.point`. */
export function buildCommitment(x: bigint): CurvePoint {
  return verifyForm(multiplySecret(base, x))
}

/** The buyer's Q = H + z·G; raises `curve.scalar`, or `market.blinding` where another offer salt is due. */
export function buildBlinding(z: bigint): CurvePoint {
  const own = multiplySecret(base, z)
  if (own.x === secondBase.x && own.y !== secondBase.y) throw unusable()
  return verifyBlinding(add(secondBase, own))
}

/** Q itself; raises `market.blinding` when it hides nothing (Q = ±H) or cannot travel. */
export function verifyBlinding(q: CurvePoint): CurvePoint {
  if (q.x === secondBase.x || q.x <= 0n || q.x >= curveOrder) throw unusable()
  return q
}

/** The seller's D = x·Q. */
export function buildDelivered(x: bigint, q: CurvePoint): CurvePoint {
  return verifyForm(multiplySecret(verifyBlinding(q), x))
}

/** The seller's own way to Z = x·H, before anything is delivered. */
export function buildShared(x: bigint): CurvePoint {
  return multiplySecret(secondBase, x)
}

/** The buyer's Z = D − z·X; raises `curve.infinity` when the seller made D of X and B alone. */
export function unblind(delivered: CurvePoint, commitment: CurvePoint, z: bigint): CurvePoint {
  return add(delivered, negate(multiplySecret(commitment, z)))
}

/** The 32 bytes that open one record, named by its deal or by its epoch; `wipe` them after use. */
export function recordKey(shared: CurvePoint, record: Uint8Array): Uint8Array {
  return hashWords(keyLabel, shared.x, shared.y, record)
}

/**
 * The name of the record of one epoch with this plaintext. An epoch's x is fixed by the consent, so another
 * plaintext must be another name: no two share a mask.
 */
export function epochRecord(deal: Uint8Array, epoch: number, ptRoot: Uint8Array): Uint8Array {
  return hashWords(deal, epoch, ptRoot)
}

function unusable(): DomainError {
  return new DomainError(
    'market.blinding',
    'The buyer’s point hides nothing or cannot travel; draw another offer salt.',
  )
}
