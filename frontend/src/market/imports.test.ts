import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { deriveActivity, type PublicPost } from './activity.ts'
import { canImport, mapColumns } from './importValues.ts'
import { importLimits, readCsv, readJson } from './imports.ts'
import { schemas } from './categories.ts'
import { spellValue } from './recordValues.ts'

interface File {
  name: string
  bytes: Hex
  code?: string
  columns?: string[]
  rows?: string[][]
}
const { csv, json, mapped, activity } = vectors<{
  csv: File[]
  json: File[]
  mapped: {
    category: string
    csv: string
    fields: Record<string, string>
    currency: string | null
    code?: string
    value?: unknown
    faults?: [number, string][]
  }[]
  activity: { name: string; posts: PublicPost[]; value?: unknown; code?: string }[]
}>('market_ladder')

describe.each([
  ['CSV', csv, readCsv],
  ['JSON', json, readJson],
] as const)('%s', (_, files, read) => {
  it.each(files)('$name: $code', ({ bytes, code, columns, rows }) => {
    const data = bytesOfHex(bytes)
    expect(codeOf(() => read(data))).toBe(code ?? null)
    if (!code) expect(read(data)).toEqual({ columns, rows })
  })
  it('is refused above its size before anything is read', () =>
    expect(codeOf(() => read(new Uint8Array(importLimits.bytes + 1)))).toBe('import.bytes'))
})

describe('a file made to be slow or large', () => {
  it.each([
    ['rows', utf8(`a\n${'1\n'.repeat(10_001)}`)],
    ['columns', utf8(`${'a,'.repeat(100_000)}\n`)],
    ['quote', utf8(`a\n"${'""'.repeat(100_000)}`)],
  ])('ends early: import.%s', (code, data) => expect(codeOf(() => readCsv(data))).toBe(`import.${code}`))
  it('ends early: nested JSON', () =>
    expect(codeOf(() => readJson(utf8('['.repeat(200_000) + ']'.repeat(200_000))))).toMatch(
      /^import\.(json|shape)$/,
    ))
})

describe('columns read as fields', () => {
  it.each(mapped.map((one, at) => ({ ...one, at })))('$at $category: $code', (one) => {
    const mapping = new Map(Object.entries(one.fields))
    const map = () => mapColumns(one.category, readCsv(utf8(one.csv)), mapping, one.currency)
    expect(codeOf(map)).toBe(one.code ?? null)
    if (one.code) return
    const { value, faults } = map()
    expect(value && spellValue(value)).toEqual(one.value)
    expect(faults.map(({ row, column }) => [row, column])).toEqual(one.faults)
    for (const { sentence } of faults) expect(sentence).toMatch(/^[A-Z].* is left out\.$/)
  })
  it('can be imported into what is not counted and no file', () =>
    expect(schemas.categories.filter(canImport).map(({ id }) => id)).toEqual([
      'interests',
      'demographics',
      'contact',
      'location',
      'purchases',
    ]))
})

describe('public history', () => {
  it.each(activity)('$name: $code', ({ posts, value, code }) => {
    expect(codeOf(() => deriveActivity(posts))).toBe(code ?? null)
    if (!code) expect(JSON.stringify(spellValue(deriveActivity(posts)))).toBe(JSON.stringify(value))
  })
})
