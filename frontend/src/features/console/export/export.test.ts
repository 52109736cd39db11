import { describe, expect, it } from 'vitest'
import { encodeCsv, neutralise } from './encodeCsv.ts'
import { encodeJson } from './encodeJson.ts'
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
      expect(neutralise(text)).toBe(`'${text}`)
      expect(encodeCsv(tableOf([text, 1])).split('\r\n')[1]).not.toMatch(/^"?[=+\-@\t\r\n＝＋－＠]/)
    },
  )
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
