import type { Deal, Offer } from '../../../api/marketModel.ts'
import { tagNumber } from '../../../ui/amount.ts'

export interface TimelinePoint {
  readonly time: number
  readonly value: number
}
export interface Timeline {
  readonly accepted: readonly TimelinePoint[]
  readonly delivered: readonly TimelinePoint[]
  readonly withdrawn: readonly TimelinePoint[]
  /** TAG locked at accept, for drawing. */
  readonly committed: readonly TimelinePoint[]
}
type Step = readonly [time: string, amount: number]

/** How an offer went, added up from its opening on; a point for each thing that happened. */
export function buildTimeline({ openedAt, onChain }: Offer, deals: readonly Deal[]): Timeline {
  const epochs = BigInt(Math.max(1, onChain.epochs))
  const taken = deals.flatMap(({ acceptedAt, price }) => (acceptedAt ? [{ at: acceptedAt, price }] : []))
  const keys = deals.flatMap(({ delivery, epochs: sent }) => (delivery ? [delivery, ...sent] : sent))
  const gone = deals.flatMap(({ withdrawn }) => (withdrawn ? [withdrawn] : []))
  const add = (steps: Step[]) => addUp(Date.parse(openedAt), steps)
  return {
    accepted: add(taken.map(({ at }): Step => [at, 1])),
    delivered: add(keys.map(({ at }): Step => [at, 1])),
    withdrawn: add(gone.map(({ at }): Step => [at, 1])),
    committed: add(taken.map(({ at, price }): Step => [at, tagNumber(BigInt(price ?? 0) * epochs)])),
  }
}

function addUp(start: number, steps: readonly Step[]): TimelinePoint[] {
  let value = 0
  const points = steps
    .map(([time, amount]) => ({ time: Date.parse(time), amount }))
    .sort((one, other) => one.time - other.time)
    .map(({ time, amount }) => ({ time, value: (value += amount) }))
  return [{ time: start, value: 0 }, ...points]
}
