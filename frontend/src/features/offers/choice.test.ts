import { describe, expect, it } from 'vitest'
import { randomFrom } from '../../domain/vectors.testing.ts'
import type { Ask, Granularity } from '../../market/terms.ts'
import { bestSum, chosenAsks, faultOf, isAllOrNothing, sumOf, type Choice } from './choice.ts'

const ask = (category: string, granularity: Granularity, price: bigint): Ask => ({
  category,
  granularity,
  price,
  fields: [],
  questions: [],
})
const terms = {
  asks: [
    ask('location', 'exact', 5n),
    ask('interests', 'exact', 7n),
    ask('interests', 'yesno', 2n),
    ask('contact', 'exact', 11n),
  ],
  minKinds: 2,
  maxKinds: 2,
}
const choose = (...pairs: [string, Granularity][]): Choice => new Map(pairs)

describe('faultOf', () => {
  it.each([
    [choose(), 'Choose at least 2 kinds.'],
    [choose(['location', 'exact']), 'This offer takes at least 2 kinds: choose 1 more.'],
    [
      choose(['location', 'exact'], ['interests', 'exact'], ['contact', 'exact']),
      'This offer takes at most 2 kinds: leave out 1.',
    ],
    [choose(['location', 'exact'], ['interests', 'yesno']), null],
  ])('case %#', (choice, fault) => expect(faultOf(terms, choice)).toBe(fault))
  it('a kind the offer does not ask for at this granularity counts for nothing', () =>
    expect(faultOf(terms, choose(['location', 'noised'], ['contact', 'exact']))).toContain('1 more'))
})

it('each category is sold at one granularity, in the order of the signature', () => {
  const choice = choose(['location', 'exact'], ['interests', 'yesno'])
  expect(chosenAsks(terms, choice).map(({ category, price }) => [category, price])).toEqual([
    ['interests', 2n],
    ['location', 5n],
  ])
  expect(sumOf(terms, choice)).toBe(7n)
})

describe('bestSum', () => {
  it('is not to be had with too few kinds', () => expect(bestSum(terms, terms.asks.slice(1, 3))).toBeNull())
  it('takes the best of each category, and no more kinds than the offer', () =>
    expect(bestSum(terms, terms.asks)).toBe(18n))
  it('is the best of all permitted choices', () => {
    const random = randomFrom(11)
    const names = ['a', 'b', 'c', 'd']
    for (let run = 0; run < 200; run += 1) {
      const asks = names.flatMap((name) =>
        (['exact', 'yesno'] as const)
          .filter(() => random() < 0.7)
          .map((granularity) => ask(name, granularity, BigInt(Math.floor(random() * 9)))),
      )
      const minKinds = 1 + Math.floor(random() * 3)
      const limits = { asks, minKinds, maxKinds: minKinds + Math.floor(random() * 2) }
      const all = names.reduce<[string, Granularity][][]>(
        (sets, name) => sets.flatMap((set) => [set, [...set, [name, 'exact']], [...set, [name, 'yesno']]]),
        [[]],
      )
      const sums = all
        .map((pairs): Choice => new Map(pairs))
        .filter((choice) => chosenAsks(limits, choice).length === choice.size && !faultOf(limits, choice))
        .map((choice) => sumOf(limits, choice))
      const most = sums.length === 0 ? null : sums.reduce((a, b) => (a > b ? a : b))
      expect(bestSum(limits, asks)).toBe(most)
    }
  })
})

it('says when answering tells which kinds were sold', () => {
  expect(isAllOrNothing(terms)).toBe(false)
  expect(isAllOrNothing({ ...terms, minKinds: 3, maxKinds: 3 })).toBe(true)
})
