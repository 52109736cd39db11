import { DomainError } from '../domain/domainError.ts'
import { hashWords, label } from './abiWords.ts'
import { parityOf, type CurvePoint } from './curve.ts'
import { verifyForm } from './points.ts'
import { buildTreePath, buildTreeRoot, rootOfPath } from './roots.ts'

const epochKey = label('epoch-key/v1')
const maxEpochs = 255

/** The leaf that binds X_i to its epoch. */
export function epochLeaf(epoch: number, commitment: CurvePoint): Uint8Array {
  const point = verifyForm(commitment)
  return hashWords(epochKey, epoch, point.x, parityOf(point))
}

/** What the consent of a subscription names in place of one X; raises `market.epoch` unless 1 to 255 keys. */
export function buildKeysRoot(commitments: readonly CurvePoint[]): Uint8Array {
  return buildTreeRoot(leavesOf(commitments))
}

/** The siblings that prove X_i; raises `market.epoch`. */
export function buildKeyPath(commitments: readonly CurvePoint[], epoch: number): Uint8Array[] {
  if (!Number.isInteger(epoch) || epoch < 0 || epoch >= commitments.length) throw noEpoch()
  return buildTreePath(leavesOf(commitments), epoch)
}

/** True iff the root binds this X to this epoch; raises `market.path` for an index beyond the path. */
export function isEpochKey(
  root: Uint8Array,
  epoch: number,
  commitment: CurvePoint,
  path: readonly Uint8Array[],
): boolean {
  const found = rootOfPath(epochLeaf(epoch, commitment), epoch, path)
  return root.length === 32 && found.every((byte, at) => byte === root[at])
}

function leavesOf(commitments: readonly CurvePoint[]): Uint8Array[] {
  const count = commitments.length
  if (count < 1 || count > maxEpochs) throw noEpoch()
  const leaves = commitments.map((point, epoch) => epochLeaf(epoch, point))
  while (!Number.isInteger(Math.log2(leaves.length))) leaves.push(new Uint8Array(32))
  return leaves
}

function noEpoch(): DomainError {
  return new DomainError('market.epoch', 'A subscription has 1 to 255 epochs, counted from 0.')
}
