import { describe, expect, it } from 'vitest'
import type { Ask } from '../../../market/terms.ts'
import { checkPrices, levelPrices } from './priceCheck.ts'

const tag = 10n ** 18n
const ask = (category: string, price: number, granularity: Ask['granularity'] = 'exact'): Ask => ({
  category,
  granularity,
  price: BigInt(price) * tag,
  fields: [],
  questions: [],
})
const titleOf = (category: string) => category.toUpperCase()
const check = (asks: Ask[], least: number, most: number) => checkPrices(asks, { least, most }, titleOf)

describe('checkPrices', () => {
  it('waits for kinds and for numbers that can be', () => {
    expect(check([], 1, 1).state).toBe('incomplete')
    expect(check([ask('a', 1)], 1, 2).state).toBe('incomplete')
    expect(check([ask('a', 1)], Number.NaN, 1).state).toBe('incomplete')
  })
  it('names the kinds that a total would give away', () => {
    const report = check([ask('a', 1), ask('b', 2), ask('c', 4)], 1, 2)
    expect(report).toMatchObject({ state: 'reveals', range: { least: tag, most: 6n * tag } })
    expect(report.sentence).toContain('1 TAG can only mean A.')
  })
  it('names several kinds in a sentence', () =>
    expect(check([ask('a', 1), ask('b', 1), ask('c', 5)], 2, 2).sentence).toMatch(
      /^6 TAG|^2 TAG can only mean A and B/,
    ))
  it('takes one price for all, with one kind left out', () =>
    expect(check([ask('a', 5), ask('b', 5), ask('c', 5)], 1, 2).state).toBe('fine'))
  it('says that one permitted set tells the kinds by itself', () =>
    expect(check([ask('a', 1), ask('b', 2)], 2, 2).sentence).toContain('exactly these'))
  it('counts the cheapest and the dearest answer over granularities', () => {
    const asks = [
      ask('a', 5),
      ask('a', 2, 'bracket'),
      ask('b', 5),
      ask('b', 2, 'bracket'),
      ask('c', 5),
      ask('c', 2, 'bracket'),
    ]
    expect(check(asks, 1, 2)).toMatchObject({ state: 'fine', range: { least: 2n * tag, most: 10n * tag } })
  })
})

describe('levelPrices', () => {
  it('makes prices equal and keeps the numbers of kinds where that is enough', () => {
    const levelled = levelPrices([ask('a', 1), ask('b', 3), ask('c', 5)], { least: 1, most: 2 })
    expect(levelled.asks.map(({ price }) => price)).toEqual([3n * tag, 3n * tag, 3n * tag])
    expect([levelled.least, levelled.most]).toEqual([1, 2])
  })
  it.each([
    [1, 3],
    [2, 3],
    [9, 9],
  ])('ends within the rule from %i to %i kinds', (least, most) => {
    const asks = [ask('a', 1), ask('b', 3), ask('c', 5)]
    const levelled = levelPrices(asks, { least, most })
    expect(check(levelled.asks, levelled.least, levelled.most).state).toBe('fine')
  })
  it('leaves a single kind alone', () =>
    expect(levelPrices([ask('a', 7)], { least: 1, most: 1 })).toMatchObject({
      asks: [{ price: 7n * tag }],
      most: 1,
    }))
})
