import type { Hex } from '../domain/hex.ts'
import type { Header } from './commitment.ts'

/** One profile as an epoch's score has it; numbers in 1/65,536. */
export interface Neighbour {
  seat: number
  profileId: string
  share: number
  bound: number
  support: number
  level: number
  vetted: boolean
  fake: boolean
  /** Seats of its live partners, ascending; null: not told. */
  row: readonly number[] | null
}

/** A profile with those around it in one epoch; in a small network with everybody. */
export interface Neighbourhood {
  epoch: number
  root: Hex
  header: Header | null
  /** Whether every member of the epoch is in `nodes`, with its row. */
  isWhole: boolean
  /** The profile's own seat; null: it has none in this epoch. */
  seat: number | null
  standing: { word: Hex; path: readonly Hex[] } | null
  nodes: readonly Neighbour[]
}

/** A whole epoch as the twin takes it: its members, numbered in the order of their seats. */
export interface WholeEpoch {
  seats: readonly number[]
  profiles: readonly string[]
  edges: readonly [number, number][]
  vetted: readonly number[]
  fakes: readonly number[]
}

/** Null where the neighbourhood is not the whole, or a row names a seat that is not there. */
export function wholeEpoch({ isWhole, nodes }: Neighbourhood): WholeEpoch | null {
  if (!isWhole) return null
  const members = nodes.filter(({ row }) => row && row.length > 0).sort((a, b) => a.seat - b.seat)
  const place = new Map(members.map(({ seat }, at) => [seat, at]))
  const edges: [number, number][] = []
  for (const [at, { row }] of members.entries()) {
    for (const partner of row ?? []) {
      const other = place.get(partner)
      if (other === undefined) return null
      edges.push([at, other])
    }
  }
  const pick = (mark: 'vetted' | 'fake'): number[] => members.flatMap((node, at) => (node[mark] ? [at] : []))
  return {
    seats: members.map(({ seat }) => seat),
    profiles: members.map(({ profileId }) => profileId),
    edges,
    vetted: pick('vetted'),
    fakes: pick('fake'),
  }
}
