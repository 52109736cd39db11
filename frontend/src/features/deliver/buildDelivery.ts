import type { Consent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import { bytesOfUint } from '../../domain/bytesOfUint.ts'
import type { Hex } from '../../domain/hex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { buildCommitment, verifyBlinding } from '../../market/blinding.ts'
import { parityOf, type CurvePoint } from '../../market/curve.ts'
import { deliveryDomain, epochDomain } from '../../market/delivery.ts'
import { buildStatement, prove, verifyProof } from '../../market/dleq.ts'
import { buildKeyPath, buildKeysRoot } from '../../market/epochs.ts'
import { wirePoint } from '../../market/points.ts'

/** What the contract takes as `Delivery`. */
export interface Delivery {
  dx: bigint
  dParity: number
  proof: { c: bigint; s: bigint; ux: bigint; uy: bigint; vx: bigint; vy: bigint; inv: bigint }
}

/** What the contract takes as `EpochDelivery`. */
export interface EpochDelivery extends Delivery {
  epoch: number
  xx: bigint
  xParity: number
  path: Hex[]
  ctRoot: Hex
}

/**
 * The key of a sale, for the buyer alone, with its proof. Raises `deliver.wrong_key` when x is not the one that
 * the consent commits to: then nothing may leave.
 */
export function buildDelivery(consent: Consent, digest: Uint8Array, x: bigint): Delivery {
  const statement = buildStatement(deliveryDomain(digest), buyersPoint(consent), x)
  if (statement.open.x !== consent.xx || parityOf(statement.open) !== consent.xParity) throw wrongKey()
  return spell(statement, x)
}

/** The key of one epoch: `xs` are the secrets of all of them. Raises `deliver.wrong_key`, `market.epoch`. */
export function buildEpochDelivery(
  consent: Consent,
  digest: Uint8Array,
  xs: readonly bigint[],
  epoch: number,
  ctRoot: Uint8Array,
): EpochDelivery {
  const commitments = xs.map(buildCommitment)
  const root = hexOfBytes(buildKeysRoot(commitments))
  const [x, commitment] = [xs[epoch], commitments[epoch]]
  if (root !== hexOfBytes(bytesOfUint(consent.xx, 32)) || !x || !commitment) throw wrongKey()
  const statement = buildStatement(epochDomain(digest, epoch, ctRoot), buyersPoint(consent), x)
  return {
    epoch,
    xx: commitment.x,
    xParity: parityOf(commitment),
    path: buildKeyPath(commitments, epoch).map(hexOfBytes),
    ctRoot: hexOfBytes(ctRoot),
    ...spell(statement, x),
  }
}

/** A delivery as JSON takes it: numbers as decimal text. */
export function spellDelivery<Part extends Delivery>(delivery: Part): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(delivery, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ) as Record<string, unknown> // Safety: an object's JSON is one.
}

function buyersPoint({ qx, qParity }: Consent): CurvePoint {
  return verifyBlinding(wirePoint(qx, qParity))
}

function spell(statement: ReturnType<typeof buildStatement>, x: bigint): Delivery {
  const proof = prove(statement, x)
  verifyProof(statement, proof)
  const { inverse, ...rest } = proof
  const { product } = statement
  return { dx: product.x, dParity: parityOf(product), proof: { ...rest, inv: inverse } }
}

const wrongKey = () => new Failure('deliver.wrong_key')
