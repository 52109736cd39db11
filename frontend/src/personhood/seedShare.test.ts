import { describe, expect, it } from 'vitest'
import { randomFrom, vectors } from '../domain/vectors.testing.ts'
import { levelOf, quotient, walkSteps } from './definition.ts'
import { scoreAll } from './seedShare.ts'

interface Case {
  name: string
  accounts: number
  edges: [number, number][]
  vetted: number[]
  fakes: number[]
  share: number[]
  bound: number[]
  support: number[]
  score: number[]
  level: number[]
}

const { cases } = vectors<{ cases: Case[] }>('personhood')

describe.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
  const standings = scoreAll(row.accounts, row.edges, row)
  it.each(['share', 'bound', 'support', 'score', 'level'] as const)('%s', (name) =>
    expect(standings.map((standing) => standing[name])).toEqual(row[name]),
  )
})

it('does not depend on the order of vouches and verdicts', () => {
  const row = cases.at(-1)
  if (!row) throw new Error('no vectors')
  const random = randomFrom(7)
  const mixed = row.edges.map(([one, other]): [number, number] => [other, one])
  mixed.sort(() => random() - 0.5)
  const verdicts = { vetted: row.vetted.toReversed(), fakes: row.fakes.toReversed() }
  expect(scoreAll(row.accounts, mixed, verdicts)).toEqual(scoreAll(row.accounts, row.edges, row))
})

it('keeps every bit where a row is as full as it can be', () => {
  const edges = Array.from({ length: 257 }, (_, at) => at).flatMap((one) =>
    Array.from({ length: one }, (_, other): [number, number] => [one, other]),
  )
  const [first, ...rest] = scoreAll(257, edges, { vetted: [0], fakes: [] })
  expect(rest.every(({ support }) => support === rest[0]?.support)).toBe(true)
  expect(first?.support).toBeLessThanOrEqual(256 * 65_536)
})

it('divides as the other twins do: down, also below zero', () => {
  expect(quotient(0n, 1n << 15n, 3n << 14n)).toBe(-21_846)
  expect(quotient(1n << 60n, 0n, 0n)).toBe(4 * 65_536)
  expect(quotient(0n, 1n << 60n, 0n)).toBe(-4 * 65_536)
})

it('walks at least two steps', () =>
  expect([1, 2, 3, 4, 5, 256, 257].map(walkSteps)).toEqual([2, 2, 2, 2, 3, 8, 9]))

it.each([
  [{ share: 16_384, support: 65_536, bound: 9_830 }, 1],
  [{ share: 16_383, support: 65_536, bound: 9_830 }, 0],
  [{ share: 65_536, support: 65_535, bound: 65_536 }, 0],
  [{ share: 65_536, support: 5 * 65_536, bound: 32_767 }, 2],
  [{ share: 49_152, support: 5 * 65_536, bound: 32_768 }, 3],
] as const)('%j is level %i', (numbers, level) => expect(levelOf(numbers)).toBe(level))
