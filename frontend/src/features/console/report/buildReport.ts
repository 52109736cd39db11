import type { Deal, Offer } from '../../../api/marketModel.ts'

/** What happened on one UTC day; `committed` is what was locked for people accepted on it, in 1e-18 TAG. */
export interface ReportDay {
  readonly day: string
  readonly accepted: number
  readonly deliveries: number
  readonly withdrawals: number
  readonly committed: bigint
}

/** People of one personhood level, and what they were paid. */
export interface LevelShare {
  readonly level: number
  readonly people: number
  readonly paid: bigint
}

/** Amounts in 1e-18 TAG: put in = free + held + paid + swept. People are counted once each, by their deal. */
export interface Report {
  readonly putIn: bigint
  readonly free: bigint
  readonly held: bigint
  readonly paid: bigint
  /** Came back to the offer from deals; `vestingReturned` is the part that consents withdrawn while vesting gave. */
  readonly returned: bigint
  readonly vestingReturned: bigint
  /** Moved to the buyer's credit by closing. */
  readonly swept: bigint
  readonly people: number
  readonly delivered: number
  readonly paidPeople: number
  readonly neverDelivered: number
  readonly contested: number
  readonly withdrawn: number
  readonly withdrawnBefore: number
  /** Withdrawn after a delivery, deletion not attested yet. */
  readonly deletionsDue: number
  readonly costPerPerson: bigint | null
  readonly levels: readonly LevelShare[]
  readonly days: readonly ReportDay[]
}

/** The report of an offer; `levels` by profile as the chain has them, null leaves the shares out. */
export function buildReport(
  offer: Offer,
  deals: readonly Deal[],
  levels: ReadonlyMap<string, number> | null,
): Report {
  const taken = deals.filter(({ acceptedAt }) => acceptedAt !== null)
  const sum = (part: (deal: Deal) => bigint) => taken.reduce((total, deal) => total + part(deal), 0n)
  const [putIn, free, swept] = [offer.budget, offer.free, offer.returned].map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ] // Safety: three in, three out.
  const paid = sum(({ credited }) => BigInt(credited))
  const paidPeople = taken.filter(({ credited }) => BigInt(credited) > 0n).length
  const refunded = taken.filter(({ state }) => state === 'refunded')
  const count = (which: (deal: Deal) => boolean) => taken.filter(which).length
  return {
    putIn,
    free,
    held: putIn - free - paid - swept,
    paid,
    returned: sum(({ returned }) => BigInt(returned)),
    vestingReturned: sum(({ withdrawn, returned }) =>
      withdrawn?.stage === 'vesting' ? BigInt(returned) : 0n,
    ),
    swept,
    people: taken.length,
    delivered: count(wasDelivered),
    paidPeople,
    neverDelivered: refunded.filter((deal) => !wasDelivered(deal)).length,
    contested: refunded.filter(wasDelivered).length,
    withdrawn: count(({ withdrawn }) => withdrawn !== null && withdrawn.stage !== 'none'),
    withdrawnBefore: deals.filter(({ withdrawn }) => withdrawn?.stage === 'none').length,
    deletionsDue: count((deal) => isDeletionDue(deal)),
    costPerPerson: paidPeople > 0 ? paid / BigInt(paidPeople) : null,
    levels: levels ? shareByLevel(taken, levels) : [],
    days: countDays(offer, taken),
  }
}

export function wasDelivered({ delivery, epochs }: Pick<Deal, 'delivery' | 'epochs'>): boolean {
  return delivery !== null || epochs.length > 0
}

/** Somebody withdrew after data was delivered, and the business has not declared it deleted. */
export function isDeletionDue(deal: Pick<Deal, 'delivery' | 'epochs' | 'withdrawn' | 'deletion'>): boolean {
  return deal.withdrawn !== null && deal.deletion === null && wasDelivered(deal)
}

function shareByLevel(deals: readonly Deal[], levels: ReadonlyMap<string, number>): LevelShare[] {
  const shares = new Map<number, LevelShare>()
  for (const { profileId, credited } of deals) {
    const level = levels.get(profileId) ?? 0
    const { people, paid } = shares.get(level) ?? { people: 0, paid: 0n }
    shares.set(level, { level, people: people + 1, paid: paid + BigInt(credited) })
  }
  return [...shares.values()].sort((one, other) => one.level - other.level)
}

function countDays({ onChain }: Offer, deals: readonly Deal[]): ReportDay[] {
  const days = new Map<string, ReportDay>()
  const add = (time: string, change: (day: ReportDay) => Partial<ReportDay>) => {
    const name = time.slice(0, 10)
    const day = days.get(name) ?? { day: name, accepted: 0, deliveries: 0, withdrawals: 0, committed: 0n }
    days.set(name, { ...day, ...change(day) })
  }
  const epochs = BigInt(Math.max(1, onChain.epochs))
  for (const { acceptedAt, delivery, epochs: sent, withdrawn, price } of deals) {
    if (acceptedAt) {
      const committed = BigInt(price ?? 0) * epochs
      add(acceptedAt, (day) => ({ accepted: day.accepted + 1, committed: day.committed + committed }))
    }
    for (const { at } of delivery ? [delivery, ...sent] : sent)
      add(at, ({ deliveries }) => ({ deliveries: deliveries + 1 }))
    if (withdrawn) add(withdrawn.at, ({ withdrawals }) => ({ withdrawals: withdrawals + 1 }))
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1))
}
