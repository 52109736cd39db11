import { describe, expect, it } from 'vitest'
import { getCategory, schemas, type Field } from '../../market/categories.ts'
import type { PlainJson } from '../../market/plainJson.ts'
import { draftOf, faultOf, valueOf, type FieldDraft } from './fieldDraft.ts'

const field = (category: string, id: string): Field => {
  const found = getCategory(category).fields.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}
const draft = (values: Partial<FieldDraft>): FieldDraft => ({ text: '', second: '', list: [], ...values })
const income = field('demographics', 'income')
const phone = field('contact', 'phone')
const point = field('location', 'coordinates')
const brands = field('interests', 'brands')

describe('a field refuses', () => {
  it.each<[string, Field, Partial<FieldDraft>]>([
    ['an amount in words', income, { text: 'a lot', second: 'EUR' }],
    ['an amount with three decimals', income, { text: '12.345', second: 'EUR' }],
    ['a currency nobody has', income, { text: '12', second: 'XXX' }],
    ['a phone number without its country', phone, { text: '030 123456' }],
    ['half a point', point, { text: '52.5' }],
    ['a point beyond the pole', point, { text: '91', second: '0' }],
    ['a year with a fraction', field('demographics', 'birth_year'), { text: '1990.5' }],
    ['a year too early', field('demographics', 'birth_year'), { text: '1850' }],
    ['too many lines', brands, { text: Array.from({ length: 17 }, (_, at) => `b${at}`).join('\n') }],
  ])('%s', (_, one, values) => expect(faultOf(one, draft(values))).not.toBeNull())
  it('to be empty where the category needs it', () =>
    expect(faultOf(field('purchases', 'date'), draft({}))).toBe('needed'))
})

describe('a field reads', () => {
  it.each<[Field, Partial<FieldDraft>, PlainJson | undefined]>([
    [income, { text: '42 000', second: 'EUR' }, { amount: '42000.00', currency: 'EUR' }],
    [income, { text: '12,5', second: 'CHF' }, { amount: '12.50', currency: 'CHF' }],
    [income, { text: ' ', second: 'EUR' }, undefined],
    [phone, { text: '0049 (30) 1234-56' }, '+4930123456'],
    [point, { text: '52,52000000', second: '-013.4' }, { latitude: '52.520000', longitude: '-13.4' }],
    [brands, { text: ' Acme \n\nAcme\nBeta' }, ['Acme', 'Beta']],
    [field('interests', 'topics'), { list: ['sport.tennis'] }, ['sport.tennis']],
    [field('demographics', 'birth_year'), { text: ' 1990 ' }, 1990],
  ])('%#', (one, values, value) => {
    expect(valueOf(one, draft(values))).toEqual(value)
    expect(faultOf(one, draft(values))).toBeNull()
  })
})

it('what a field shows is what it reads again', () => {
  const values: Record<string, PlainJson> = {
    text: 'Some text', texts: ['a', 'b'], integer: 3, year: 1999, date: '2026-02-28', country: 'DE',
    email: 'a@b.example', phone: '+4930123456', money: { amount: '1.20', currency: 'USD' },
    coordinates: { latitude: '1.5', longitude: '-2' },
  } // prettier-ignore
  for (const one of schemas.categories.flatMap(({ fields }) => fields)) {
    const value = values[one.type]
    if (value === undefined) continue
    expect(valueOf(one, draftOf(one, value))).toEqual(value)
  }
})
