import { findTitle, schemas, type Field } from '../../market/categories.ts'
import { listOf, objectOf, type PlainJson } from '../../market/plainJson.ts'
import type { Granularity } from '../../market/terms.ts'
import { formatDate } from '../../ui/time.ts'

type Show = (value: PlainJson, field: Field) => string

const number = (value: PlainJson): string => Number(value).toLocaleString('en')
const list = (value: PlainJson, show: (entry: PlainJson) => string): string =>
  (listOf(value) ?? []).map(show).join(', ')
const titleOf: Show = (value, field) => findTitle(field, String(value)) ?? String(value)
const money = (value: PlainJson): string => {
  const { amount = '', currency = '' } = objectOf(value) ?? {}
  const [whole = '', part = ''] = String(amount).split('.')
  return `${Number(whole).toLocaleString('en')}.${part} ${String(currency)}`
}

/** An exact value by the type of its field. */
const exact: Readonly<Record<string, Show>> = {
  tags: (value, field) => list(value, (entry) => titleOf(entry, field)),
  texts: (value) => list(value, String),
  choice: titleOf,
  integer: number,
  money,
  date: (value) => formatDate(String(value)),
  country: (value) => schemas.countries[String(value)] ?? String(value),
  coordinates: (value) => {
    const { latitude = '', longitude = '' } = objectOf(value) ?? {}
    return `${String(latitude)}, ${String(longitude)}`
  },
  hashtags: (value) =>
    list(value, (entry) => {
      const { tag = '', count = 0 } = objectOf(entry) ?? {}
      return `#${String(tag)} (${number(count)})`
    }),
  histogram: (value) => list(value, number),
}

/** A coarse value by the rule of its field. */
const coarse: Readonly<Record<string, Show>> = {
  edges: (value) => range(value, number),
  span: (value) => {
    const { from = 0, below = 0 } = objectOf(value) ?? {}
    return `${Number(from)} to ${Number(below) - 1}`
  },
  month: (value) => {
    const [year = '', month = ''] = String(value).split('-')
    const named = new Date(Date.UTC(Number(year), Number(month) - 1)).toLocaleString('en', {
      month: 'long',
      timeZone: 'UTC',
    })
    return `${named} ${year}`
  },
  region: (value) => schemas.regions.find(({ id }) => id === value)?.title ?? String(value),
  group: (value, field) =>
    listOf(value) ? list(value, (entry) => titleOf(entry, field)) : titleOf(value, field),
  prefix: (value) => `${String(value)}…`,
  grid: (value) => {
    const { south = '', west = '', step = '' } = objectOf(value) ?? {}
    return `somewhere in the square of ${String(step)}° north-east of ${String(south)}, ${String(west)}`
  },
  amounts: (value) => {
    const { currency = '' } = objectOf(value) ?? {}
    return range(value, (edge) => `${number(edge)} ${String(currency)}`, true)
  },
  parts: (value, field) => {
    const counts = objectOf(value) ?? {}
    return (field.ladder.bracket?.parts ?? [])
      .map(({ id, title }) => `${title}: ${number(counts[id] ?? 0)}`)
      .join(', ')
  },
  names: (value) => list(value, (entry) => `#${String(entry)}`),
}

/** A value as the person reads it, exact. */
export function showExact(field: Field, value: PlainJson): string {
  return (exact[field.type] ?? String)(value, field)
}

/** A value as it is shown at a granularity, in words; anything the schemas do not foresee as it is. */
export function showValue(field: Field, granularity: Granularity, value: PlainJson): string {
  switch (granularity) {
    case 'yesno':
      return value === true ? 'Yes' : 'No'
    case 'bracket':
      return (coarse[field.ladder.bracket?.rule ?? ''] ?? exact[field.type] ?? String)(value, field)
    case 'noised':
      return field.type === 'integer' ? number(value) : String(value)
    case 'exact':
      return showExact(field, value)
  }
}

/** Ranges hold `from` and not `below`; of whole numbers the last one is named. */
function range(value: PlainJson, show: (value: PlainJson) => string, continuous = false): string {
  const { from = null, below = null } = objectOf(value) ?? {}
  if (from === null) return `under ${show(below)}`
  if (below === null) return `${show(from)} or more`
  if (continuous) return `${show(from)} to under ${show(below)}`
  return Number(below) - Number(from) === 1 ? show(from) : `${show(from)} to ${show(Number(below) - 1)}`
}
