import { findTitle, schemas, type Field } from '../../market/categories.ts'
import { listOf, objectOf, type PlainJson } from '../../market/plainJson.ts'

/** What a field's value or bracket says in words, for cards and previews; never sent anywhere. */
export function valueWords(field: Field, value: PlainJson): string {
  const [list, object] = [listOf(value), objectOf(value)]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (list) return listWords(field, list)
  if (object) return objectWords(field, object)
  if (field.type === 'country') return placeWords(String(value))
  if (field.choices) return findTitle(field, String(value)) ?? String(value)
  return String(value)
}

function listWords(field: Field, list: readonly PlainJson[]): string {
  if (field.type === 'histogram') return `${list.length} counts, ${total(list)} in all`
  return list.map((entry) => entryWords(field, entry)).join(', ')
}

function entryWords(field: Field, entry: PlainJson): string {
  const object = objectOf(entry)
  if (object) return `#${String(object['tag'])} (${String(object['count'])})`
  if (field.type === 'hashtags') return `#${String(entry)}`
  return findTitle(field, String(entry)) ?? String(entry)
}

function objectWords(field: Field, object: Readonly<Record<string, PlainJson>>): string {
  const { amount, currency, latitude, longitude, from, below, south, west, step } = object
  if (amount !== undefined) return `${amountWords(String(amount))} ${String(currency)}`
  if (latitude !== undefined) return `${String(latitude)}°, ${String(longitude)}°`
  if (south !== undefined) {
    return `somewhere within ${String(step)}° north and east of ${String(south)}°, ${String(west)}°`
  }
  if (from !== undefined) return rangeWords(field, from, below ?? null, currency)
  const parts = field.ladder.bracket?.parts ?? []
  return parts.map(({ id, title }) => `${title}: ${String(object[id])}`).join(' · ')
}

function rangeWords(
  field: Field,
  from: PlainJson,
  below: PlainJson,
  currency: PlainJson | undefined,
): string {
  const unit = currency === undefined ? '' : ` ${String(currency)}`
  const spell = (number: PlainJson) =>
    field.type === 'year' ? String(number) : Number(number).toLocaleString('en')
  if (from === null) return `under ${spell(below)}${unit}`
  if (below === null) return `${spell(from)}${unit} or more`
  if (currency !== undefined) return `${spell(from)} to under ${spell(below)}${unit}`
  const last = Number(below) - 1
  return Number(from) === last ? spell(from) : `${spell(from)} to ${spell(last)}`
}

/** The amount as it is, with commas between thousands. */
function amountWords(amount: string): string {
  const [whole = '', part = ''] = amount.split('.')
  return `${Number(whole).toLocaleString('en')}.${part}`
}

function placeWords(id: string): string {
  const country = Object.hasOwn(schemas.countries, id) ? schemas.countries[id] : undefined
  return country ?? schemas.regions.find((region) => region.id === id)?.title ?? id
}

const total = (list: readonly PlainJson[]) =>
  list.reduce<number>((sum, count) => sum + Number(count), 0).toLocaleString('en')
