import { DomainError } from '../domain/domainError.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { label, words } from './abiWords.ts'
import { chunkBytes, requireChunks } from './record.ts'

const cipher = label('ct/v1')
const plain = label('pt/v1')
const maxHeight = 20

/** The leaf of one chunk of ciphertext; raises `market.words` unless it has 256 bytes. */
export function cipherLeaf(index: number, chunk: Uint8Array): Uint8Array {
  return leafOf(cipher, index, chunk)
}

/** The leaf of one chunk of plaintext; raises `market.words` unless it has 256 bytes. */
export function plainLeaf(index: number, chunk: Uint8Array): Uint8Array {
  return leafOf(plain, index, chunk)
}

/** The leaves of a whole ciphertext; raises `market.words`. */
export function listCipherLeaves(ciphertext: Uint8Array): Uint8Array[] {
  return chunksOf(ciphertext).map((chunk, index) => cipherLeaf(index, chunk))
}

/** The leaves of a whole padded plaintext; raises `market.words`. */
export function listPlainLeaves(record: Uint8Array): Uint8Array[] {
  return chunksOf(record).map((chunk, index) => plainLeaf(index, chunk))
}

/** The root of a perfect tree; raises `market.words` unless there are 2^h leaves of 32 bytes, h ≤ 20. */
export function buildTreeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  return levelsOf(leaves).at(-1)?.[0] ?? new Uint8Array(32)
}

/** The siblings from leaf `index` up; raises as `buildTreeRoot`, and `market.path` without such a leaf. */
export function buildTreePath(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw noPath()
  return levelsOf(leaves)
    .slice(0, -1)
    .map((level, height) => level[(index >> height) ^ 1] ?? new Uint8Array(32))
}

/** The root that a leaf and its siblings lead to; raises `market.path` when the index is beyond it. */
export function rootOfPath(leaf: Uint8Array, index: number, path: readonly Uint8Array[]): Uint8Array {
  const inTree = Number.isInteger(index) && index >= 0 && index < 2 ** path.length
  if (path.length > maxHeight || !inTree) throw noPath()
  if ([leaf, ...path].some((node) => node.length !== 32)) throw noPath()
  return path.reduce(
    (node, sibling, height) =>
      keccak256((index >> height) & 1 ? joinBytes(sibling, node) : joinBytes(node, sibling)),
    leaf,
  )
}

function levelsOf(leaves: readonly Uint8Array[]): Uint8Array[][] {
  const height = Math.log2(leaves.length)
  const whole = Number.isInteger(height) && height <= maxHeight
  if (!whole || leaves.some((leaf) => leaf.length !== 32)) {
    throw new DomainError('market.words', 'A tree has a power of two of leaves of 32 bytes.')
  }
  const levels = [[...leaves]]
  for (let below = leaves; below.length > 1;) {
    const level: Uint8Array[] = []
    for (let at = 0; at < below.length; at += 2) {
      level.push(keccak256(joinBytes(...below.slice(at, at + 2))))
    }
    levels.push(level)
    below = level
  }
  return levels
}

function leafOf(kind: Uint8Array, index: number, chunk: Uint8Array): Uint8Array {
  if (chunk.length !== chunkBytes) throw new DomainError('market.words', 'A chunk has 256 bytes.')
  return keccak256(joinBytes(words(kind, index), chunk))
}

function chunksOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: requireChunks(bytes) }, (_, j) =>
    bytes.subarray(chunkBytes * j, chunkBytes * (j + 1)),
  )
}

function noPath(): DomainError {
  return new DomainError('market.path', 'The path and the index lead to no leaf of a tree.')
}
