import {
  findField,
  findGroup,
  getCategory,
  listValues,
  schemas,
  type Category,
  type Field,
} from './categories.ts'
import { refuseImport, type Table } from './imports.ts'
import type { PlainJson } from './plainJson.ts'
import { parseValue, type Cells, type RecordValue } from './recordValues.ts'
import { explainFault } from './values.ts'

/** A table's columns made fields of a category: what each cell says, and every cell that says nothing. */
export interface ImportFault {
  /** A cell that cannot be read, or a row that lacks one; rows of values count from 1. */
  readonly row: number
  readonly column: string
  readonly sentence: string
}

/** What could be read; null when nothing could. A faulty cell is left out; where every row needs it, the row is. */
export interface Imported {
  readonly value: RecordValue | null
  readonly faults: readonly ImportFault[]
}
/** Column name → field id; columns not named are left out. */
export type Mapping = ReadonlyMap<string, string>

const integerPattern = /^-?[0-9]{1,15}$/
const isoDay = /^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ].*)?$/
const pointDay = /^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})$/
const moneyPattern = /^(?:([A-Z]{3}) )?(-?)([0-9]{1,9})(?:[.,]([0-9]{1,2}))?(?: ([A-Z]{3}))?$/
const notImported = new Set(['histogram', 'hashtags'])

interface Column {
  readonly at: number
  readonly name: string
  readonly field: Field
  /** Whether amounts of the column are below zero: banks write so what was spent, and above what came in. */
  readonly spends: boolean
}

/** True iff a table can become a record of the category. */
export function canImport(category: Category): boolean {
  return category.shape !== 'file' && !category.fields.some((field) => notImported.has(field.type))
}

/**
 * The record that the table is when columns are read as fields. `currency` is that of amounts written without
 * one. A category of fields takes one row. Raises `import.category`, `.field`, `.required` or `.rows`.
 */
export function mapColumns(
  categoryId: string,
  table: Table,
  mapping: Mapping,
  currency: string | null = null,
): Imported {
  const category = getCategory(categoryId)
  if (!canImport(category)) {
    throw refuseImport('category', `${category.title} is not imported from a table.`)
  }
  const columns = chooseColumns(category, table, mapping)
  if (category.shape === 'fields' && table.rows.length > 1) {
    const one = `${category.title} holds one value for each field`
    throw refuseImport('rows', `${one}: keep one row of the file.`)
  }
  const faults: ImportFault[] = []
  const rows: Cells[] = []
  table.rows.forEach((texts, index) => {
    const read = readRow(columns, texts, index + 1, currency)
    faults.push(...read.faults)
    if (Object.keys(read.cells).length > 0) rows.push(read.cells)
  })
  if (rows.length === 0) return { value: null, faults }
  const value = category.shape === 'rows' ? { rows } : { fields: rows[0] }
  return { value: parseValue(categoryId, value), faults }
}

/** The columns in the order of the category's fields. */
function chooseColumns(category: Category, table: Table, mapping: Mapping): Column[] {
  const columns = [...mapping].map(([name, fieldId]) => {
    const field = findField(category, fieldId)
    const at = table.columns.indexOf(name)
    if (at < 0 || !field) {
      const what = `no column '${name}', or ${category.title} no field '${fieldId}'`
      throw refuseImport('field', `The file has ${what}.`)
    }
    return { at, name, field, spends: field.type === 'money' && isSpending(table, at) }
  })
  const chosen = new Set(columns.map((column) => column.field.id))
  if (columns.length === 0 || chosen.size !== columns.length) {
    throw refuseImport('field', 'Choose at least one column, and each field for one column only.')
  }
  const missing = category.fields.find((field) => field.required && !chosen.has(field.id))
  if (missing) {
    throw refuseImport('required', `Every row needs ${missing.title}: choose a column for it.`)
  }
  const place = ({ field }: Column) => category.fields.indexOf(field)
  return columns.sort((a, b) => place(a) - place(b))
}

