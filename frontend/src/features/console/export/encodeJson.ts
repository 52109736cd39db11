import { requireTable, type Cell, type Table } from './table.ts'

/** What the export says about itself: each column's meaning, and under which terms the data may be used. */
export interface Licence {
  purposes: readonly string[]
  legalBasis: string
  retentionDays: number
}

/** One object: `dictionary` says what each column means, `rows` has one object for each row. */
export function encodeJson(table: Table, licence: Licence): string {
  const { columns, rows } = requireTable(table)
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, at) => [name, valueOf(row[at] ?? null)])),
  )
  return JSON.stringify({ dictionary: buildDictionary(table, licence), rows: objects }) + '\n'
}

export function buildDictionary({ columns, rows }: Table, licence: Licence) {
  return {
    columns: columns.map(({ name, category, granularity, kind, meaning }) => ({
      column: name,
      category,
      granularity,
      type: kind,
      meaning,
      purposes: licence.purposes,
      legalBasis: licence.legalBasis,
      retentionDays: licence.retentionDays,
    })),
    rows: rows.length,
    empty: 'An empty cell was not given or not asked for.',
  }
}

/** A number that a double cannot hold is text: no reader rounds it. */
function valueOf(cell: Cell): string | number | boolean | null {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)
  return typeof cell === 'number' && !Number.isSafeInteger(cell) ? String(cell) : cell
}
