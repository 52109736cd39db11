import { cellText, requireTable, type Cell, type Table } from './table.ts'

/** What Excel, LibreOffice or Google Sheets take for the beginning of a formula, full-width spellings included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * The table as CSV (RFC 4180, CRLF) that a spreadsheet reads as data and never as formulas: text that begins
 * like one gets a leading apostrophe; numbers stay numbers.
 */
export function encodeCsv(table: Table): string {
  const { columns, rows } = requireTable(table)
  const lines = [columns.map(({ name }) => neutralise(name)), ...rows.map((row) => row.map(spell))]
  return lines.map((line) => line.map(quote).join(',') + '\r\n').join('')
}

/** The text as no spreadsheet would run it. */
export function neutralise(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text
}

function spell(cell: Cell): string {
  return typeof cell === 'string' ? neutralise(cell) : cellText(cell)
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
