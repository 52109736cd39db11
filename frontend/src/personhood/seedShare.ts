import { levelOf, one, quotient, scoreOf, trustOf } from './definition.ts'
import { buildGraph, type VouchGraph } from './graph.ts'
import { massAt, restart, spreadMass, walk, type Mass } from './walk.ts'

/** One account's numbers, in 1/65,536; the level from 0 to 3. */
export interface Standing {
  share: number
  bound: number
  support: number
  score: number
  level: number
}

/** Who was judged, by account. */
export interface Verdicts {
  vetted: Iterable<number>
  fakes: Iterable<number>
}

/** The standing of every account 0 … accounts − 1, equal to Python's `score_exact` bit for bit. */
export function scoreAll(
  accounts: number,
  edges: Iterable<readonly [number, number]>,
  verdicts: Verdicts,
): Standing[] {
  return scoreGraph(buildGraph(accounts, edges), verdicts)
}

export function scoreGraph(graph: VouchGraph, { vetted, fakes }: Verdicts): Standing[] {
  const { accounts, partners, totals } = graph
  const proven = new Set(fakes)
  const people = new Set([...vetted].filter((account) => !proven.has(account)))
  const starts = [
    spreadMass(accounts, people, people.size),
    spreadMass(accounts, proven, Math.max(people.size, proven.size)),
    spreadMass(accounts, Array(accounts).keys(), accounts),
  ]
  const shares = quotients(accounts, starts, (start) => walk(graph, start))
  const bounds = quotients(accounts, starts, (start) => restart(graph, start))
  return partners.map((row, account) => {
    const share = shares[account] ?? 0
    const bound = totals[account] ? (bounds[account] ?? 0) : 0
    const support = row.reduce((sum, partner) => sum + trustOf(shares[partner] ?? 0), 0)
    const level = people.size > 0 ? levelOf({ share, support, bound }) : 0
    return { share, bound, support, score: scoreOf(share, support), level }
  })
}

function quotients(accounts: number, starts: readonly Mass[], move: (start: Mass) => Mass): number[] {
  const [vetted, fake, background] = starts.map(move)
  if (!vetted || !fake || !background) return []
  return Array.from({ length: accounts }, (_, account) =>
    quotient(massAt(vetted, account), massAt(fake, account), massAt(background, account)),
  )
}

/** "0.42": a number of the definition as people read it. */
export function spellShare(value: number | string): string {
  return (Number(value) / one).toFixed(2)
}
