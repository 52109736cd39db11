import { getCategory } from '../../../market/categories.ts'
import { objectOf } from '../../../market/plainJson.ts'
import type { RecordValue } from '../../../market/recordValues.ts'
import { centsOf } from '../../../market/values.ts'
import { valueWords } from '../valueWords.ts'

export interface SummaryRow {
  label: string
  value: string
}

/** What is in a record, in a few lines for its card. */
export function summarise(value: RecordValue): SummaryRow[] {
  if (value.file) {
    const { name, mime, data } = value.file
    return [
      { label: 'File', value: name },
      { label: 'Type', value: mime },
      { label: 'Size', value: sizeWords(data.length) },
    ]
  }
  if (value.rows.length > 0) return summariseRows(value)
  const { fields } = getCategory(value.category)
  return fields.flatMap((field) => {
    const cell = value.fields[field.id]
    return cell === undefined ? [] : [{ label: field.title, value: valueWords(field, cell) }]
  })
}

function summariseRows({ rows }: RecordValue): SummaryRow[] {
  const days = rows.flatMap((row) => (typeof row['date'] === 'string' ? [row['date']] : [])).sort()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const sums = new Map<string, number>()
  for (const row of rows) {
    const { amount, currency } = objectOf(row['amount']) ?? {}
    if (amount === undefined) continue
    sums.set(String(currency), (sums.get(String(currency)) ?? 0) + centsOf(String(amount)))
  }
  const totals = [...sums].map(([currency, cents]) => `${amountWords(cents)} ${currency}`)
  return [
    { label: 'Rows', value: rows.length.toLocaleString('en') },
    ...(first ? [{ label: 'From', value: first === last ? first : `${first} to ${last}` }] : []),
    ...(totals.length > 0 ? [{ label: 'In all', value: totals.join(', ') }] : []),
  ]
}

const amountWords = (cents: number) =>
  (cents / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** "340 B", "12.4 kB", "3.1 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${size.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`
}
