import { findQuestion, listAsked } from '../../../market/asks.ts'
import type { Field } from '../../../market/categories.ts'
import { listOf, memberOf, objectOf, type PlainJson } from '../../../market/plainJson.ts'
import { spellQuestion } from '../../../market/questions.ts'
import type { Ask } from '../../../market/terms.ts'
import type { Cell, CellKind, Column } from './table.ts'

type Value = PlainJson | undefined
type Read = (value: Value) => Cell
/** Suffix of the name, kind, words after the field's title, and how the cell comes out of the value. */
type Part = readonly [suffix: string, kind: CellKind, words: string, read: Read]

/** A column and how its cell is read from the value of a field. */
export interface FieldColumn {
  readonly field: string
  readonly column: Column
  readonly read: Read
}

/**
 * The columns of an ask, in the order of the schemas: one for each field, several where a value has parts. Names are
 * category.field, with the granularity unless it is exact, then the part: `demographics.birth_year.bracket.from`.
 */
export function listColumns(ask: Ask): FieldColumn[] {
  return listAsked(ask).flatMap((field) =>
    partsOf(ask, field).map(([suffix, kind, words, read]) => ({
      field: field.id,
      column: columnOf(ask, field, suffix, kind, words),
      read,
    })),
  )
}

function columnOf(ask: Ask, field: Field, suffix: string, kind: CellKind, words: string): Column {
  const { category, granularity } = ask
  const name = `${category}.${field.id}${granularity === 'exact' ? '' : `.${granularity}`}${suffix}`
  const meaning = granularity === 'yesno' ? words : field.title + words
  return { name, kind, meaning, category, granularity }
}

function partsOf(ask: Ask, field: Field): readonly Part[] {
  const { noised, yesno } = field.ladder
  switch (ask.granularity) {
    case 'exact':
      return exact[field.type] ?? [['', 'text', '', text]]
    case 'bracket':
      return bracketsOf(field)
    case 'noised': {
      const words = noised ? `, changed by chance by about ${noised.about} ${noised.unit}` : ''
      return [['', 'integer', words, integer]]
    }
    case 'yesno': {
      const words = yesno ? spellQuestion(field, yesno, findQuestion(ask, field)) : ''
      return [['', 'boolean', words, (value) => (typeof value === 'boolean' ? value : null)]]
    }
  }
}

function bracketsOf({ type, ladder: { bracket } }: Field): readonly Part[] {
  if (bracket?.rule === 'parts') {
    return (bracket.parts ?? []).map(({ id, title }) => [
      `.${id}`,
      'integer',
      `, ${title}`,
      member(id, integer),
    ])
  }
  if (bracket?.rule === 'group' && type === 'choice') return [['', 'text', ', its group', text]]
  return brackets[bracket?.rule ?? ''] ?? [['', 'text', '', text]]
}

/** Text as it is; whatever else as JSON. */
const text: Read = (value) =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)
const list: Read = (value) => listOf(value)?.map(String).join(';') ?? text(value)
const integer: Read = (value) => (typeof value === 'number' ? value : null)
/** Decimals and dates stay text: nothing rounds them. */
const spelled: Read = (value) => (typeof value === 'string' ? value : null)

function member(name: string, read: Read): Read {
  return (value) => {
    const object = objectOf(value)
    return object ? read(memberOf(object, name)) : null
  }
}

const several = ', several with ; between them'
const exact: Readonly<Record<string, readonly Part[]>> = {
  integer: [['', 'integer', '', integer]],
  year: [['', 'integer', '', integer]],
  date: [['', 'date', '', spelled]],
  tags: [['', 'text', several, list]],
  texts: [['', 'text', ', a list in JSON', text]],
  hashtags: [['', 'text', ' with how often, a list in JSON', text]],
  histogram: [['', 'text', ', counts in JSON', text]],
  money: [
    ['', 'decimal', '', member('amount', spelled)],
    ['.currency', 'text', ', currency', member('currency', text)],
  ],
  coordinates: [
    ['.latitude', 'decimal', ', latitude', member('latitude', spelled)],
    ['.longitude', 'decimal', ', longitude', member('longitude', spelled)],
  ],
}
const range: readonly Part[] = [
  ['.from', 'integer', ', lowest value of the range, empty where it is open', member('from', integer)],
  ['.below', 'integer', ', first value above the range, empty where it is open', member('below', integer)],
]
const brackets: Readonly<Record<string, readonly Part[]>> = {
  edges: range,
  span: range,
  amounts: [...range, ['.currency', 'text', ', currency', member('currency', text)]],
  grid: [
    ['.south', 'decimal', ', southern edge of the square', member('south', spelled)],
    ['.west', 'decimal', ', western edge of the square', member('west', spelled)],
    ['.step', 'decimal', ', size of the square in degrees', member('step', spelled)],
  ],
  group: [['', 'text', `, their groups${several}`, list]],
  names: [['', 'text', several, list]],
  month: [['', 'text', ', year and month', text]],
  region: [['', 'text', ', region of the world', text]],
  prefix: [['', 'text', ', its beginning', text]],
}
