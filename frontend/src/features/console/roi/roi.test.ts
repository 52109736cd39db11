import { describe, expect, it } from 'vitest'
import { vectors } from '../../../domain/vectors.testing.ts'
import { computeNumbers, type Arm, type Stratum } from './computeNumbers.ts'
import {
  falseAlarms,
  newcombe,
  predict,
  propagate,
  roganGladen,
  shareOf,
  wilson,
  type Counts,
  type Interval,
} from './intervals.ts'
import { spellNumber, type SpelledNumber } from './spellNumber.ts'

type Ends = [number, number, number]
interface SpelledInputs {
  level: number
  paid: string
  paidAccepted: number
  paidRejected: number
  sampleAccepted: Stratum | null
  sampleRejected: Stratum | null
  audience: Arm | null
  reached: Arm
  heldOut: Arm
  untargeted: Arm
  untargetedSpend: string | null
}
const told = vectors<{
  shares: { hits: number; total: number; wilson: Ends; shareOf: Ends }[]
  differences: { one: Counts; other: Counts; newcombe: Ends }[]
  predictions: { hits: number; total: number; others: number; predict: Ends }[]
  products: { one: Counts; other: Counts; product: [number, number] }[]
  filters: {
    fakesTaken: Counts
    fakesLeft: Counts
    taken: number
    left: number
    audienceLeft: number
    people: number
    roganGladen: Ends | null
  }[]
  campaigns: { name: string; inputs: SpelledInputs; numbers: SpelledNumber[] }[]
}>('report')

function near(found: Interval | null, ends: Ends | null) {
  if (!ends || !found) return expect(found).toBe(ends)
  const values = [found.estimate, found.low, found.high]
  values.forEach((value, at) => expect(Math.abs(value - (ends[at] ?? NaN))).toBeLessThan(1e-9))
}

describe('intervals are those of the SDK', () => {
  it('shares', () => {
    for (const { hits, total, ...ends } of told.shares) {
      near(wilson(hits, total), ends.wilson)
      near(shareOf(hits, total), ends.shareOf)
    }
  })
  it('differences', () => {
    for (const { one, other, newcombe: ends } of told.differences)
      near(newcombe(wilson(...one), wilson(...other)), ends)
  })
  it('how many of others', () => {
    for (const { hits, total, others, predict: ends } of told.predictions)
      near(predict(hits, total, others), ends)
  })
  it('what follows from several shares', () => {
    for (const { one, other, product } of told.products) {
      const [low, high] = propagate((a = 0, b = 0) => a * b, one, other) ?? [NaN, NaN]
      expect(Math.abs(low - product[0])).toBeLessThan(1e-9)
      expect(Math.abs(high - product[1])).toBeLessThan(1e-9)
    }
  })
  it('a share behind a filter', () => {
    for (const { audienceLeft, people, roganGladen: ends, ...filter } of told.filters)
      near(roganGladen(filter, audienceLeft, people), ends)
  })
  it('and none where nobody real was found', () =>
    expect(falseAlarms({ fakesTaken: [9, 9], fakesLeft: [9, 9], taken: 9, left: 9 })).toBeNull())
})

describe.each(told.campaigns)('campaign $name', ({ inputs, numbers }) => {
  it('has the numbers of the SDK, digit for digit', () => {
    const { paid, untargetedSpend, ...counts } = inputs
    const spend = untargetedSpend === null ? null : BigInt(untargetedSpend)
    const found = computeNumbers({ ...counts, paid: BigInt(paid), untargetedSpend: spend })
    expect(found.map(spellNumber)).toEqual(numbers)
  })
})
