import { weightOf } from './definition.ts'

/** Mutual vouches with their weights, one row an account: partners ascending, `weights` in the same order. */
export interface VouchGraph {
  accounts: number
  partners: readonly (readonly number[])[]
  weights: readonly (readonly number[])[]
  /** D: the sum of a row's weights. */
  totals: readonly number[]
}

/** The graph of these pairs; loops and repeats count for nothing. */
export function buildGraph(accounts: number, edges: Iterable<readonly [number, number]>): VouchGraph {
  const found = Array.from({ length: accounts }, () => new Set<number>())
  for (const [one, other] of edges) {
    if (one === other) continue
    found[one]?.add(other)
    found[other]?.add(one)
  }
  const partners = found.map((row) => [...row].sort((a, b) => a - b))
  const weights = partners.map((row, at) =>
    row.map((partner) => weightOf(countCommon(found[at] ?? new Set(), partners[partner] ?? []))),
  )
  return { accounts, partners, weights, totals: weights.map((row) => row.reduce((sum, w) => sum + w, 0)) }
}

/** How many of `others` are in the row. */
export function countCommon(row: ReadonlySet<number>, others: readonly number[]): number {
  return others.reduce((count, other) => count + (row.has(other) ? 1 : 0), 0)
}
