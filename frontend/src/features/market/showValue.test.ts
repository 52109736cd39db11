import { describe, expect, it } from 'vitest'
import { coarseValue } from '../../market/brackets.ts'
import { findField, getCategory, schemas, type Field } from '../../market/categories.ts'
import type { PlainJson } from '../../market/plainJson.ts'
import { showExact, showValue } from './showValue.ts'

function fieldOf(path: string): Field {
  const [category = '', field = ''] = path.split('.')
  const found = findField(getCategory(category), field)
  if (!found) throw new Error(path)
  return found
}
const bracketOf = (path: string, value: PlainJson) =>
  showValue(fieldOf(path), 'bracket', coarseValue(fieldOf(path), value))

describe('exact values', () => {
  it.each<[string, PlainJson, string]>([
    ['interests.topics', ['sport.football', 'books'], 'Football, Books'],
    ['interests.brands', ['Acme', 'Zed'], 'Acme, Zed'],
    ['demographics.birth_year', 1987, '1987'],
    ['demographics.household_size', 3, '3'],
    ['demographics.income', { amount: '41250.00', currency: 'EUR' }, '41,250.00 EUR'],
    ['contact.email', 'ada@example.org', 'ada@example.org'],
    ['location.country', 'PT', 'Portugal'],
    ['location.country', 'XX', 'XX'],
    ['location.coordinates', { latitude: '52.52', longitude: '13.405' }, '52.52, 13.405'],
    ['purchases.date', '2026-03-09', '9 Mar 2026'],
    ['activity.tags', [{ tag: 'books', count: 12 }], '#books (12)'],
    ['activity.weekdays', [1, 0, 2000, 0, 0, 0, 4], '1, 0, 2,000, 0, 0, 0, 4'],
  ])('%s', (path, value, words) => expect(showExact(fieldOf(path), value)).toBe(words))
})

describe('brackets of exact values', () => {
  it.each<[string, PlainJson, string]>([
    ['interests.topics', ['sport.football', 'sport.tennis'], 'Sport'],
    ['demographics.birth_year', 1987, '1980 to 1989'],
    ['demographics.household_size', 1, 'under 2'],
    ['demographics.household_size', 2, '2'],
    ['demographics.household_size', 4, '3 to 4'],
    ['demographics.household_size', 9, '5 or more'],
    ['demographics.income', { amount: '41250.00', currency: 'EUR' }, '30,000 EUR to under 45,000 EUR'],
    ['demographics.income', { amount: '900000.00', currency: 'EUR' }, '150,000 EUR or more'],
    ['location.country', 'PT', 'Southern Europe'],
    ['location.postcode', '10115', '10…'],
    [
      'location.coordinates',
      { latitude: '52.52', longitude: '-13.405' },
      'somewhere in the square of 0.1° north-east of 52.5, -13.5',
    ],
    ['purchases.date', '2026-03-09', 'March 2026'],
    ['activity.tags', [{ tag: 'books', count: 12 }], '#books'],
    ['activity.weekdays', [1, 2, 3, 4, 5, 6, 7], 'Monday to Friday: 15, Saturday and Sunday: 13'],
  ])('%s %j', (path, value, words) => expect(bracketOf(path, value)).toBe(words))
})

it.each([
  [true, 'Yes'],
  [false, 'No'],
])('an answer: %s', (value, words) =>
  expect(showValue(fieldOf('interests.brands'), 'yesno', value)).toBe(words),
)
it('a noisy year is no count', () =>
  expect(showValue(fieldOf('demographics.birth_year'), 'noised', 1991)).toBe('1991'))

it('every field of every category has words for each of its steps', () => {
  for (const { fields } of schemas.categories)
    for (const field of fields) {
      expect(showExact(field, 'x')).not.toContain('[object')
      if (field.ladder.bracket) expect(showValue(field, 'bracket', 'x')).not.toContain('[object')
    }
})
