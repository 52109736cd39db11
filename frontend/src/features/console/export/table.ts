import { Failure } from '../../../api/failure.ts'

export type CellKind = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'time'
/** A cell of its column's kind; decimals, dates and times as text; null where the person gave nothing. */
export type Cell = string | number | bigint | boolean | null

/** A column for people who were not there: what it says. `category` and `granularity` are null for the sale itself. */
export interface Column {
  name: string
  kind: CellKind
  meaning: string
  category: string | null
  granularity: string | null
}

/** The one form that every export writes: rows of cells in the order of the columns. */
export interface Table {
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
}

/** The table itself. Raises `export.shape` when a row has not one cell for each column, or two columns one name. */
export function requireTable(table: Table): Table {
  const width = table.columns.length
  const named = new Set(table.columns.map(({ name }) => name)).size === width
  if (!named || table.rows.some((row) => row.length !== width)) {
    throw new Failure(
      'export.shape',
      'The table for the export is not one. Reload the page and export again.',
    )
  }
  return table
}

/** The cell as text: nothing as the empty text, yes and no as true and false. */
export function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell)
}
