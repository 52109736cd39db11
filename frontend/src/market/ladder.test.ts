import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { parseJson } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, randomFrom, vectors } from '../domain/vectors.testing.ts'
import { findQuestion, listAsked, verifyAsk } from './asks.ts'
import { isCoarse } from './brackets.ts'
import { findField, getCategory, schemas, type Field } from './categories.ts'
import { compareCodePoints } from './codePoints.ts'
import { canAnswer, coarsen, listShownFields } from './ladder.ts'
import { drawNoise, explainNoise, keepNoise, randomBytes, scaleOf } from './noise.ts'
import { plainOf, type PlainJson } from './plainJson.ts'
import { dayMonthsBefore, spellQuestion } from './questions.ts'
import { parseValue, spellFile, spellValue, type Cells, type RecordValue } from './recordValues.ts'
import type { Ask, Granularity, Question } from './terms.ts'
import { explainFault } from './values.ts'

interface SpelledAsk {
  category: string
  granularity: Granularity
  fields: string[]
  price: string
  questions?: Record<string, Partial<Question>>
}
interface Kind {
  ask: SpelledAsk
  answers: boolean
  questions?: string[]
  code?: string
  values?: Cells
  rows?: Cells[]
  file?: PlainJson
  fields?: string[]
}
const { day, records, kinds, unoffered, fits, months, draws, kept, noiseWords } = vectors<{
  day: string
  records: { category: string; value: PlainJson; code: string | null }[]
  kinds: Kind[]
  unoffered: Kind[]
  fits: { field: string; granularity: Granularity; value: PlainJson; fits: boolean }[]
  months: { day: string; months: number; before: string }[]
  draws: { scale: string; bytes: Hex; noise: number }[]
  kept: { before: PlainJson; bytes: Hex; after: PlainJson }
  noiseWords: string[]
}>('market_ladder')

/** The value as a client reads it. */
const carried = (value: PlainJson) => plainOf(parseJson(utf8(JSON.stringify(value))))
const recordOf = (category: string): RecordValue =>
  parseValue(category, carried(records.find((one) => one.category === category && !one.code)?.value ?? null))
const fieldOf = (name: string): Field => {
  const [category = '', id = ''] = name.split('.')
  const field = findField(getCategory(category), id)
  if (!field) throw new Error(name)
  return field
}
function askOf({ category, granularity, fields, price, questions = {} }: SpelledAsk): Ask {
  const plain = { least: null, months: null, oneOf: [], currency: null }
  const asked = Object.entries(questions).map(([field, one]) => ({ ...plain, ...one, field }))
  return { category, granularity, fields, price: BigInt(price), questions: asked }
}
/** Gives the bytes in order; that all are taken is part of the format. */
function drawingFrom(bytes: Hex): { draw: (length: number) => Uint8Array; left: () => number } {
  let rest = bytesOfHex(bytes)
  return {
    draw: (length) => {
      const [taken, after] = [rest.slice(0, length), rest.slice(length)]
      rest = after
      if (taken.length < length) throw new Error('more bytes than the vector has')
      return taken
    },
    left: () => rest.length,
  }
}

describe('records', () => {
  it.each(records)('$category: $code', ({ category, value, code }) => {
    const parse = () => parseValue(category, carried(value))
    expect(codeOf(parse)).toBe(code)
    if (!code) expect(spellValue(parse())).toEqual(value)
  })
  it.each([
    ['no category', 'nothing', {}, 'record.category'],
    ['a category an object has', 'constructor', {}, 'record.category'],
    ['a member an object has', 'demographics', { fields: { constructor: 1 } }, 'record.field'],
    ['base64 that ends in stray bits', 'custom', { name: 'a', mime: 'a/b', data: 'QR==' }, 'record.file'],
  ])('%s is refused', (_, category, value, code) =>
    expect(codeOf(() => parseValue(category, value))).toBe(code),
  )
})

describe('values and brackets of a field', () => {
  it.each(fits)('$field $granularity $value: $fits', ({ field, granularity, value, fits: wanted }) => {
    const one = fieldOf(field)
    const data = carried(value)
    expect(granularity === 'exact' ? explainFault(one, data) === null : isCoarse(one, data)).toBe(wanted)
  })
})

