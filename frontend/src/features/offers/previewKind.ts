import { findQuestion, listAsked } from '../../market/asks.ts'
import { findField, getCategory, type Field } from '../../market/categories.ts'
import { canAnswer, coarsen, listShownFields, type KindData } from '../../market/ladder.ts'
import { explainNoise } from '../../market/noise.ts'
import { spellQuestion } from '../../market/questions.ts'
import { findNoise, type RecordValue } from '../../market/recordValues.ts'
import type { Ask } from '../../market/terms.ts'
import { valueWords } from '../vault/valueWords.ts'

/** A record of the vault with its value in the clear. */
export interface OpenRecord {
  recordId: string
  title: string
  updatedAt: number
  value: RecordValue
  /** What the vault keeps beside it of those who vouched for it. */
  attestation?: unknown
}

/** One line of what would be sent. */
export interface ShownLine {
  title: string
  text: string
  /** What the noise means, where there is some. */
  note: string | null
}

export type KindPreview =
  | {
      state: 'ready'
      record: OpenRecord
      data: KindData
      lines: ShownLine[]
      /** A list of purchases and the like: its columns and rows, in words. */
      table: { head: string[]; rows: string[][] } | null
    }
  /** The number's noise was never drawn: it is drawn and kept when the kind is chosen. */
  | { state: 'needs_noise'; record: OpenRecord }
  | { state: 'missing' }

/** The records that can answer an ask, the latest first. */
export function listAnswering(ask: Ask, records: readonly OpenRecord[]): OpenRecord[] {
  return records.filter(({ value }) => canAnswer(ask, value)).sort((a, b) => b.updatedAt - a.updatedAt)
}

/** Exactly what an ask would get to see of a record on a day (UTC, YYYY-MM-DD), in words. */
export function previewKind(ask: Ask, record: OpenRecord | null, day: string): KindPreview {
  if (!record || !canAnswer(ask, record.value)) return { state: 'missing' }
  if (lacksNoise(ask, record.value)) return { state: 'needs_noise', record }
  const data = coarsen(ask, record.value, day)
  return { state: 'ready', record, data, lines: linesOf(ask, data), table: tableOf(data) }
}

function lacksNoise(ask: Ask, value: RecordValue): boolean {
  if (ask.granularity !== 'noised') return false
  return listAsked(ask).some((field) => field.id in value.fields && findNoise(value, field) === null)
}

/** The values of a kind, one line each. */
export function linesOf(ask: Ask, data: KindData): ShownLine[] {
  if (data.file) {
    const kilobytes = Math.max(1, Math.round(data.file.data.length / 1024)).toLocaleString('en')
    return [{ title: 'File', text: `${data.file.name} (${kilobytes} kB), whole`, note: null }]
  }
  return fieldsOf(data).flatMap((field) => {
    const value = data.values[field.id]
    if (value === undefined) return []
    const { yesno, noised } = field.ladder
    const asked = ask.granularity === 'yesno' && yesno
    return [
      {
        title: asked ? spellQuestion(field, yesno, findQuestion(ask, field)) : field.title,
        text: valueWords(field, value),
        note: ask.granularity === 'noised' && noised ? explainNoise(noised) : null,
      },
    ]
  })
}

/** The rows of a kind as a table in words; null when it has none. */
export function tableOf(data: KindData): { head: string[]; rows: string[][] } | null {
  if (data.rows.length === 0) return null
  const fields = fieldsOf(data)
  return {
    head: fields.map(({ title }) => title),
    rows: data.rows.map((row) =>
      fields.map((field) => {
        const cell = row[field.id]
        return cell === undefined ? '' : valueWords(field, cell)
      }),
    ),
  }
}

function fieldsOf(data: KindData): Field[] {
  const category = getCategory(data.category)
  return listShownFields(data).flatMap((id) => findField(category, id) ?? [])
}
