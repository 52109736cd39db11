import { DomainError } from '../domain/domainError.ts'
import { recordKey } from './blinding.ts'
import {
  add,
  base,
  field,
  inverse,
  modulo,
  multiplySecret,
  negate,
  pointOf,
  type CurvePoint,
} from './curve.ts'
import { deliveryDomain, openingDomain } from './delivery.ts'
import { wipe } from './derivation.ts'
import { prove, verifyProof, type Proof } from './dleq.ts'
import { mask } from './keystream.ts'
import { secondBase } from './points.ts'
import { chunkBytes, chunkWords } from './record.ts'
import { buildTreePath, cipherLeaf, listCipherLeaves, plainLeaf, rootOfPath } from './roots.ts'

/** What the contract knows of a delivered deal: digest of the consent, deal id, points and roots. */
export interface Deal {
  readonly consent: Uint8Array
  readonly record: Uint8Array
  readonly q: CurvePoint
  readonly commitment: CurvePoint
  readonly delivered: CurvePoint
  readonly ctRoot: Uint8Array
  readonly ptRoot: Uint8Array
}

/** S = z·X with its proof, the other halves of Q and D, and the inverses the contract checks. */
export interface Opening {
  readonly qy: bigint
  readonly bInverse: bigint
  readonly sx: bigint
  readonly sy: bigint
  readonly dy: bigint
  readonly zInverse: bigint
  readonly proof: Proof
}

/** One chunk of ciphertext under ctRoot and the leaf that ptRoot has in its place. */
export interface BadChunk {
  readonly index: number
  readonly words: Uint8Array
  readonly ctPath: readonly Uint8Array[]
  readonly ptLeaf: Uint8Array
  readonly ptPath: readonly Uint8Array[]
}

/**
 * This one record opened to the contract (S = z·X, so Z = D − S), while z and every other record stay the
 * buyer's. Raises `market.secret` when z did not make the offer's point, and `market.proof` unless `delivery`
 * proves the deal's points for the consent's digest, which the buyer computes from the consent: else a lying
 * node could show another seller's X as this deal's, and S would open that seller's record. Ask
 * `verifyGarbage` before anyone sees the answer.
 */
export function buildOpening(deal: Deal, delivery: Proof, z: bigint, hedge?: Uint8Array): Opening {
  const { q, commitment, delivered } = deal
  const domain = deliveryDomain(deal.consent)
  verifyProof({ domain, open: commitment, base: q, product: delivered }, delivery)
  const open = multiplySecret(base, z)
  if (!isSame(add(secondBase, open), deal.q)) {
    throw new DomainError('market.secret', 'This key did not make the offer’s point; nothing was opened.')
  }
  const opened = multiplySecret(deal.commitment, z)
  const statement = { domain: openingDomain(deal.consent), open, base: deal.commitment, product: opened }
  return {
    qy: deal.q.y,
    bInverse: inverse(deal.q.x - secondBase.x),
    sx: opened.x,
    sy: opened.y,
    dy: deal.delivered.y,
    zInverse: inverse(deal.delivered.x - opened.x),
    proof: prove(statement, z, hedge),
  }
}

/**
 * The first chunk that opens to another leaf than promised, null when all is well. Raises `market.words`
 * when ciphertext and leaves differ in count.
 */
export function findBadChunk(
  ciphertext: Uint8Array,
  key: Uint8Array,
  ptLeaves: readonly Uint8Array[],
): BadChunk | null {
  const ctLeaves = listCipherLeaves(ciphertext)
  if (ptLeaves.length !== ctLeaves.length) {
    throw new DomainError('market.words', 'There is one leaf for each chunk.')
  }
  for (const [index, ptLeaf] of ptLeaves.entries()) {
    const words = ciphertext.slice(chunkBytes * index, chunkBytes * (index + 1))
    if (isEqual(openedLeaf(index, words, key), ptLeaf)) continue
    const [ctPath, ptPath] = [buildTreePath(ctLeaves, index), buildTreePath(ptLeaves, index)]
    return { index, words, ctPath, ptLeaf, ptPath }
  }
  return null
}

/**
 * Raises unless the contract would refund: `market.` opening, point, proof, words, path or not_garbage.
 */
export function verifyGarbage(deal: Deal, opening: Opening, chunk: BadChunk): void {
  const shared = verifyOpening(deal, opening)
  if (chunk.ctPath.length !== chunk.ptPath.length) {
    throw new DomainError('market.path', 'Both paths have one length.')
  }
  const promised = rootOfPath(chunk.ptLeaf, chunk.index, chunk.ptPath)
  const committed = rootOfPath(cipherLeaf(chunk.index, chunk.words), chunk.index, chunk.ctPath)
  if (!isEqual(committed, deal.ctRoot) || !isEqual(promised, deal.ptRoot)) {
    throw new DomainError('market.path', 'The chunk or its leaf is not under the deal’s roots.')
  }
  const key = recordKey(shared, deal.record)
  const opened = openedLeaf(chunk.index, chunk.words, key)
  wipe(key)
  if (isEqual(opened, chunk.ptLeaf)) {
    throw new DomainError('market.not_garbage', 'The chunk opens to what was promised.')
  }
}

function openedLeaf(index: number, words: Uint8Array, key: Uint8Array): Uint8Array {
  const plain = mask(words, key, chunkWords * index)
  const leaf = plainLeaf(index, plain)
  wipe(plain)
  return leaf
}

function verifyOpening(deal: Deal, opening: Opening): CurvePoint {
  const { q, commitment, delivered } = deal
  if (opening.qy !== q.y || opening.dy !== delivered.y) throw notOpened()
  if (!isInverse(opening.bInverse, q.x - secondBase.x)) throw notOpened()
  if (!isInverse(opening.zInverse, delivered.x - opening.sx)) throw notOpened()
  const opened = pointInOpening(opening)
  const open = add(q, negate(secondBase))
  const statement = { domain: openingDomain(deal.consent), open, base: commitment, product: opened }
  verifyProof(statement, opening.proof)
  return add(delivered, negate(opened))
}

function pointInOpening({ sx, sy }: Opening): CurvePoint {
  try {
    return pointOf(sx, sy)
  } catch (refusal) {
    if (refusal instanceof DomainError) throw notOpened()
    throw refusal
  }
}

function isInverse(inverted: bigint, value: bigint): boolean {
  return inverted > 0n && inverted < field && modulo(inverted * value, field) === 1n
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

function isSame(one: CurvePoint, other: CurvePoint): boolean {
  return one.x === other.x && one.y === other.y
}

function notOpened(): DomainError {
  return new DomainError('market.opening', 'The opening does not belong to this deal’s points.')
}
