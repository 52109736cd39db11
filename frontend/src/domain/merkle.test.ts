import { describe, expect, it } from 'vitest'
import { buildRoot } from './buildRoot.ts'
import { bytesOfUint } from './bytesOfUint.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { keccak256 } from './keccak256.ts'
import { codeOf, vectors } from './vectors.testing.ts'
import { verifyMerkle } from './verifyMerkle.ts'

interface Golden {
  trees: { leaves: Hex[]; root: Hex; proofs: Hex[][] }[]
  large: { count: number[]; root: Hex[] }
  refused: { name: string; root: Hex; leaf: Hex; proof: Hex[] }[]
}

const golden = vectors<Golden>('merkle')
const leafAt = (index: number): Hex => hexOfBytes(keccak256(bytesOfUint(BigInt(index), 32)))

describe('what is refused', () => {
  it('no leaves, a short leaf, a leaf twice', () => {
    expect(codeOf(() => buildRoot([]))).toBe('merkle.empty')
    expect(codeOf(() => buildRoot(['0x00']))).toBe('merkle.leaf')
    expect(codeOf(() => buildRoot([leafAt(0), leafAt(1), leafAt(0)]))).toBe('merkle.duplicate')
  })

  it.each(golden.refused.map((row) => [row.name, row] as const))(
    'a proof: %s',
    (_, { root, leaf, proof }) => {
      expect(verifyMerkle(root, leaf, proof)).toBe(false)
    },
  )

  it('a proof with a node of another length', () => {
    const root = buildRoot([leafAt(0), leafAt(1)])
    expect(verifyMerkle(root, leafAt(0), [`${leafAt(1)}00`])).toBe(false)
    expect(verifyMerkle(root, '0x', [leafAt(1)])).toBe(false)
  })
})

it.each(golden.trees.map((tree) => [tree.leaves.length, tree] as const))('a tree of %i leaves', (_, tree) => {
  expect(buildRoot(tree.leaves)).toBe(tree.root)
  tree.leaves.forEach((leaf, index) => {
    expect(verifyMerkle(tree.root, leaf, tree.proofs[index] ?? [])).toBe(true)
  })
})

it('reads hex in either case', () => {
  const [tree] = golden.trees.filter(({ leaves }) => leaves.length === 5)
  const upper = (hex: Hex): Hex => `0x${hex.slice(2).toUpperCase()}`
  expect(verifyMerkle(upper(tree?.root ?? '0x'), upper(leafAt(3)), (tree?.proofs[3] ?? []).map(upper))).toBe(
    true,
  )
})

it('has the roots of large trees', () => {
  golden.large.count.forEach((count, index) => {
    expect(buildRoot(Array.from({ length: count }, (_, at) => leafAt(at)))).toBe(golden.large.root[index])
  })
})