describe('what an ask gets to see', () => {
  it.each(kinds.map((kind, at) => ({ kind, name: `${at} ${kind.ask.category} ${kind.ask.granularity}` })))(
    '$name',
    ({ kind }) => {
      const ask = askOf(kind.ask)
      verifyAsk(ask)
      const value = recordOf(ask.category)
      expect(canAnswer(ask, value)).toBe(kind.answers)
      if (kind.questions) {
        const asked = listAsked(ask).filter((field) => field.ladder.yesno)
        const words = asked.map((field) =>
          field.ladder.yesno ? spellQuestion(field, field.ladder.yesno, findQuestion(ask, field)) : '',
        )
        expect(words).toEqual(kind.questions)
      }
      expect(codeOf(() => coarsen(ask, value, day))).toBe(kind.code ?? null)
      if (kind.code) return
      const seen = coarsen(ask, value, day)
      expect(listShownFields(seen)).toEqual(kind.fields)
      if (seen.file) expect(spellFile(seen.file)).toEqual(kind.file)
      else
        expect(JSON.stringify([seen.values, seen.rows])).toBe(
          JSON.stringify([kind.values ?? {}, kind.rows ?? []]),
        )
    },
  )
  it.each(
    unoffered.map((kind, at) => ({ kind, name: `${at} ${kind.ask.category} ${kind.ask.granularity}` })),
  )('is nothing where the schemas offer nothing: $name', ({ kind }) => {
    const ask = askOf(kind.ask)
    expect(canAnswer(ask, recordOf(ask.category))).toBe(kind.answers)
    expect(codeOf(() => coarsen(ask, recordOf(ask.category), day))).toBe(kind.code)
  })
  it.each(months)('$months months before $day is $before', (one) =>
    expect(dayMonthsBefore(one.day, one.months)).toBe(one.before),
  )
})

describe('noise', () => {
  it('is what the bytes say', () => {
    for (const { scale, bytes, noise } of draws) {
      const [numerator = 0n, denominator = 0n] = scale.split('/').map(BigInt)
      const source = drawingFrom(bytes)
      expect(drawNoise({ numerator, denominator }, source.draw)).toBe(noise)
      expect(source.left()).toBe(0)
    }
  })
  it('is kept for the value it was drawn for, and drawn anew for another', () => {
    const source = drawingFrom(kept.bytes)
    const after = keepNoise(parseValue('demographics', carried(kept.before)), source.draw)
    expect(spellValue(after)).toEqual(kept.after)
    expect(keepNoise(after, () => Uint8Array.of())).toEqual(after)
  })
  it('spreads as the page says: 95 of 100 within what it names', () => {
    const random = randomFrom(7)
    const bytes = (length: number) => Uint8Array.from({ length }, () => random() * 256)
    for (const { ladder } of schemas.categories.flatMap(({ fields }) => fields)) {
      if (!ladder.noised) continue
      const { about, within } = ladder.noised
      const sizes = Array.from({ length: 4000 }, () =>
        Math.abs(drawNoise(scaleOf(ladder.noised ?? { sensitivity: 1, epsilon: '1' }), bytes)),
      )
      expect(sizes.filter((size) => size <= within).length).toBeGreaterThan(3750)
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
      expect(Math.abs(mean - about)).toBeLessThan(about * 0.25)
    }
    expect(randomBytes(3)).toHaveLength(3)
  })
  it('is told in the same words', () => {
    const all = schemas.categories.flatMap(({ fields }) => fields.map((field) => field.ladder.noised))
    expect(all.flatMap((noised) => (noised ? [explainNoise(noised)] : []))).toEqual(noiseWords)
  })
  it.each([
    ['1', 5, 5n, 1n],
    ['2.5', 5, 2n, 1n],
    ['0.3', 1, 10n, 3n],
  ])('at epsilon %s has an exact scale', (epsilon, sensitivity, numerator, denominator) =>
    expect(scaleOf({ epsilon, sensitivity })).toEqual({ numerator, denominator }),
  )
})

it('texts are ordered as their UTF-8 bytes are', () => {
  const texts = ['\ufb01', '𝄞', 'z', 'zz', '', 'é', '\uffff']
  expect([...texts].sort(compareCodePoints)).toEqual(['', 'z', 'zz', 'é', '\ufb01', '\uffff', '𝄞'])
})
