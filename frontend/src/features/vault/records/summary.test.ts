import { expect, it } from 'vitest'
import { parseValue } from '../../../market/recordValues.ts'
import { sizeWords, summarise } from './summary.ts'

it('of fields says each that is filled in', () => {
  const value = parseValue('demographics', { fields: { birth_year: 1990, gender: 'woman' } })
  expect(summarise(value)).toEqual([
    { label: 'Year of birth', value: '1990' },
    { label: 'Gender', value: 'Woman' },
  ])
})
it('of rows says how many, from when, and the sum of each currency', () => {
  const row = (date: string, amount: string, currency = 'EUR') => ({
    date,
    category: 'groceries.supermarket',
    amount: { amount, currency },
  })
  const rows = [row('2026-03-01', '10.10'), row('2025-12-24', '1200.00'), row('2026-01-02', '5.00', 'USD')]
  expect(summarise(parseValue('purchases', { rows }))).toEqual([
    { label: 'Rows', value: '3' },
    { label: 'From', value: '2025-12-24 to 2026-03-01' },
    { label: 'In all', value: '1,210.10 EUR, 5.00 USD' },
  ])
  expect(summarise(parseValue('purchases', { rows: rows.slice(0, 1) }))[1]?.value).toBe('2026-03-01')
})
it('of a file says its name, type and size', () => {
  const value = parseValue('custom', { name: 'a.txt', mime: 'text/plain', data: btoa('hello') })
  expect(summarise(value).map((row) => row.value)).toEqual(['a.txt', 'text/plain', '5 B'])
})
it.each([
  [0, '0 B'],
  [999, '999 B'],
  [12_400, '12.4 kB'],
  [3_100_000, '3.1 MB'],
])('%d bytes are %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words))
