import { DomainError } from '../domain/domainError.ts'
import { utf8 } from '../domain/utf8.ts'
import { fromBase64, toBase64 } from '../features/outbox/base64.ts'
import { findField, getCategory, schemas, type Category, type Field } from './categories.ts'
import { listOf, memberOf, objectOf, type PlainJson } from './plainJson.ts'
import { isLine } from './spelling.ts'
import { explainFault } from './values.ts'

/** The value of a vault's record: fields, rows or a file of one category, and the noise once drawn for it. */
export type Cells = Readonly<Record<string, PlainJson>>

/** A file with its name and media type. */
export interface FileValue {
  readonly name: string
  readonly mime: string
  readonly data: Uint8Array
}

/** What was added to a field's value `of` at `epsilon`: asked for again, the answer is the same. */
export interface KeptNoise {
  readonly field: string
  readonly epsilon: string
  readonly of: number
  readonly noise: number
}

/** One of `fields`, `rows` and `file`, as the category's shape says; the others are empty. */
export interface RecordValue {
  readonly category: string
  readonly fields: Cells
  readonly rows: readonly Cells[]
  readonly file: FileValue | null
  readonly noise: readonly KeptNoise[]
}

const mimePattern = /^[a-z0-9.+-]{1,63}\/[a-z0-9.+-]{1,63}$/
const maxNameCharacters = 120
const maxNoiseCount = 256

/** The error with code `record.<code>`. */
export function refuseRecord(code: string, sentence: string): DomainError {
  return new DomainError(`record.${code}`, sentence)
}

/** The noise kept for the field's value as it is now; null when none was drawn for it. */
export function findNoise(value: RecordValue, field: Field): number | null {
  const { noised } = field.ladder
  if (!noised) return null
  const of = memberOf(value.fields, field.id)
  const kept = value.noise.find(
    (entry) => entry.field === field.id && entry.epsilon === noised.epsilon && entry.of === of,
  )
  return kept?.noise ?? null
}

/**
 * The value; raises `record.category`, `.shape`, `.field`, `.value`, `.required` and the like.
 * Also `record.rows`, `.bytes`, `.file` and `.noise`, and nothing else.
 */
export function parseValue(categoryId: string, data: unknown): RecordValue {
  const category = getCategory(categoryId)
  const object = objectOf(data)
  if (!object) throw refuseRecord('shape', 'A record is an object.')
  const value = readShape(category, object)
  const most = schemas.limits.recordBytes
  if (!value.file && utf8(JSON.stringify(spellValue(value))).length > most) {
    throw refuseRecord(
      'bytes',
      `A record holds at most ${most.toLocaleString('en')} bytes of JSON: split it.`,
    )
  }
  return value
}

function readShape(category: Category, object: Readonly<Record<string, PlainJson>>): RecordValue {
  const empty = { category: category.id, fields: {}, rows: [], file: null, noise: [] }
  switch (category.shape) {
    case 'rows':
      return { ...empty, rows: readRows(category, only(object, 'rows')['rows'] ?? null) }
    case 'file':
      return { ...empty, file: parseFile(object) }
    default: {
      const members = only(object, 'fields', 'noise')
      const fields = parseCells(category, members['fields'] ?? null, `The record ${category.title}`)
      return { ...empty, fields, noise: readNoise(category, memberOf(members, 'noise') ?? []) }
    }
  }
}

/** The record as JSON, which `parseValue` reads. */
export function spellValue(value: RecordValue): Readonly<Record<string, PlainJson>> {
  if (value.file) return spellFile(value.file)
  if (value.rows.length > 0) return { rows: value.rows }
  if (value.noise.length === 0) return { fields: value.fields }
  const noise = value.noise.map(({ field, epsilon, of, noise }) => ({ field, epsilon, of, noise }))
  return { fields: value.fields, noise }
}

