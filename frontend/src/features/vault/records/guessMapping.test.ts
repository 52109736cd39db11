import { expect, it } from 'vitest'
import { getCategory } from '../../../market/categories.ts'
import { guessMapping } from './guessMapping.ts'

const guess = (category: string, columns: string[]) =>
  Object.fromEntries(guessMapping(getCategory(category), { columns, rows: [] }))

it('knows the names that banks and shops write', () => {
  expect(guess('purchases', ['Buchungstag', 'Empfänger', 'Betrag', 'IBAN'])).toEqual({
    Buchungstag: 'date',
    Empfänger: 'merchant',
    Betrag: 'amount',
  })
  expect(guess('purchases', ['order date', 'Total', 'Product'])).toEqual({
    'order date': 'date',
    Total: 'amount',
    Product: 'item',
  })
})
it('takes a field’s own name before another’s, and each field once', () =>
  expect(guess('purchases', ['text', 'merchant', 'shop'])).toEqual({ merchant: 'merchant' }))
it('reads titles, capitals and underscores', () =>
  expect(guess('demographics', ['Year of birth', 'HOUSEHOLD_SIZE', 'colour'])).toEqual({
    'Year of birth': 'birth_year',
    HOUSEHOLD_SIZE: 'household_size',
  }))
