import { findGroup, regionOf, schemas, type Bracket, type Field } from './categories.ts'
import { compareCodePoints } from './codePoints.ts'
import { equalJson, hasOnly, listOf, objectOf, type PlainJson } from './plainJson.ts'
import { centsOf, explainFault, maxCount, microDegrees } from './values.ts'

/** Values made coarse by the rule of their field, and whether a stranger's coarse value is one of these. */
interface Rule {
  coarse(bracket: Bracket, value: PlainJson, field: Field): PlainJson
  fits(bracket: Bracket, value: PlainJson, field: Field): boolean
  words(bracket: Bracket): string
}
const monthPattern = /^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])$/

/** The bracket of an exact value that fits the field; ranges hold `from` and not `below`, null is open. */
export function coarseValue(field: Field, value: PlainJson): PlainJson {
  const { bracket } = field.ladder
  if (!bracket) throw new Error(`${field.id} has no brackets`)
  return ruleOf(bracket).coarse(bracket, value, field)
}

/** True iff some exact value has this bracket. */
export function isCoarse(field: Field, value: PlainJson): boolean {
  const { bracket } = field.ladder
  return bracket !== undefined && ruleOf(bracket).fits(bracket, value, field)
}

/** What the bracket shows of the value, in words. */
export function explainBracket(field: Field): string {
  const { bracket } = field.ladder
  if (!bracket) throw new Error(`${field.id} has no brackets`)
  return ruleOf(bracket).words(bracket)
}

function ruleOf(bracket: Bracket): Rule {
  const rule = rules[bracket.rule]
  if (!rule) throw new Error(`the schemas name a rule that this program does not know: ${bracket.rule}`)
  return rule
}

const numberOf = (value: PlainJson) => (typeof value === 'number' ? value : 0)
const isText = (value: PlainJson | undefined): value is string => typeof value === 'string'

/** The range after `position` edges. */
function range(edges: readonly number[], position: number): Readonly<Record<string, PlainJson>> {
  return { from: edges[position - 1] ?? null, below: edges[position] ?? null }
}

function rangeOf({ edges = [] }: Bracket, number: number): Readonly<Record<string, PlainJson>> {
  return range(edges, edges.filter((edge) => edge <= number).length)
}

function isRange({ edges = [] }: Bracket, value: PlainJson): boolean {
  return [...edges, null].some((_, position) => equalJson(value, range(edges, position)))
}

function span({ size = 1 }: Bracket, value: PlainJson): PlainJson {
  const low = numberOf(value) - (numberOf(value) % size)
  return { from: low, below: low + size }
}

function isSpan(bracket: Bracket, value: PlainJson, { least = 0, most = 0 }: Field): boolean {
  const low = objectOf(value)?.['from']
  if (!Number.isInteger(low)) return false
  const fits = Number(low) > least - (bracket.size ?? 1) && Number(low) <= most
  return fits && equalJson(value, span(bracket, low ?? null))
}

/** 1 to `most` texts in the order of their code points, each once. */
function isSortedList(value: PlainJson, most: number): boolean {
  const list = listOf(value)
  if (!list || list.length < 1 || list.length > most || !list.every(isText)) return false
  return list.every((entry, index) => index === 0 || compareCodePoints(String(list[index - 1]), entry) < 0)
}

function groupsOf(_: Bracket, value: PlainJson, field: Field): PlainJson {
  const list = listOf(value)
  if (!list) return findGroup(field, String(value))
  const groups = list.map((entry) => findGroup(field, String(entry)) ?? '')
  return [...new Set(groups)].sort(compareCodePoints)
}

function areGroups(_: Bracket, value: PlainJson, field: Field): boolean {
  const groups = (field.choices ?? []).map((choice) => choice.id)
  if (field.type === 'choice') return isText(value) && groups.includes(value)
  return (
    isSortedList(value, groups.length) &&
    (listOf(value) ?? []).every((entry) => groups.includes(String(entry)))
  )
}

function cell({ step = '1' }: Bracket, value: PlainJson): PlainJson {
  const micro = microDegrees(step)
  const corner = (name: string) =>
    degrees(Math.floor(microDegrees(String(objectOf(value)?.[name])) / micro) * micro)
  return { south: corner('latitude'), west: corner('longitude'), step }
}

