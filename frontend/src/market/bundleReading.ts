import { DomainError } from '../domain/domainError.ts'
import { isCoarse } from './brackets.ts'
import { findCategory, findField, schemas, type Category, type Field } from './categories.ts'
import { compareCodePoints } from './codePoints.ts'
import type { KindData } from './ladder.ts'
import { hasOnly, listOf, objectOf, type PlainJson } from './plainJson.ts'
import { parseFile, type Cells } from './recordValues.ts'
import type { SelectedKind } from './selection.ts'
import type { Granularity } from './terms.ts'
import { explainFault } from './values.ts'

/** The error with code `bundle.<code>`. */
export function refuseBundle(code: string, sentence: string): DomainError {
  return new DomainError(`bundle.${code}`, sentence)
}

/** The members of an object that has these and no other; raises `bundle.form`. */
export function bundleMembers(
  value: PlainJson,
  names: readonly string[],
): Readonly<Record<string, PlainJson>> {
  const object = objectOf(value)
  if (!object || !hasOnly(object, names)) {
    throw refuseBundle('form', `This part of the bundle has ${names.join(', ')} and no other member.`)
  }
  return object
}

/** One kind as it was delivered, judged by what was sold. */
export function readKind(value: PlainJson, sold: SelectedKind): KindData {
  const category = findCategory(sold.category)
  if (!category) throw refuseBundle('kinds', `This program knows no ${sold.category}: renew it.`)
  const member = memberFor(category, sold.granularity)
  const entry = bundleMembers(value, ['category', 'granularity', member])
  if (entry['category'] !== sold.category) {
    throw refuseBundle('kinds', `The bundle does not hold ${category.title}, which was sold.`)
  }
  if (entry['granularity'] !== sold.granularity) {
    throw refuseBundle('granularity', `${category.title} was sold as ${sold.granularity}.`)
  }
  const data = entry[member] ?? null
  const { granularity } = sold
  const empty = { category: sold.category, granularity, values: {}, rows: [], file: null }
  if (member === 'file') return { ...empty, file: readFile(data) }
  if (member === 'rows') return { ...empty, rows: readRows(category, data, sold) }
  const cells = readCells(category, data, sold, category.title)
  requireSold(category, cells, sold)
  return { ...empty, values: cells }
}

function memberFor(category: Category, granularity: Granularity): 'values' | 'rows' | 'file' {
  if (granularity === 'yesno' || category.shape === 'fields') return 'values'
  return category.shape === 'rows' ? 'rows' : 'file'
}

function readFile(data: PlainJson) {
  try {
    return parseFile(data)
  } catch (cause) {
    if (cause instanceof DomainError) throw refuseBundle('file', cause.message)
    throw cause
  }
}

function readRows(category: Category, data: PlainJson, sold: SelectedKind): Cells[] {
  const list = listOf(data)
  const most = schemas.limits.rows
  if (!list || list.length < 1 || list.length > most) {
    throw refuseBundle('rows', `${category.title} is a list of 1 to ${most.toLocaleString('en')} rows.`)
  }
  const rows = list.map((row, at) => readCells(category, row, sold, `${category.title}, row ${at + 1}`))
  const needed = category.fields.filter((field) => field.required && sold.fields.includes(field.id))
  rows.forEach((row, at) => {
    const missing = needed.find((field) => !Object.hasOwn(row, field.id))
    if (missing) {
      throw refuseBundle('missing_field', `${category.title}, row ${at + 1} lacks ${missing.title}.`)
    }
  })
  requireSold(category, Object.assign({}, ...rows) as Cells, sold) // Safety: rows are cells.
  if (sold.granularity === 'bracket' && !isSorted(rows.map((row) => JSON.stringify(row)))) {
    throw refuseBundle('rows', `The rows of ${category.title} are not in the order of their text.`)
  }
  return rows
}

function isSorted(texts: readonly string[]): boolean {
  return texts.every((text, at) => at === 0 || compareCodePoints(texts[at - 1] ?? '', text) <= 0)
}

function requireSold(category: Category, cells: Cells, sold: SelectedKind): void {
  const missing = sold.fields.find((name) => !Object.hasOwn(cells, name))
  if (missing === undefined) return
  const title = findField(category, missing)?.title ?? missing
  throw refuseBundle('missing_field', `${category.title} lacks ${title}, which was sold.`)
}

/** Some of the fields sold, in the order of the schemas. */
function readCells(category: Category, data: PlainJson, sold: SelectedKind, where: string): Cells {
  const object = objectOf(data)
  if (!object || Object.keys(object).length === 0) {
    throw refuseBundle('form', `${where} is an object with at least one field.`)
  }
  const unsold = Object.keys(object).find((name) => !sold.fields.includes(name))
  if (unsold !== undefined) {
    throw refuseBundle('unknown_field', `${where} has '${unsold}', which was not sold.`)
  }
  const known = category.fields.filter((field) => Object.hasOwn(object, field.id))
  if (known.length !== Object.keys(object).length) {
    throw refuseBundle('unknown_field', `${where} has a field that ${category.title} does not know.`)
  }
  const misfit = known.find((field) => !fits(field, sold.granularity, object[field.id] ?? null))
  if (misfit) {
    throw refuseBundle('value', `${where}: ${misfit.title} is not what ${sold.granularity} allows.`)
  }
  return Object.fromEntries(known.map((field) => [field.id, object[field.id] ?? null]))
}

function fits(field: Field, granularity: Granularity, value: PlainJson): boolean {
  switch (granularity) {
    case 'exact':
      return explainFault(field, value) === null
    case 'bracket':
      return isCoarse(field, value)
    case 'yesno':
      return field.ladder.yesno !== undefined && typeof value === 'boolean'
    case 'noised':
      return field.ladder.noised !== undefined && explainFault(field, value) === null
  }
}
