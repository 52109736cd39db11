import { findGroup, schemas, type Field } from './categories.ts'
import { equalJson, hasOnly, listOf, objectOf, type PlainJson } from './plainJson.ts'
import { isEmail, isLine } from './spelling.ts'

/**
 * One value of one field, as a record holds it and an exact bundle shows it: JSON with integers only.
 * Fractions are texts ("12.50"), dates are YYYY-MM-DD, choices are ids of the schemas.
 */
export const maxCount = 1_000_000
const datePattern = /^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/
const amountPattern = /^(0|[1-9][0-9]{0,8})\.[0-9]{2}$/
const degreesPattern = /^-?(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?$/
const phonePattern = /^\+[1-9][0-9]{6,14}$/
const maxTagCharacters = 50

/** What a value of the field must be, null when this one is. */
export function explainFault(field: Field, value: PlainJson | undefined): string | null {
  const type = types[field.type]
  if (!type) throw new Error(`the schemas name a type that this program does not know: ${field.type}`)
  return value !== undefined && type.fits(field, value) ? null : type.words(field)
}

/** True iff the text is a day from 1900 to 2100, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!datePattern.test(text)) return false
  const [year, month, day] = text.split('-').map(Number)
  return (day ?? 32) <= daysInMonth(year ?? 0, month ?? 0)
}

/** The days of a month, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** An amount in hundredths. */
export function centsOf(amount: string): number {
  return Number(amount.replace('.', ''))
}

/** Degrees in millionths. */
export function microDegrees(text: string): number {
  const [whole = '', part = ''] = text.replace(/^-/, '').split('.')
  const size = Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'))
  return text.startsWith('-') ? -size : size
}

const isText = (value: PlainJson | undefined): value is string => typeof value === 'string'

function isInteger(value: PlainJson | undefined, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most
}

/** 1 to `most` entries that fit, each once. */
function isList(value: PlainJson, most: number, fits: (entry: PlainJson) => boolean): boolean {
  const list = listOf(value)
  if (!list || list.length < 1 || list.length > most || !list.every(fits)) return false
  return !list.some((entry, index) => list.slice(0, index).some((earlier) => equalJson(entry, earlier)))
}

function isMoney(value: PlainJson): boolean {
  const money = objectOf(value)
  if (!money || !hasOnly(money, ['amount', 'currency'])) return false
  const { amount, currency } = money
  const fits = isText(amount) && amountPattern.test(amount)
  return fits && isText(currency) && schemas.currencies.includes(currency)
}

function isPlace(value: PlainJson): boolean {
  const place = objectOf(value)
  if (!place || !hasOnly(place, ['latitude', 'longitude'])) return false
  return isDegrees(place['latitude'], 90) && isDegrees(place['longitude'], 180)
}

function isDegrees(value: PlainJson | undefined, most: number): boolean {
  return isText(value) && degreesPattern.test(value) && Math.abs(microDegrees(value)) <= most * 1_000_000
}

function areHashtags(field: Field, value: PlainJson): boolean {
  if (!isList(value, field.most ?? 0, isHashtag)) return false
  const tags = listOf(value)?.map((entry) => objectOf(entry)?.['tag']) ?? []
  return new Set(tags).size === tags.length
}

function isHashtag(value: PlainJson): boolean {
  const entry = objectOf(value)
  if (!entry || !hasOnly(entry, ['tag', 'count'])) return false
  const { tag, count } = entry
  return isText(tag) && isLine(tag, maxTagCharacters) && !tag.includes(' ') && isInteger(count, 1, maxCount)
}

interface Type {
  fits(field: Field, value: PlainJson): boolean
  words(field: Field): string
}
const isNumber = (field: Field, value: PlainJson) => isInteger(value, field.least ?? 0, field.most ?? 0)
const isChoice = (field: Field, value: PlainJson) => isText(value) && findGroup(field, value) !== null

const types: Readonly<Record<string, Type>> = {
  text: {
    fits: (field, value) => isText(value) && isLine(value, field.most ?? 0),
    words: (field) => `one line of 1 to ${field.most} characters`,
  },
  texts: {
    fits: (field, value) =>
      isList(value, field.most ?? 0, (entry) => isText(entry) && isLine(entry, field.characters ?? 0)),
    words: (field) => `1 to ${field.most} different lines of up to ${field.characters} characters`,
  },
  integer: {
    fits: isNumber,
    words: (field) => `a whole number from ${field.least} to ${field.most}`,
  },
  year: { fits: isNumber, words: (field) => `a year from ${field.least} to ${field.most}` },
  date: { fits: (_, value) => isText(value) && isDate(value), words: () => 'a day such as 2026-03-31' },
  country: {
    fits: (_, value) => isText(value) && Object.hasOwn(schemas.countries, value),
    words: () => 'a country by two letters, such as DE',
  },
  choice: { fits: isChoice, words: () => 'one of the choices' },
  tags: {
    fits: (field, value) => isList(value, field.most ?? 0, (entry) => isChoice(field, entry)),
    words: (field) => `1 to ${field.most} of the choices, each once`,
  },
  email: { fits: (_, value) => isText(value) && isEmail(value), words: () => 'an e-mail address' },
  phone: {
    fits: (_, value) => isText(value) && phonePattern.test(value),
    words: () => 'a phone number with + and country code, digits only',
  },
  money: {
    fits: (_, value) => isMoney(value),
    words: () => 'an amount with two decimals and a currency, such as 12.50 EUR',
  },
  coordinates: {
    fits: (_, value) => isPlace(value),
    words: () => 'a latitude and a longitude in degrees with up to six decimals',
  },
  histogram: {
    fits: (field, value) =>
      listOf(value)?.length === field.size &&
      (listOf(value)?.every((count) => isInteger(count, 0, maxCount)) ?? false),
    words: (field) => `${field.size} counts`,
  },
  hashtags: {
    fits: areHashtags,
    words: (field) => `1 to ${field.most} hashtags with their counts, each once`,
  },
}
