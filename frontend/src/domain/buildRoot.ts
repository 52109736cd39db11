import { DomainError } from './domainError.ts'
import { hashPair } from './hashPair.ts'
import type { Hex } from './hex.ts'

/**
 * The Merkle root over leaves in order; an odd node is promoted unchanged.
 * Raises `merkle.empty`, `merkle.leaf` or `merkle.duplicate`.
 */
export function buildRoot(leaves: readonly Hex[]): Hex {
  if (leaves.some((leaf) => !/^0x[0-9a-f]{64}$/.test(leaf))) {
    throw new DomainError('merkle.leaf', 'Every leaf of a tree has 32 bytes.')
  }
  if (new Set(leaves).size !== leaves.length) {
    throw new DomainError('merkle.duplicate', 'A leaf occurs twice in the tree; each counts once.')
  }
  let level = [...leaves]
  while (level.length > 1) {
    const above: Hex[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [a, b] = [level[at], level[at + 1]]
      if (a !== undefined) above.push(b === undefined ? a : hashPair(a, b))
    }
    level = above
  }
  const [root] = level
  if (root === undefined) throw new DomainError('merkle.empty', 'A tree needs at least one leaf.')
  return root
}
