import { contentDigest } from '../../../domain/contentDigest.ts'
import { getCategory, schemas } from '../../../market/categories.ts'
import type { KindData } from '../../../market/ladder.ts'
import { findAsk, type Ask, type TermsDocument } from '../../../market/terms.ts'
import type { BoughtBundle } from './bundle.ts'
import { listColumns } from './columns.ts'
import { requireTable, type Cell, type CellKind, type Column, type Table } from './table.ts'

type Terms = Pick<TermsDocument, 'asks'>
type Row = Readonly<Record<string, Cell>>

const plain = (name: string, kind: CellKind, meaning: string): Column => ({
  name,
  kind,
  meaning,
  category: null,
  granularity: null,
})
const about: readonly Column[] = [
  plain('deal', 'text', 'The deal by which the row was bought'),
  plain('consent', 'text', 'Digest of the consent that the row rests on'),
  plain('profile', 'text', "The person's profile"),
  plain('epoch', 'integer', 'Epoch of a subscription, counted from 0; empty for a single sale'),
  plain('delivered_at', 'time', 'When the key was delivered'),
  plain('day', 'text', 'The day for which the answers hold'),
  plain('category', 'text', 'Kind of data'),
  plain('granularity', 'text', 'How closely it was shown'),
  plain('row', 'integer', 'Number of the row within the record, from 0'),
]

/**
 * The table of an offer: the columns of all its asks, and one row for each person and record, or for each row of a
 * record. Every row says which consent it rests on; who withdrew is in none.
 */
export function buildTable(terms: Terms, bundles: readonly BoughtBundle[]): Table {
  const columns = [...about, ...byCategory(terms.asks).flatMap(columnsOf)]
  const rows = bundles
    .filter(({ withdrawnAt }) => withdrawnAt === null)
    .flatMap((bundle) => bundle.kinds.flatMap((kind) => rowsOf(terms, bundle, kind)))
  return requireTable({ columns, rows: rows.map((row) => columns.map(({ name }) => row[name] ?? null)) })
}

function columnsOf(ask: Ask): Column[] {
  return getCategory(ask.category).shape === 'file'
    ? fileColumns(ask)
    : listColumns(ask).map(({ column }) => column)
}

function fileColumns({ category, granularity }: Ask): Column[] {
  const column = (name: string, kind: CellKind, meaning: string): Column => ({
    name: `${category}.file.${name}`,
    kind,
    meaning,
    category,
    granularity,
  })
  return [
    column('name', 'text', 'Name that the person gave the file'),
    column('mime', 'text', 'Media type'),
    column('size', 'integer', 'Bytes'),
    column('sha256', 'text', 'sha-256 of the bytes, which is their name in the folder `files`'),
  ]
}

function rowsOf(terms: Terms, bundle: BoughtBundle, kind: KindData): Row[] {
  const ask = findAsk(terms, kind.category, kind.granularity)
  if (!ask) return []
  const common: Row = {
    deal: bundle.deal,
    consent: bundle.consent,
    profile: bundle.profile,
    epoch: bundle.epoch,
    delivered_at: new Date(bundle.deliveredAt * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    day: bundle.day,
    category: kind.category,
    granularity: kind.granularity,
  }
  if (kind.file) {
    const { name, mime, data } = kind.file
    const cells = [name, mime, data.length, contentDigest(data).slice(2)]
    return [
      {
        ...common,
        row: 0,
        ...Object.fromEntries(fileColumns(ask).map((column, at) => [column.name, cells[at] ?? null])),
      },
    ]
  }
  const columns = listColumns(ask)
  const records = kind.rows.length > 0 ? kind.rows : [kind.values]
  return records.map((record, row) => ({
    ...common,
    row,
    ...Object.fromEntries(columns.map(({ column, field, read }) => [column.name, read(record[field])])),
  }))
}

function byCategory(asks: readonly Ask[]): Ask[] {
  const order = schemas.categories.map(({ id }) => id)
  return [...asks].sort((one, other) => order.indexOf(one.category) - order.indexOf(other.category))
}
