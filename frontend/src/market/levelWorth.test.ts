import { expect, it } from 'vitest'
import { vectors } from '../domain/vectors.testing.ts'
import { costOfFake, findLeastLevel, mostPerPerson } from './levelWorth.ts'

const { worth, leastLevels } = vectors<{
  worth: { level: number; stake: string; cost: string; most: string }[]
  leastLevels: { price: string; stake: string; level: number | null }[]
}>('report')

it.each(worth)('level $level with a stake of $stake', ({ level, stake, cost, most }) => {
  expect(costOfFake(level, BigInt(stake))).toBe(BigInt(cost))
  expect(mostPerPerson(level, BigInt(stake))).toBe(BigInt(most))
})
it.each(leastLevels)('$price is carried by $level', ({ price, stake, level }) =>
  expect(findLeastLevel(BigInt(price), BigInt(stake))).toBe(level),
)
