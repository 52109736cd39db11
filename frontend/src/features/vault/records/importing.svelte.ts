import { getCategory, type Category } from '../../../market/categories.ts'
import { mapColumns, type Imported } from '../../../market/importValues.ts'
import { readCsv, readJson, type Table } from '../../../market/imports.ts'
import { guessMapping } from './guessMapping.ts'

/** A chosen file on its way into a record: its table, which column is which field, and what comes of it. */
export class Importing {
  table = $state.raw<Table | null>(null)
  fileName = $state('')
  currency = $state('EUR')
  mapping = $state.raw<ReadonlyMap<string, string>>(new Map())
  readonly category: Category

  constructor(categoryId: string) {
    this.category = getCategory(categoryId)
  }

  /** Reads the file's table and guesses its columns. Raises `import.*`. */
  async read(file: File): Promise<void> {
    this.table = null
    this.fileName = file.name
    const bytes = new Uint8Array(await file.arrayBuffer())
    const table = isJson(file, bytes) ? readJson(bytes) : readCsv(bytes)
    this.mapping = guessMapping(this.category, table)
    this.table = table
  }

  /** Reads a column as a field, or leaves it out; a field has one column. */
  choose(column: string, fieldId: string): void {
    const others = [...this.mapping].filter(([name, id]) => name !== column && id !== fieldId)
    this.mapping = new Map(fieldId ? [...others, [column, fieldId]] : others)
  }

  /** What the columns give as they are chosen now. Raises `import.*`, `record.*`. */
  map(): Imported {
    if (!this.table) throw new Error('no table was read')
    return mapColumns(this.category.id, this.table, this.mapping, this.currency)
  }
}

function isJson(file: File, bytes: Uint8Array): boolean {
  if (/\.json$/i.test(file.name) || file.type === 'application/json') return true
  const first = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart()
  return first.startsWith('[')
}
