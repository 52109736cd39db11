import type { Hex } from '../domain/hex.ts'
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
  type ProvenStanding,
} from './commitment.ts'
import { wholeEpoch, type Neighbourhood } from './neighbourhood.ts'
import { scoreAll } from './seedShare.ts'

/** What the chain keeps of an epoch (EpochRoots.finalOf). */
export interface FinalRoot {
  root: Hex
  standing: Hex
}

/** Whose numbers they are, by the chain's word; `seat` null: the profile has never vouched. */
export interface Whose {
  profileId: string
  seat: number | null
}

export interface EpochStep {
  name: 'header' | 'standing' | 'whole' | 'level'
  state: 'passed' | 'failed' | 'skipped'
  sentence: string
}

export interface EpochCheck {
  steps: EpochStep[]
  /** The profile's numbers as the root has them; null where no path was given or it leads elsewhere. */
  proven: ProvenStanding | null
}

/**
 * Holds what a gateway tells about an epoch against the root that the chain keeps: the header, the path of the
 * profile's own numbers, and, where everybody is told, all rows, verdicts and numbers computed anew.
 */
export function checkEpoch(told: Neighbourhood, final: FinalRoot, whose: Whose): EpochCheck {
  const header = checkHeader(told, final)
  const { step, proven } = checkStanding(told, final, whose)
  const whole =
    header.state === 'passed' && told.header
      ? checkWhole(told, told.header, whose)
      : skip('whole', 'Nothing was computed anew: the epoch’s header is not known for certain.')
  return { steps: [header, step, whole], proven }
}

function checkHeader({ header, epoch }: Neighbourhood, final: FinalRoot): EpochStep {
  if (!header) return skip('header', 'The gateway gave no header for this epoch.')
  const isRight =
    header.epoch === epoch &&
    headerRoot(header) === final.root &&
    header.columns[standingColumn(header.accounts)] === final.standing
  return isRight
    ? pass('header', `The header of epoch ${epoch} has the root that the chain keeps.`)
    : fail('header', `The header that the gateway gave is not the one of the chain’s root of epoch ${epoch}.`)
}

function checkStanding(
  { standing, seat }: Neighbourhood,
  final: FinalRoot,
  whose: Whose,
): { step: EpochStep; proven: ProvenStanding | null } {
  if (!standing || seat === null)
    return { step: skip('standing', 'This profile has no numbers in this epoch.'), proven: null }
  if (seat !== whose.seat)
    return { step: fail('standing', 'The gateway shows the numbers of another profile.'), proven: null }
  const word = BigInt(standing.word)
  if (rootOfPath(standingLeaf(word), seat, standing.path) !== final.standing)
    return { step: fail('standing', 'These numbers do not lead to the root on the chain.'), proven: null }
  return {
    step: pass('standing', 'These numbers lead to the root on the chain.'),
    proven: parseStanding(word),
  }
}

function checkWhole(told: Neighbourhood, header: Header, { profileId, seat }: Whose): EpochStep {
  const named = told.nodes.find((node) => node.profileId === profileId)
  if (named && named.seat !== seat)
    return fail('whole', 'The gateway gives this profile the place of another one.')
  const whole = wholeEpoch(told)
  if (!whole) return skip('whole', 'The network is too large to compute it anew in a browser.')
  const place = new Map(whole.seats.map((seat, at) => [seat, at]))
  const rows = whole.seats.map((): number[] => [])
  for (const [one, other] of whole.edges) rows[one]?.push(whole.seats[other] ?? 0)
  const [vetted, fakes] = [new Set(whole.vetted), new Set(whole.fakes)]
  const standings = scoreAll(whole.seats.length, whole.edges, whole)
  const counts = [0, 0, 0]
  const seats = Array.from({ length: header.seats }, (_, seat) => place.get(seat) ?? -1)
  const rowLeaves = seats.map((at) => rowLeaf((rows[at] ?? []).sort((a, b) => a - b)))
  const rollLeaves = seats.map((at) => {
    const flags = [at >= 0, vetted.has(at), fakes.has(at)]
    flags.forEach((flag, kind) => (counts[kind] = (counts[kind] ?? 0) + Number(flag)))
    return rollLeaf(flags, counts)
  })
  const standingLeaves = seats.map((at) => {
    const standing = standings[at]
    return standingLeaf(standing ? packStanding(standing) : 0n)
  })
  const { columns, accounts } = header
  const found = [rowLeaves, rollLeaves, standingLeaves].map(columnRoot)
  const wanted = [columns[0], columns[1], columns[standingColumn(accounts)]]
  return found.every((root, at) => root === wanted[at])
    ? pass(
        'whole',
        `Your browser computed all ${accounts} members anew from their vouches: every number is right.`,
      )
    : fail('whole', 'Computed anew from the vouches that the gateway tells, the numbers are others.')
}

/** Whether the level and the judgement that a page shows are those of the chain. */
export function checkLevel(
  shown: { level: number; judgedFake: boolean },
  chain: { level: number; isFake: boolean },
): EpochStep {
  if (shown.judgedFake !== chain.isFake)
    return fail(
      'level',
      chain.isFake ? 'The chain says: judged fake.' : 'The chain does not say: judged fake.',
    )
  return shown.level === chain.level
    ? pass(
        'level',
        chain.isFake ? 'Judged fake, says the chain too.' : `Level ${chain.level}, says the chain too.`,
      )
    : fail('level', `The chain says level ${chain.level}, this page ${shown.level}.`)
}

const pass = (name: EpochStep['name'], sentence: string): EpochStep => ({ name, state: 'passed', sentence })
const fail = (name: EpochStep['name'], sentence: string): EpochStep => ({ name, state: 'failed', sentence })
const skip = (name: EpochStep['name'], sentence: string): EpochStep => ({ name, state: 'skipped', sentence })
