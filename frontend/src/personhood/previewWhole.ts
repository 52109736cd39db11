import { wholeEpoch, type Neighbourhood, type WholeEpoch } from './neighbourhood.ts'
import { nothing, type Change, type Changes } from './preview.ts'
import { scoreAll, type Standing } from './seedShare.ts'

/** The epoch computed anew with the one edge changed; null where not everybody in it is known. */
export function previewWhole(
  me: string,
  other: string,
  around: Neighbourhood,
  isAdded: boolean,
): Changes | null {
  const whole = wholeEpoch(around)
  if (!whole) return null
  const profiles = [...whole.profiles]
  for (const profile of [me, other]) if (!profiles.includes(profile)) profiles.push(profile)
  const [mine, theirs] = [profiles.indexOf(me), profiles.indexOf(other)]
  const rest = whole.edges.filter(
    ([one, two]) => !((one === mine && two === theirs) || (one === theirs && two === mine)),
  )
  const now = scoreMembers(profiles.length, whole)
  const then = scoreMembers(profiles.length, {
    ...whole,
    edges: isAdded ? [...rest, [mine, theirs]] : rest,
  })
  const change = (at: number): Change => ({ before: now[at] ?? nothing, after: then[at] ?? nothing })
  return { mine: change(mine), theirs: change(theirs) }
}

/** Who has no partner is in no sum: only the others are accounts of the score. */
function scoreMembers(
  accounts: number,
  { edges, vetted, fakes }: Pick<WholeEpoch, 'edges' | 'vetted' | 'fakes'>,
): (Standing | undefined)[] {
  const members = [...new Set(edges.flat())].sort((a, b) => a - b)
  const place = new Map(members.map((account, at) => [account, at]))
  const at = (account: number): number => place.get(account) ?? -1
  const pick = (marked: readonly number[]): number[] => marked.map(at).filter((found) => found >= 0)
  const standings = scoreAll(
    members.length,
    edges.map(([one, two]): [number, number] => [at(one), at(two)]),
    { vetted: pick(vetted), fakes: pick(fakes) },
  )
  return Array.from({ length: accounts }, (_, account) => standings[at(account)])
}
