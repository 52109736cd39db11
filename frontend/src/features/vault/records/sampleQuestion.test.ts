import { describe, expect, it } from 'vitest'
import { getCategory, schemas, type Field } from '../../../market/categories.ts'
import type { PlainJson } from '../../../market/plainJson.ts'
import { sampleAnswer, sampleRowsAnswer } from './sampleQuestion.ts'

const field = (category: string, id: string): Field => {
  const found = getCategory(category).fields.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}

describe('an example of a yes/no question', () => {
  it.each<[string, string, PlainJson, string, boolean]>([
    ['demographics', 'birth_year', 1990, 'Are you 18 or older', true],
    ['demographics', 'birth_year', 2015, 'Are you 18 or older', false],
    ['demographics', 'income', { amount: '30000.00', currency: 'CHF' }, 'at least 60000 CHF', false],
    ['interests', 'topics', ['sport.tennis'], 'Sport', true],
    ['location', 'country', 'FR', 'France, Germany', true],
    ['location', 'postcode', '20457', 'one of these: 20', true],
    ['contact', 'email', 'a@b.example', 'e-mail address', true],
    ['activity', 'tags', [{ tag: 'tea', count: 2 }], 'tea', true],
  ])('%s %s %j', (category, id, value, words, answer) => {
    const sample = sampleAnswer(field(category, id), value, '2026-11-23')
    expect(sample?.question).toContain(words)
    expect(sample?.answer).toBe(answer)
  })
  it('is there for rows, over all of them', () => {
    const rows = [
      { date: '2026-11-01', category: 'pets', amount: { amount: '90.00', currency: 'EUR' } },
      { date: '2026-10-01', category: 'pets', amount: { amount: '120.00', currency: 'EUR' } },
    ]
    const spent = sampleRowsAnswer(field('purchases', 'amount'), rows, '2026-11-23')
    expect(spent).toEqual({
      question: expect.stringContaining('at least 100 EUR in the last 12 months'),
      answer: true,
    })
    expect(sampleRowsAnswer(field('purchases', 'merchant'), rows, '2026-11-23')).toBeNull()
  })
  it('is none where a field answers none', () =>
    expect(sampleAnswer(field('location', 'city'), 'Hamburg', '2026-11-23')).toBeNull())
  it('could stand in an offer', () => {
    const samples: Record<string, PlainJson> = {
      topics: ['sport.tennis'], birth_year: 1990, household_size: 2, children: 1, education: 'school.primary',
      country: 'DE', moved: 2001, posts: 3,
    } // prettier-ignore
    for (const category of schemas.categories) {
      for (const one of category.fields) {
        const value = samples[one.id]
        if (value === undefined || !one.ladder.yesno) continue
        const sample = sampleAnswer(one, value, '2026-11-23')
        expect(sample?.question).not.toMatch(/[{}]|null|undefined/)
      }
    }
  })
})
