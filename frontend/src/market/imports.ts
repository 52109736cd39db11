import { DomainError } from '../domain/domainError.ts'
import { utf8 } from '../domain/utf8.ts'
import { listOf, objectOf } from './plainJson.ts'

/** A file of the person's own as a table of texts: CSV or JSON, held to limits before it is used. */
export interface Table {
  readonly columns: readonly string[]
  /** As many texts as columns; an empty text is a value left out. */
  readonly rows: readonly (readonly string[])[]
}
export const importLimits = { bytes: 5 * 1024 * 1024, rows: 10_000, columns: 64, cellBytes: 4_096 } as const
export const previewRows = 20
const separators = [',', ';', '\t'] as const
const mostNumber = 1e15
const leastNumber = 1e-4

/** The error with code `import.<code>`. */
export function refuseImport(code: string, sentence: string): DomainError {
  return new DomainError(`import.${code}`, sentence)
}
const spell = (number: number) => number.toLocaleString('en')

/**
 * The table that CSV bytes are (RFC 4180); the header decides between comma, semicolon and tab.
 * Raises `import.bytes`, `.utf8`, `.quote`, `.cell`, `.columns`, `.rows`, `.header` or `.empty`.
 */
export function readCsv(data: Uint8Array): Table {
  const text = decode(data)
  const [header, ...body] = readLines(text, findSeparator(text))
  if (!header) throw refuseImport('empty', 'The file holds no row.')
  body.forEach((row, at) => {
    if (row.length === header.length) return
    const counts = `${row.length} cells, the first row ${header.length}`
    throw refuseImport('columns', `Row ${at + 2} has ${counts}: mend the file.`)
  })
  return tableOf(header, body)
}

/**
 * The table that a JSON array of flat objects is; numbers become texts, lists of texts are joined by `;`.
 * Raises `import.bytes`, `.utf8`, `.json`, `.shape`, `.cell`, `.columns`, `.rows`, `.header` or `.empty`.
 */
export function readJson(data: Uint8Array): Table {
  const list = listOf(parseNumbers(decode(data)))
  if (!list) throw refuseImport('shape', 'The file is a list of objects, one for each row.')
  verifyRows(list.length)
  const names = new Set<string>()
  const rows = list.map((entry, at) => {
    const row = objectOf(entry)
    if (!row) throw refuseImport('shape', `Row ${at + 1} is not an object with a value for each column.`)
    for (const name of Object.keys(row)) {
      verifyCell(name, at + 1)
      names.add(name)
    }
    verifyColumns(names.size)
    return row
  })
  const body = rows.map((row, at) =>
    [...names].map((name) => spellCell(Object.hasOwn(row, name) ? row[name] : null, at + 1, name)),
  )
  return tableOf([...names], body)
}

function decode(data: Uint8Array): string {
  if (data.length > importLimits.bytes) {
    const most = `${spell(data.length)} bytes, at most ${spell(importLimits.bytes)} are read`
    throw refuseImport('bytes', `The file has ${most}: split it.`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data)
  } catch {
    throw refuseImport('utf8', 'The file is not UTF-8: save it in that encoding.')
  }
}

/** JSON with every number as its shortest text. */
function parseNumbers(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== 'number') return value
      const size = Math.abs(value)
      if (size > 0 && !(size >= leastNumber && size < mostNumber)) {
        throw new RangeError('a number is too large or too small, write it as text')
      }
      return String(value)
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : ''
    throw refuseImport('json', `The file is not JSON that can be imported: ${why}.`)
  }
}

function verifyRows(count: number): void {
  if (count > importLimits.rows) {
    throw refuseImport('rows', `The file has more than ${spell(importLimits.rows)} rows: split it.`)
  }
}

function verifyColumns(count: number): void {
  if (count > importLimits.columns) {
    throw refuseImport('columns', `The file has more than ${importLimits.columns} columns: leave some out.`)
  }
}

/** Cells are measured as UTF-8; half a surrogate pair, which JSON can spell, is no text. */
function verifyCell(cell: string, row: number): void {
  if (/\p{Surrogate}/u.test(cell)) {
    throw refuseImport('cell', `Row ${row} holds half of a surrogate pair: mend the text.`)
  }
  const most = importLimits.cellBytes
  const size = cell.length * 3 > most ? utf8(cell).length : 0
  if (size > most) {
    throw refuseImport(
      'cell',
      `Row ${row} has a cell of ${spell(size)} bytes, at most ${spell(most)} are read.`,
    )
  }
}

function tableOf(header: readonly string[], body: readonly (readonly string[])[]): Table {
  const columns = header.map(trim)
  verifyColumns(columns.length)
  verifyRows(body.length)
  if (body.length === 0) {
    throw refuseImport('empty', 'The file has a first row with names and no row of values.')
  }
  if (columns.length === 0 || columns.includes('') || new Set(columns).size !== columns.length) {
    throw refuseImport('header', 'The first row names each column, each by another name.')
  }
  return { columns, rows: body.map((row) => row.map(trim)) }
}

const trim = (text: string) => text.replace(/^ +| +$/g, '')

/** The separator that occurs most in the first line, outside quotes; the comma when none does. */
function findSeparator(text: string): string {
  const counts = new Map<string, number>(separators.map((separator) => [separator, 0]))
  let isQuoted = false
  for (const character of text.slice(0, importLimits.columns * importLimits.cellBytes)) {
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === '\r' || character === '\n') break
    else if (counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  return separators.reduce<string>(
    (best, separator) => ((counts.get(separator) ?? 0) > (counts.get(best) ?? 0) ? separator : best),
    separators[0],
  )
}

/** Cells from left to right; every limit is met before the next cell is kept. */
function readLines(text: string, separator: string): string[][] {
  const lineEnds = /[\r\n]*/y
  const plainCell = new RegExp(`[^${separator}\r\n]*`, 'y')
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const takeQuoted = (number: number): string => {
    let cell = ''
    for (;;) {
      const end = text.indexOf('"', at + 1)
      if (end < 0) throw refuseImport('quote', `Row ${number} opens a quote that does not end.`)
      cell += text.slice(at + 1, end)
      at = end + 1
      if (text[at] !== '"') return cell
      cell += '"'
    }
  }
  const takeRow = (number: number): string[] => {
    const row: string[] = []
    for (;;) {
      const cell = text[at] === '"' ? takeQuoted(number) : take(plainCell)
      verifyCell(cell, number)
      row.push(cell)
      verifyColumns(row.length)
      if (text[at] !== separator) break
      at += 1
    }
    if (at < text.length && text[at] !== '\r' && text[at] !== '\n') {
      throw refuseImport('quote', `Row ${number} goes on after a quote that ended: double quotes in a cell.`)
    }
    return row
  }
  const rows: string[][] = []
  for (take(lineEnds); at < text.length; take(lineEnds)) {
    rows.push(takeRow(rows.length + 1))
    verifyRows(rows.length - 1)
  }
  return rows
}

function spellCell(value: unknown, row: number, column: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return String(value)
  const list = listOf(value)
  const text = list?.every((entry) => typeof entry === 'string') ? list.join(';') : value
  if (typeof text !== 'string') {
    throw refuseImport('shape', `Row ${row}, ${column}: a value is a text, a number or a list of texts.`)
  }
  verifyCell(text, row)
  return text
}
