import { expect, it } from 'vitest'
import { sortMs } from './sortMs.ts'
import { vectors } from './vectors.testing.ts'

const { sort } = vectors<{ sort: Record<'createdAt' | 'anchoredAt' | 'sortMs', string[]> }>('order')

it('never sorts later than the block or the date', () => {
  sort.createdAt.forEach((created, at) => {
    expect(String(sortMs(BigInt(created), BigInt(sort.anchoredAt[at] ?? 0)))).toBe(sort.sortMs[at])
  })
})