function degrees(micro: number): string {
  const size = Math.abs(micro)
  const part = String(size % 1_000_000).padStart(6, '0')
  const text = `${Math.floor(size / 1_000_000)}.${part}`.replace(/\.?0*$/, '')
  return micro < 0 ? `-${text}` : text
}

function isCell(bracket: Bracket, value: PlainJson, field: Field): boolean {
  const { south, west } = objectOf(value) ?? {}
  const corner = { latitude: south ?? null, longitude: west ?? null }
  return explainFault(field, corner) === null && equalJson(value, cell(bracket, corner))
}

function cellWords({ step = '1' }: Bracket): string {
  const width = Math.floor((microDegrees(step) * 111) / 1_000_000)
  return `a square of ${step} degrees, up to ${width} km wide`
}

function amountOf(bracket: Bracket, value: PlainJson): PlainJson {
  const { amount = '0.00', currency = null } = objectOf(value) ?? {}
  const cents = { ...bracket, edges: (bracket.edges ?? []).map((edge) => edge * 100) }
  const { length } = cents.edges.filter((edge) => edge <= centsOf(String(amount)))
  return { ...range(bracket.edges ?? [], length), currency }
}

function isAmount(bracket: Bracket, value: PlainJson): boolean {
  const { currency, ...rest } = objectOf(value) ?? {}
  return isText(currency) && schemas.currencies.includes(currency) && isRange(bracket, rest)
}

function sums({ parts = [] }: Bracket, value: PlainJson): PlainJson {
  const counts = (listOf(value) ?? []).map(numberOf)
  let start = 0
  const summed = parts.map(({ id, size }): [string, number] => {
    const own = counts.slice(start, (start += size))
    return [id, own.reduce((sum, count) => sum + count, 0)]
  })
  return Object.fromEntries(summed)
}

function areSums({ parts = [] }: Bracket, value: PlainJson): boolean {
  const object = objectOf(value)
  const names = parts.map((part) => part.id)
  if (!object || !hasOnly(object, names)) return false
  return parts.every(({ id, size }) => {
    const count = object[id]
    return Number.isInteger(count) && Number(count) >= 0 && Number(count) <= size * maxCount
  })
}

function areNames(_: Bracket, value: PlainJson, field: Field): boolean {
  if (!isSortedList(value, field.most ?? 0)) return false
  return (
    explainFault(
      field,
      (listOf(value) ?? []).map((tag) => ({ tag, count: 1 })),
    ) === null
  )
}

const rules: Readonly<Record<string, Rule>> = {
  edges: {
    coarse: (bracket, value) => rangeOf(bracket, numberOf(value)),
    fits: isRange,
    words: () => 'a range',
  },
  span: { coarse: span, fits: isSpan, words: ({ size }) => `a span of ${size} years` },
  month: {
    coarse: (_, value) => String(value).slice(0, 7),
    fits: (_, value) => isText(value) && monthPattern.test(value),
    words: () => 'the month',
  },
  region: {
    coarse: (_, value) => regionOf(String(value)),
    fits: (_, value) => schemas.regions.some(({ id }) => id === value),
    words: () => 'the part of the world',
  },
  group: { coarse: groupsOf, fits: areGroups, words: () => 'the group' },
  prefix: {
    coarse: ({ keep = 0 }, value) => [...String(value)].slice(0, keep).join('').replace(/ +$/, ''),
    fits: ({ keep = 0 }, value, field) =>
      explainFault(field, value) === null && [...String(value)].length <= keep,
    words: ({ keep }) => `the first ${keep} characters`,
  },
  grid: { coarse: cell, fits: isCell, words: cellWords },
  amounts: { coarse: amountOf, fits: isAmount, words: () => 'a range' },
  parts: {
    coarse: sums,
    fits: areSums,
    words: ({ parts = [] }) => `added up by ${parts.map((part) => part.title).join(', ')}`,
  },
  names: {
    coarse: (_, value) =>
      (listOf(value) ?? []).map((entry) => String(objectOf(entry)?.['tag'])).sort(compareCodePoints),
    fits: areNames,
    words: () => 'without counts',
  },
  same: {
    coarse: (_, value) => value,
    fits: (_, value, field) => explainFault(field, value) === null,
    words: () => 'as it is',
  },
}
