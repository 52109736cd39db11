import { describe, expect, it } from 'vitest'
import { vectors } from '../../../domain/vectors.testing.ts'
import { encodeCsv, neutralise } from './encodeCsv.ts'
import { encodeJson } from './encodeJson.ts'
import { buildTable } from './buildTable.ts'
import type { BoughtBundle } from './bundle.ts'
import type { KindData } from '../../../market/ladder.ts'
import type { Ask, Granularity, Question } from '../../../market/terms.ts'
import { fromBase64 } from '../../outbox/base64.ts'
import type { Cell, Column, Table } from './table.ts'

const column = (name: string, kind: Column['kind'] = 'text'): Column => ({
  name,
  kind,
  meaning: `What ${name} means.`,
  category: 'interests',
  granularity: 'exact',
})
const tableOf = (...rows: Cell[][]): Table => ({ columns: [column('name'), column('age', 'integer')], rows })
const licence = { purposes: ['dpv:Marketing'], legalBasis: 'dpv:Consent', retentionDays: 90 }

describe('encodeCsv', () => {
  it('writes names, cells and line ends as RFC 4180 says', () =>
    expect(encodeCsv(tableOf(['Ada', 36], ['a "b", c\nd', null]))).toBe(
      'name,age\r\nAda,36\r\n"a ""b"", c\nd",\r\n',
    ))
  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠x'])(
    'lets no spreadsheet run %j',
    (text) => {
      expect(neutralise(text).startsWith("'")).toBe(true)
      expect(encodeCsv(tableOf([text, 1])).split('\r\n')[1]).not.toMatch(/^"?[=+\-@\t\r\n＝＋－＠]/)
    },
  )
  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['x\t@SUM(A1)', "x\t'@SUM(A1)"],
    ['one\n-2', "one\n'-2"],
    ['=1;=2', "'=1;'=2"],
  ])('guards what stands behind a separator: %j', (text, guarded) => expect(neutralise(text)).toBe(guarded))
  it('neutralises the names of columns too', () =>
    expect(encodeCsv({ columns: [column('=cmd')], rows: [] })).toBe("'=cmd\r\n"))
  it('keeps negative numbers numbers', () => expect(encodeCsv(tableOf(['x', -5]))).toContain('x,-5\r\n'))
  it('leaves harmless text alone', () => expect(neutralise('a=b')).toBe('a=b'))
  it.each<[string, Table]>([
    ['a short row', tableOf(['Ada'])],
    ['two columns of one name', { columns: [column('a'), column('a')], rows: [] }],
  ])('refuses %s', (_, table) =>
    expect(() => encodeCsv(table)).toThrow(expect.objectContaining({ code: 'export.shape' })),
  )
})

describe('encodeJson', () => {
  it('carries what each column means beside the rows', () => {
    const parsed: unknown = JSON.parse(encodeJson(tableOf(['=1', 36], ['Bo', 2n ** 60n]), licence))
    expect(parsed).toMatchObject({
      dictionary: {
        rows: 2,
        columns: [
          { column: 'name', type: 'text', meaning: 'What name means.', purposes: ['dpv:Marketing'] },
          { column: 'age', retentionDays: 90 },
        ],
      },
      rows: [
        { name: '=1', age: 36 },
        { name: 'Bo', age: '1152921504606846976' },
      ],
    })
  })
  it('tells nothing from false', () =>
    expect(encodeJson(tableOf([null, false]), licence)).toContain('{"name":null,"age":false}'))
})

interface Sold {
  category: string
  granularity: Granularity
  values?: KindData['values']
  rows?: KindData['rows']
  file?: { name: string; mime: string; data: string }
}
interface Golden {
  asks: Record<string, unknown>[]
  bundles: (Omit<BoughtBundle, 'kinds'> & { kinds: Sold[] })[]
  columns: {
    name: string
    type: string
    meaning: string
    category: string | null
    granularity: string | null
  }[]
  csv: string
  jsonLines: string
}

describe('the table of an offer', () => {
  const golden = vectors<Golden>('market_export')
  const asks = golden.asks.map(askOf)
  const bundles = golden.bundles.map((bundle) => ({ ...bundle, kinds: bundle.kinds.map(kindOf) }))
  const table = buildTable({ asks }, bundles)

  it('has the columns that Python writes', () =>
    expect(table.columns.map(({ kind, ...rest }) => ({ type: kind, ...rest }))).toEqual(
      golden.columns.map(({ type, ...rest }) => ({ type, ...rest })),
    ))
  it('is the same CSV, byte for byte', () => expect(encodeCsv(table)).toBe(golden.csv))
  it('has the same rows as JSON', () => {
    const { rows }: { rows: unknown[] } = JSON.parse(encodeJson(table, licence))
    expect(rows).toEqual(
      golden.jsonLines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    )
  })
  it('has no row of somebody who withdrew', () => {
    const gone = bundles.filter(({ withdrawnAt }) => withdrawnAt !== null)
    expect(gone).not.toEqual([])
    gone.forEach(({ deal }) => expect(encodeCsv(table)).not.toContain(deal))
  })
})

function askOf({ category, granularity, fields, price, questions = {} }: Record<string, unknown>): Ask {
  // Safety: the vector's asks are spelled as terms spell them.
  const asked = Object.entries(questions as Record<string, Partial<Question>>)
  return {
    category: String(category),
    granularity: granularity as Granularity,
    fields: fields as string[],
    price: BigInt(String(price)),
    questions: asked.map(([field, question]) => ({
      field,
      least: null,
      months: null,
      oneOf: [],
      currency: null,
      ...question,
    })),
  }
}

function kindOf({ category, granularity, values = {}, rows = [], file }: Sold): KindData {
  return { category, granularity, values, rows, file: file ? { ...file, data: fromBase64(file.data) } : null }
}
