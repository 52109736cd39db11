import { hashPair } from './hashPair.ts'
import type { Hex } from './hex.ts'

const word = /^0x[0-9a-f]{64}$/i

/**
 * True iff the proof leads from the leaf to the root. It proves inclusion only, never author or validity;
 * a leaf that is no 32-byte hex text is not included.
 */
export function verifyMerkle(root: Hex, leaf: Hex, proof: readonly Hex[]): boolean {
  if (![root, leaf, ...proof].every((node) => word.test(node))) return false
  const lower = (node: Hex): Hex => `0x${node.slice(2).toLowerCase()}`
  return proof.map(lower).reduce(hashPair, lower(leaf)) === lower(root)
}
