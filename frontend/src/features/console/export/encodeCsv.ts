import { cellText, requireTable, type Cell, type CellKind, type Table } from './table.ts'

/** What Excel, LibreOffice or Google Sheets take for the beginning of a formula, full-width spellings included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/
/** A program that splits at semicolons, tabs or lines of its own accord would find a formula behind them too. */
const behindSeparator = /(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g

/**
 * The table as CSV (RFC 4180, CRLF) that a spreadsheet reads as data and never as formulas: text that begins
 * like one gets a leading apostrophe; numbers stay numbers.
 */
export function encodeCsv(table: Table): string {
  const { columns, rows } = requireTable(table)
  const spellRow = (row: readonly Cell[]) => row.map((cell, at) => spell(cell, columns[at]?.kind ?? 'text'))
  const lines = [columns.map(({ name }) => neutralise(name)), ...rows.map(spellRow)]
  return lines.map((line) => line.map(quote).join(',') + '\r\n').join('')
}

/** The text as no spreadsheet would run it. */
export function neutralise(text: string): string {
  const guarded = text.replace(behindSeparator, "'")
  return formulaStart.test(text) ? `'${guarded}` : guarded
}

/** Decimals, dates and times are kept as text, and a minus sign before a decimal makes no formula of it. */
function spell(cell: Cell, kind: CellKind): string {
  const isNumber = kind !== 'text' && typeof cell === 'string' && /^-?\d[\d.:TZ-]*$/.test(cell)
  return typeof cell === 'string' && !isNumber ? neutralise(cell) : cellText(cell)
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