function isSpending(table: Table, at: number): boolean {
  return table.rows.some((row) => moneyPattern.exec(row[at] ?? '')?.[2] === '-')
}

/** The cells of a row in the category's order, none when it lacks a required one; its faults. */
function readRow(
  columns: readonly Column[],
  texts: readonly string[],
  row: number,
  currency: string | null,
): { cells: Cells; faults: ImportFault[] } {
  const cells: Record<string, PlainJson> = {}
  const faults: ImportFault[] = []
  if (columns.every((column) => !texts[column.at])) return { cells, faults }
  let isWhole = true
  for (const column of columns) {
    const { field, name } = column
    const text = texts[column.at] ?? ''
    if (text === '' && !field.required) continue
    const value = text === '' ? null : readText(column, text, currency)
    const fault = value === null ? 'missing' : explainFault(field, value)
    if (fault !== null) {
      const leftOut = field.required ? 'the row is left out' : 'the cell is left out'
      const what = value === null ? 'is missing' : `has to be ${fault}`
      faults.push({ row, column: name, sentence: `${field.title} ${what}: ${leftOut}.` })
      if (field.required) isWhole = false
    } else if (value !== null) {
      cells[field.id] = value
    }
  }
  return { cells: isWhole ? cells : {}, faults }
}

/** What the text says as the field's type; the text itself, which does not fit, when it says nothing. */
function readText({ field, spends }: Column, text: string, currency: string | null): PlainJson {
  switch (field.type) {
    case 'integer':
    case 'year':
      return integerPattern.test(text) ? Number(text) + 0 : text
    case 'date':
      return readDay(text)
    case 'country':
      return readCountry(text)
    case 'choice':
      return readChoice(field, text)
    case 'tags':
      return partsOf(text).map((part) => readChoice(field, part))
    case 'texts':
      return partsOf(text)
    case 'money':
      return readMoney(text, currency, spends)
    case 'coordinates': {
      const [latitude = '', ...rest] = text.replaceAll(';', ',').split(',')
      return { latitude: trim(latitude), longitude: trim(rest.join(',')) }
    }
    default:
      return text
  }
}

const trim = (text: string) => text.replace(/^ +| +$/g, '')

function partsOf(text: string): string[] {
  return text
    .split(';')
    .map(trim)
    .filter((part) => part !== '')
}

/** YYYY-MM-DD with or without a time behind it, or DD.MM.YYYY; with slashes nobody knows the order. */
function readDay(text: string): string {
  const iso = isoDay.exec(text)?.[1]
  if (iso !== undefined) return iso
  const [, day = '', month = '', year = ''] = pointDay.exec(text) ?? []
  return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text
}

/** Two letters, or the English name, in capitals or not. */
function readCountry(text: string): string {
  const wanted = lower(text)
  const found = Object.entries(schemas.countries).find(
    ([code, name]) => wanted === lower(code) || wanted === lower(name),
  )
  return found?.[0] ?? text
}

/** The id of the choice of that id or title, in capitals or not; of a group, its general choice. */
function readChoice(field: Field, text: string): string {
  const wanted = lower(text)
  const isNamed = ({ id, title }: { id: string; title: string }) =>
    wanted === lower(id) || wanted === lower(title)
  const choice = listValues(field).find(isNamed)
  if (choice) return choice.id
  const general = `${field.choices?.find(isNamed)?.id ?? ''}.general`
  return findGroup(field, general) === null ? text : general
}

/** ASCII letters made small: other letters differ between languages and programs. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** An amount with its currency; where others are below zero, one above is money that came in. */
function readMoney(text: string, currency: string | null, spends: boolean): PlainJson {
  const found = moneyPattern.exec(text)
  if (!found) return text
  const [, before, minus, whole, part = '', behind] = found
  const named = before ?? behind ?? currency
  if (named === null || (before && behind) || (spends && !minus)) return text
  return { amount: `${Number(whole)}.${part.padEnd(2, '0')}`, currency: named }
}
