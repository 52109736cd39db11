import { DomainError } from '../../../domain/domainError.ts'
import { getCategory, type Category, type Field } from '../../../market/categories.ts'
import type { PlainJson } from '../../../market/plainJson.ts'
import { parseValue, type Cells, type RecordValue } from '../../../market/recordValues.ts'
import { draftOf, faultOf, valueOf, type FieldDraft } from '../fieldDraft.ts'

/** The inputs for some fields of a category: a whole record, or one row of it. */
export class CellsDraft {
  drafts = $state<Record<string, FieldDraft>>({})
  /** Whether the person tried to save: from then on what is missing is said. */
  checked = $state(false)
  readonly category: Category
  readonly fields: readonly Field[]

  constructor(categoryId: string, cells: Cells) {
    this.category = getCategory(categoryId)
    this.fields = this.category.fields.filter((field) => !derivedTypes.has(field.type))
    this.drafts = Object.fromEntries(this.fields.map((field) => [field.id, draftOf(field, cells[field.id])]))
  }

  get faults(): string[] {
    return this.fields.flatMap((field) => {
      const fault = faultOf(field, this.of(field))
      return fault === null ? [] : [`${field.title}: ${fault}`]
    })
  }

  get isEmpty(): boolean {
    return this.fields.every((field) => valueOf(field, this.of(field)) === undefined)
  }

  /** The cells that the inputs spell; those of derived fields are kept from `before`. */
  cells(before: Cells = {}): Cells {
    const entries = this.category.fields.map((field): [string, PlainJson | undefined] => [
      field.id,
      this.fields.includes(field) ? valueOf(field, this.of(field)) : before[field.id],
    ])
    const present = entries.filter((entry): entry is [string, PlainJson] => entry[1] !== undefined)
    return Object.fromEntries(present)
  }

  /** The record with these cells; noise of values that did not change is kept. Raises `record.*`. */
  record(before: RecordValue | null): RecordValue {
    if (this.isEmpty) throw new DomainError('record.shape', 'Fill in at least one field.')
    const noise = before && before.noise.length > 0 ? { noise: before.noise } : {}
    return parseValue(this.category.id, { fields: this.cells(before?.fields), ...noise })
  }

  /** The inputs of one field. */
  of(field: Field): FieldDraft {
    return this.drafts[field.id] ?? draftOf(field, undefined)
  }
}
/** What is counted from posts and never typed. */
const derivedTypes = new Set(['histogram', 'hashtags'])