/** Some fields with their exact values, in the category's order; `where` starts a sentence of refusal. */
export function parseCells(category: Category, data: PlainJson, where: string): Cells {
  const object = objectOf(data)
  if (!object || Object.keys(object).length === 0) {
    throw refuseRecord('shape', `${where} names at least one field.`)
  }
  const unknown = Object.keys(object).filter((name) => !findField(category, name))
  if (unknown.length > 0) {
    const first = unknown.sort()[0] ?? ''
    throw refuseRecord('field', `${where} has '${first}', which ${category.title} does not know.`)
  }
  for (const field of category.fields) {
    const value = memberOf(object, field.id)
    if (value === undefined) {
      if (field.required) throw refuseRecord('required', `${where} lacks ${field.title}.`)
      continue
    }
    const fault = explainFault(field, value)
    if (fault !== null) throw refuseRecord('value', `${where}: ${field.title} is ${fault}.`)
  }
  const known = category.fields.filter((field) => Object.hasOwn(object, field.id))
  return Object.fromEntries(known.map((field) => [field.id, object[field.id] ?? null]))
}

/** A file with name, media type and base64 data; raises `record.file`. */
export function parseFile(data: PlainJson): FileValue {
  const object = objectOf(data)
  const members = object ? only(object, 'name', 'mime', 'data') : {}
  const [name, mime, encoded] = ['name', 'mime', 'data'].map((member) => memberOf(members, member))
  if (typeof name !== 'string' || !isLine(name, maxNameCharacters)) {
    throw refuseRecord('file', `A file has a name of 1 to ${maxNameCharacters} characters.`)
  }
  if (typeof mime !== 'string' || !mimePattern.test(mime)) {
    throw refuseRecord('file', 'A file has a media type such as text/plain.')
  }
  const content = typeof encoded === 'string' ? decodeBase64(encoded) : null
  if (!content) throw refuseRecord('file', "A file's data is base64.")
  if (content.length === 0 || toBase64(content) !== encoded) {
    throw refuseRecord('file', "A file's data is base64 of at least one byte.")
  }
  const most = schemas.limits.fileBytes
  if (content.length > most) {
    const [limit, found] = [most, content.length].map((size) => size.toLocaleString('en'))
    throw refuseRecord('bytes', `A file has at most ${limit} bytes, this one ${found}.`)
  }
  return { name, mime, data: content }
}

/** The file as JSON, which `parseFile` reads. */
export function spellFile({ name, mime, data }: FileValue): Readonly<Record<string, PlainJson>> {
  return { name, mime, data: toBase64(data) }
}

function decodeBase64(text: string): Uint8Array | null {
  try {
    return fromBase64(text)
  } catch {
    return null
  }
}

/** The object, with its first member and no unknown one. */
function only(
  object: Readonly<Record<string, PlainJson>>,
  ...names: readonly [string, ...string[]]
): Readonly<Record<string, PlainJson>> {
  const unknown = Object.keys(object).some((name) => !names.includes(name))
  if (unknown || !Object.hasOwn(object, names[0])) {
    throw refuseRecord('shape', `This record has ${names.join(', ')} and no other member.`)
  }
  return object
}

function readRows(category: Category, data: PlainJson): Cells[] {
  const rows = listOf(data)
  const most = schemas.limits.rows
  if (!rows || rows.length < 1 || rows.length > most) {
    throw refuseRecord('rows', `${category.title} is a list of 1 to ${most.toLocaleString('en')} rows.`)
  }
  return rows.map((row, index) => parseCells(category, row, `Row ${index + 1}`))
}

function readNoise(category: Category, data: PlainJson): KeptNoise[] {
  const list = listOf(data)
  if (!list || list.length > maxNoiseCount) {
    throw refuseRecord('noise', `The kept noise is a list of at most ${maxNoiseCount} draws.`)
  }
  return list.map((entry) => readKept(category, entry))
}

function readKept(category: Category, data: PlainJson): KeptNoise {
  const object = objectOf(data)
  const members = object && Object.keys(object).length === 4 ? object : {}
  const [fieldId, epsilon, of, noise] = ['field', 'epsilon', 'of', 'noise'].map((name) =>
    memberOf(members, name),
  )
  const field = typeof fieldId === 'string' ? findField(category, fieldId) : null
  if (!field || typeof epsilon !== 'string') {
    throw refuseRecord('noise', 'Kept noise names a field and an epsilon.')
  }
  return { field: field.id, epsilon, of: whole(of), noise: whole(noise) }
}

function whole(value: PlainJson | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw refuseRecord('noise', 'Kept noise is a whole number, drawn for a whole number.')
  }
  return value
}
