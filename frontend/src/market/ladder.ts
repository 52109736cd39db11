import { findQuestion, listAsked } from './asks.ts'
import { coarseValue } from './brackets.ts'
import { fieldOffers, getCategory, type Field } from './categories.ts'
import { compareCodePoints } from './codePoints.ts'
import { addNoise } from './noise.ts'
import { memberOf, type PlainJson } from './plainJson.ts'
import { answerField, answerRows, isAnswerable } from './questions.ts'
import { findNoise, refuseRecord, type Cells, type FileValue, type RecordValue } from './recordValues.ts'
import type { Ask, Granularity } from './terms.ts'

/**
 * The ladder: an exact value made coarse, answered by yes or no, or shown with its kept noise. All of it is a
 * function of the record, the ask and the day; noise was drawn and saved before (`keepNoise`).
 */
export interface KindData {
  readonly category: string
  readonly granularity: Granularity
  /** One of `values`, `rows` and `file`; the others are empty. */
  readonly values: Cells
  readonly rows: readonly Cells[]
  readonly file: FileValue | null
}
type Wanted = Omit<Ask, 'price'>

/** The fields that are shown, in the order of the schemas; for rows those that any row has. */
export function listShownFields({ category, values, rows }: KindData): string[] {
  const shown = new Set([values, ...rows].flatMap((row) => Object.keys(row)))
  return getCategory(category)
    .fields.map((field) => field.id)
    .filter((id) => shown.has(id))
}

/** True iff the record answers the ask: each field asked for by name, or any one when none is named. */
export function canAnswer(ask: Wanted, value: RecordValue): boolean {
  return value.category === ask.category && missingFrom(ask, value) === ''
}

/**
 * What the ask gets to see of the record on a day (UTC, YYYY-MM-DD).
 * Raises `record.unanswerable` when the record lacks what is asked, `record.noise` when noise was not kept.
 */
export function coarsen(ask: Wanted, value: RecordValue, day: string): KindData {
  const missing = missingFrom(ask, value)
  if (missing || value.category !== ask.category) {
    throw refuseRecord('unanswerable', `The record does not say ${missing || 'what is asked'}: fill it in.`)
  }
  const { category, granularity } = ask
  const empty = { category, granularity, values: {}, rows: [], file: null }
  if (value.file) return { ...empty, file: value.file }
  if (value.rows.length > 0 && granularity !== 'yesno') return { ...empty, rows: coarseRows(ask, value) }
  const said = listAsked(ask).filter((field) => says(ask, field, value))
  return {
    ...empty,
    values: Object.fromEntries(said.map((field) => [field.id, shown(ask, field, value, day)])),
  }
}

/** The title of what the record does not say, empty when it says enough. */
function missingFrom(ask: Wanted, value: RecordValue): string {
  if (value.file) return ask.granularity === 'exact' ? '' : 'part of a file'
  const asked = listAsked(ask)
  if (ask.fields.length > 0 && asked.length < ask.fields.length) return 'every field asked for'
  const silent = asked.filter((field) => !says(ask, field, value))
  if (ask.fields.length > 0) return silent[0]?.title ?? ''
  return silent.length === asked.length ? 'any of it' : ''
}

/** True iff the record has something to show of the field, and the field is shown so at all. */
function says(ask: Wanted, field: Field, value: RecordValue): boolean {
  if (!fieldOffers(field, ask.granularity)) return false
  if (value.rows.length > 0) {
    return ask.granularity === 'yesno' || value.rows.some((row) => Object.hasOwn(row, field.id))
  }
  const of = memberOf(value.fields, field.id)
  const { yesno } = field.ladder
  if (ask.granularity === 'yesno' && yesno) return isAnswerable(yesno, findQuestion(ask, field), of)
  return of !== undefined
}

function shown(ask: Wanted, field: Field, value: RecordValue, day: string): PlainJson {
  const of = memberOf(value.fields, field.id)
  switch (ask.granularity) {
    case 'exact':
      return of ?? null
    case 'bracket':
      return coarseValue(field, of ?? null)
    case 'noised':
      return withNoise(field, of, value)
    case 'yesno':
      return value.rows.length > 0
        ? answerRows(field, findQuestion(ask, field), value.rows, day)
        : answerField(field, findQuestion(ask, field), of, day)
  }
}

function withNoise(field: Field, of: PlainJson | undefined, value: RecordValue): number {
  const noise = findNoise(value, field)
  if (noise === null || typeof of !== 'number') {
    throw refuseRecord('noise', `No noise is kept for ${field.title}: draw and save it first.`)
  }
  return addNoise(field, of, noise)
}

/** The rows with the columns asked for; coarse ones lose their order, which could tell days of a month. */
function coarseRows(ask: Wanted, value: RecordValue): Cells[] {
  const columns = listAsked(ask)
  const isExact = ask.granularity === 'exact'
  const rows = value.rows
    .map((row) => cellsOf(columns, row, isExact))
    .filter((cells) => Object.keys(cells).length > 0)
  if (isExact) return rows
  const spelled = rows.map((cells): [string, Cells] => [JSON.stringify(cells), cells])
  return spelled.sort(([a], [b]) => compareCodePoints(a, b)).map(([, cells]) => cells)
}

function cellsOf(columns: readonly Field[], row: Cells, isExact: boolean): Cells {
  const present = columns.filter((column) => Object.hasOwn(row, column.id))
  return Object.fromEntries(
    present.map((column) => {
      const cell = row[column.id] ?? null
      return [column.id, isExact ? cell : coarseValue(column, cell)]
    }),
  )
}
