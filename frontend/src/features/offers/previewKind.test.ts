import { describe, expect, it } from 'vitest'
import { keepNoise } from '../../market/noise.ts'
import { parseValue } from '../../market/recordValues.ts'
import type { Ask, Granularity, Question } from '../../market/terms.ts'
import { listAnswering, previewKind, type OpenRecord } from './previewKind.ts'

const day = '2026-11-20'
const ask = (category: string, granularity: Granularity, change: Partial<Ask> = {}): Ask => ({
  category,
  granularity,
  price: 1n,
  fields: [],
  questions: [],
  ...change,
})
const question = (field: string, change: Partial<Question> = {}): Question => ({
  field,
  least: null,
  months: null,
  oneOf: [],
  currency: null,
  ...change,
})
const record = (category: string, data: unknown, updatedAt = 1): OpenRecord => ({
  recordId: `${category}-${updatedAt}`,
  title: category,
  updatedAt,
  value: parseValue(category, data),
})
const interests = record('interests', { fields: { topics: ['sport.football', 'books.comics'] } })
const person = record('demographics', { fields: { birth_year: 1987, children: 2 } })
const linesOf = (one: Ask, of: OpenRecord) => {
  const preview = previewKind(one, of, day)
  return preview.state === 'ready' ? preview.lines.map(({ title, text }) => [title, text]) : preview.state
}

describe('what would be sent', () => {
  it('exactly', () =>
    expect(linesOf(ask('interests', 'exact'), interests)).toEqual([['Topics', 'Football, Comics']]))
  it('in brackets', () =>
    expect(linesOf(ask('interests', 'bracket'), interests)).toEqual([['Topics', 'Books, Sport']]))
  it('as the answer to the question that is asked', () =>
    expect(
      linesOf(
        ask('interests', 'yesno', {
          fields: ['topics'],
          questions: [question('topics', { oneOf: ['sport', 'pets.cats'] })],
        }),
        interests,
      ),
    ).toEqual([['Are you interested in any of these: Sport, Cats?', 'yes']]))
  it('only the fields that are asked for', () =>
    expect(linesOf(ask('demographics', 'exact', { fields: ['children'] }), person)).toEqual([
      ['Children in the household', '2'],
    ]))
  it('rows as a table', () => {
    const purchases = record('purchases', {
      rows: [
        {
          date: '2026-03-09',
          category: 'groceries.drinks',
          amount: { amount: '4.50', currency: 'EUR' },
          merchant: 'Corner',
        },
      ],
    })
    expect(
      previewKind(ask('purchases', 'bracket', { fields: ['date', 'amount'] }), purchases, day),
    ).toMatchObject({
      lines: [],
      table: { head: ['Date', 'Amount'], rows: [['2026-03', 'under 5 EUR']] },
    })
  })
  it('a file by its name and size', () =>
    expect(
      linesOf(
        ask('custom', 'exact'),
        record('custom', { name: 'cv.txt', mime: 'text/plain', data: 'aGVsbG8=' }),
      ),
    ).toEqual([['File', 'cv.txt (1 kB), whole']]))
})

describe('noise', () => {
  const noised = ask('demographics', 'noised', { fields: ['children'] })
  it('is not there until it was drawn and kept', () =>
    expect(previewKind(noised, person, day).state).toBe('needs_noise'))
  it('is explained, and the same each time', () => {
    const kept = { ...person, value: keepNoise(person.value) }
    const [first, second] = [previewKind(noised, kept, day), previewKind(noised, kept, day)]
    expect(first).toEqual(second)
    expect(first).toMatchObject({
      lines: [
        {
          title: 'Children in the household',
          note: expect.stringContaining('your number (children)') as string,
        },
      ],
    })
  })
})

describe('what is missing', () => {
  it('a record', () => expect(previewKind(ask('contact', 'exact'), null, day).state).toBe('missing'))
  it('a field that is asked for by name', () =>
    expect(
      previewKind(ask('demographics', 'exact', { fields: ['birth_year', 'work'] }), person, day).state,
    ).toBe('missing'))
  it('a record of another kind never answers', () =>
    expect(previewKind(ask('contact', 'exact'), interests, day).state).toBe('missing'))
})

it('of several records the latest that answers comes first', () => {
  const old = record('interests', { fields: { topics: ['books.comics'] } }, 1)
  const recent = record('interests', { fields: { topics: ['pets.cats'] } }, 5)
  const silent = record('interests', { fields: { brands: ['Acme'] } }, 9)
  expect(
    listAnswering(ask('interests', 'exact', { fields: ['topics'] }), [old, silent, recent, person]).map(
      ({ recordId }) => recordId,
    ),
  ).toEqual(['interests-5', 'interests-1'])
})
