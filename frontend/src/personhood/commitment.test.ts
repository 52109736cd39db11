import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { vectors } from '../domain/vectors.testing.ts'
import {
  columnRoot,
  headerRoot,
  packStanding,
  parseStanding,
  rollLeaf,
  rootOfPath,
  rowLeaf,
  standingColumn,
  standingLeaf,
  type Header,
} from './commitment.ts'
import { decodeHeader, type CommitCase } from './epochs.testing.ts'
import { scoreAll } from './seedShare.ts'
import { pathOf } from './worlds.testing.ts'

const { epochs } = vectors<{ epochs: CommitCase[] }>('people_commit')
const leavesOf = (row: CommitCase, column: number): Uint8Array[] =>
  row.leaves.slice(column * row.seats, (column + 1) * row.seats).map((leaf) => bytesOfHex(leaf))

/** The epoch's standings as this twin finds them, seat by seat: members alone are scored. */
function standingsOf(row: CommitCase): bigint[] {
  const members = [...new Set([...row.left, ...row.right])].sort((a, b) => a - b)
  const place = new Map(members.map((seat, at) => [seat, at]))
  const at = (seat: number): number => place.get(seat) ?? -1
  const edges = row.left.map((seat, edge): [number, number] => [at(seat), at(row.right[edge] ?? 0)])
  const standings = scoreAll(members.length, edges, {
    vetted: row.vetted.map(at),
    fakes: row.fakes.map(at),
  })
  return Array.from({ length: row.seats }, (_, seat) => {
    const standing = standings[at(seat)]
    return standing ? packStanding(standing) : 0n
  })
}

describe.each(epochs.map((row) => [row.name, row] as const))('%s', (_, row) => {
  const header = decodeHeader(row.header)
  const rows = Array.from({ length: row.seats }, () => new Set<number>())
  row.left.forEach((one, edge) => {
    const other = row.right[edge] ?? 0
    rows[one]?.add(other)
    rows[other]?.add(one)
  })

  it('has the header’s root', () => expect(headerRoot(header)).toBe(row.root))
  it('has every column’s root', () =>
    header.columns.forEach((root, column) => expect(columnRoot(leavesOf(row, column))).toBe(root)))
  it('finds the same rows', () => {
    const leaves = rows.map((partners) => rowLeaf([...partners].sort((a, b) => a - b)))
    expect(columnRoot(leaves)).toBe(header.columns[0])
  })
  it('finds the same roll', () => {
    const counts = [0, 0, 0]
    const leaves = rows.map((partners, seat) => {
      const flags = [partners.size > 0, row.vetted.includes(seat), row.fakes.includes(seat)]
      flags.forEach((flag, at) => (counts[at] = (counts[at] ?? 0) + Number(flag)))
      return rollLeaf(flags, counts)
    })
    expect(columnRoot(leaves)).toBe(header.columns[1])
  })
  it('finds the same standings', () => {
    const standings = standingsOf(row)
    expect(columnRoot(standings.map(standingLeaf))).toBe(header.columns[standingColumn(header.accounts)])
    const [first] = standings
    expect(packStanding(parseStanding(first ?? 0n))).toBe(first)
  })
  it('a path leads to the root, and to another from another place', () => {
    const leaves = leavesOf(row, 0)
    const path = pathOf(leaves, row.seats - 1)
    const leaf = leaves[row.seats - 1] ?? new Uint8Array(32)
    expect(rootOfPath(leaf, row.seats - 1, path)).toBe(header.columns[0])
    expect(rootOfPath(leaf, row.seats - 2, path)).not.toBe(header.columns[0])
  })
})

it('a changed total is another root', () => {
  const [row] = epochs
  if (!row) throw new Error('no vectors')
  const header: Header = decodeHeader(row.header)
  expect(headerRoot({ ...header, covered: header.covered + 1 })).not.toBe(row.root)
})

it('reads numbers below zero', () =>
  expect(parseStanding(packStanding({ share: -7, bound: -65_536, support: 9, level: 2 }))).toEqual({
    share: -7,
    bound: -65_536,
    support: 9,
    level: 2,
  }))
