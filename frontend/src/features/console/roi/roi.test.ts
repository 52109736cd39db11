import { describe, expect, it } from 'vitest'
import { vectors } from '../../../domain/vectors.testing.ts'
import type { Hex } from '../../../domain/hex.ts'
import { buildFile } from './buildFile.ts'
import { computeNumbers, type Arm, type Inputs, type Stratum } from './computeNumbers.ts'
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
import { numberNames, whyNot } from './roiWords.ts'
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
  words: { names: Record<string, string>; whys: Record<string, string> }
  file: {
    network: { chainId: number; market: Hex }
    offer: Hex
    block: { number: number; hash: Hex; time: number }
    calibration: { epoch: number; size: number }
    inputs: SpelledInputs
    audienceDigest: Hex
    drawn: { profile: string; verdict: 'real' | 'fake' | 'silent' }[]
  }
}>('report')

function readInputs({ paid, untargetedSpend, ...counts }: SpelledInputs): Inputs {
  const spend = untargetedSpend === null ? null : BigInt(untargetedSpend)
  return { ...counts, paid: BigInt(paid), untargetedSpend: spend }
}

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

it('says numbers in the words of the SDK', () => {
  const straight = (words: Record<string, string>) =>
    Object.fromEntries(Object.entries(words).map(([key, text]) => [key, text.replaceAll('’', "'")]))
  expect(straight(numberNames)).toEqual(told.words.names)
  expect(straight(whyNot)).toEqual(told.words.whys)
})

it('writes the file that a second person verifies', () => {
  const { inputs, network, offer, block, calibration, audienceDigest, drawn } = told.file
  const verdicts = drawn.map(({ profile, verdict }) => ({ profileId: profile, verdict }))
  const { epoch, size } = calibration
  const side = { population: 9, drawn: verdicts }
  const sample = { epoch, size, beacon: '0x', level: 1, accepted: side, rejected: { ...side, drawn: [] } }
  const place = { ...network, offer, block }
  expect(buildFile(place, readInputs(inputs), sample, audienceDigest)).toEqual(told.file)
})

describe.each(told.campaigns)('campaign $name', ({ inputs, numbers }) => {
  it('has the numbers of the SDK, digit for digit', () => {
    expect(computeNumbers(readInputs(inputs)).map(spellNumber)).toEqual(numbers)
  })
})
