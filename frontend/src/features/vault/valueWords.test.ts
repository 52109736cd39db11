import { expect, it } from 'vitest'
import { coarseValue } from '../../market/brackets.ts'
import { getCategory, type Field } from '../../market/categories.ts'
import type { PlainJson } from '../../market/plainJson.ts'
import { valueWords } from './valueWords.ts'

const field = (category: string, id: string): Field => {
  const found = getCategory(category).fields.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}
const hours = Array.from({ length: 24 }, (_, at) => at)

it.each<[string, string, PlainJson, string, string | null]>([
  ['demographics', 'birth_year', 1987, '1987', '1980 to 1989'],
  ['demographics', 'household_size', 2, '2', '2'],
  ['demographics', 'household_size', 1, '1', 'under 2'],
  ['demographics', 'household_size', 7, '7', '5 or more'],
  ['demographics', 'education', 'school.primary', 'Primary school', 'School'],
  ['demographics', 'languages', ['ar', 'en'], 'Arabic, English', null],
  ['demographics', 'income', { amount: '42000.50', currency: 'EUR' }, '42,000.50 EUR', '30,000 to under 45,000 EUR'],
  ['location', 'country', 'DE', 'Germany', 'Western Europe'],
  ['location', 'coordinates', { latitude: '52.52', longitude: '-0.05' }, '52.52°, -0.05°',
    'somewhere within 0.1° north and east of 52.5°, -0.1°'],
  ['activity', 'hours', hours, '24 counts, 276 in all', '0 to 6: 15 · 6 to 12: 51 · 12 to 18: 87 · 18 to 24: 123'],
  ['activity', 'tags', [{ tag: 'tea', count: 3 }], '#tea (3)', '#tea'],
  ['purchases', 'date', '2026-03-31', '2026-03-31', '2026-03'],
])('%s %s %j', (category, id, value, exact, bracket) => {
  const one = field(category, id)
  expect(valueWords(one, value)).toBe(exact)
  if (bracket !== null) expect(valueWords(one, coarseValue(one, value))).toBe(bracket)
}) // prettier-ignore
it('says yes and no', () => {
  expect(valueWords(field('contact', 'email'), true)).toBe('yes')
  expect(valueWords(field('contact', 'email'), false)).toBe('no')
})
