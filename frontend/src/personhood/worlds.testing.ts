import { randomFrom } from '../domain/vectors.testing.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import {
  columnRoot,
  headerRoot,
  packStanding,
  rollLeaf,
  rowLeaf,
  standingColumn,
  standingLeaf,
  type Header,
} from './commitment.ts'
import type { FinalRoot } from './checkEpoch.ts'
import type { Neighbour, Neighbourhood } from './neighbourhood.ts'
import { scoreAll, type Standing } from './seedShare.ts'

/** A made-up network, one profile a seat: number 1000 + seat. Only tests import this. */
export interface World {
  accounts: number
  edges: [number, number][]
  vetted: number[]
  standings: Standing[]
}

/** Circles of friends with a few vouches between them; everybody has a partner. */
export function makeWorld(accounts: number, seed: number): World {
  const random = randomFrom(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  const circle = 25
  const edges: [number, number][] = []
  for (let one = 0; one < accounts; one += 1) {
    for (let count = 1 + pick(3); count > 0; count -= 1) {
      const near = Math.floor(one / circle) * circle + pick(Math.min(circle, accounts))
      const other = random() < 0.85 && near < accounts ? near : pick(accounts)
      edges.push([one, other === one ? (one + 1) % accounts : other])
    }
  }
  const vetted = [...new Set(Array.from({ length: Math.max(5, accounts / 40) }, () => pick(accounts)))]
  return { accounts, edges, vetted, standings: scoreAll(accounts, edges, { vetted, fakes: [] }) }
}

export const profileAt = (seat: number): string => String(1_000 + seat)

/** What a gateway tells about one profile: everybody, or itself, its partners and theirs. */
export function neighbourhoodOf(world: World, seat: number, isWhole: boolean): Neighbourhood {
  const rows = rowsOf(world)
  const near = new Set([seat, ...(rows[seat] ?? [])])
  const shown = isWhole
    ? rows.map((_, at) => at)
    : [...new Set([...near].flatMap((at) => [at, ...(rows[at] ?? [])]))]
  const nodes = shown.map((at): Neighbour => {
    const { share = 0, bound = 0, support = 0, level = 0 } = world.standings[at] ?? {}
    const row = isWhole || near.has(at) ? (rows[at] ?? []) : null
    const vetted = world.vetted.includes(at)
    return { seat: at, profileId: profileAt(at), share, bound, support, level, vetted, fake: false, row }
  })
  const { header, leaves } = commit(world)
  return {
    epoch: header.epoch,
    root: headerRoot(header),
    header,
    isWhole,
    seat,
    standing: {
      word: `0x${packStanding(world.standings[seat] ?? empty)
        .toString(16)
        .padStart(64, '0')}`,
      path: pathOf(leaves, seat),
    },
    nodes,
  }
}

/** What the chain keeps of it. */
export function finalOf(world: World): FinalRoot {
  const { header } = commit(world)
  return { root: headerRoot(header), standing: header.columns[standingColumn(header.accounts)] ?? '0x' }
}

const empty: Standing = { share: 0, bound: 0, support: 0, score: 0, level: 0 }

function rowsOf({ accounts, edges }: World): number[][] {
  const rows = Array.from({ length: accounts }, () => new Set<number>())
  for (const [one, other] of edges) {
    rows[one]?.add(other)
    rows[other]?.add(one)
  }
  return rows.map((row) => [...row].sort((a, b) => a - b))
}

function commit(world: World): { header: Header; leaves: Uint8Array[] } {
  const counts = [0, 0, 0]
  const roll = Array.from({ length: world.accounts }, (_, seat) => {
    const flags = [true, world.vetted.includes(seat), false]
    flags.forEach((flag, at) => (counts[at] = (counts[at] ?? 0) + Number(flag)))
    return rollLeaf(flags, counts)
  })
  const leaves = world.standings.map((standing) => standingLeaf(packStanding(standing)))
  const place = standingColumn(world.accounts)
  const columns = Array.from({ length: place + 1 }, (): Hex => `0x${'00'.repeat(32)}`)
  columns[0] = columnRoot(rowsOf(world).map(rowLeaf))
  columns[1] = columnRoot(roll)
  columns[place] = columnRoot(leaves)
  const { accounts, vetted } = world
  const totals = { epoch: 7, seats: accounts, accounts, vetted: vetted.length, fakes: 0, covered: accounts }
  return { header: { ...totals, columns, draws: [] }, leaves }
}

/** The siblings from a leaf up. */
export function pathOf(leaves: readonly Uint8Array[], seat: number): Hex[] {
  const width = leaves.length > 1 ? 2 ** (leaves.length - 1).toString(2).length : 1
  const empty = new Uint8Array(32)
  const all = [...leaves, ...Array.from({ length: width - leaves.length }, () => empty)]
  const path: Hex[] = []
  for (let [size, at] = [1, seat]; size < width; size *= 2, at = Math.floor(at / 2)) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1
    const part = all.slice(sibling * size, (sibling + 1) * size)
    path.push(size === 1 ? hexOfBytes(part[0] ?? empty) : columnRoot(part))
  }
  return path
}
