import type { ChainDeal } from '../../chain/readDeal.ts'
import type { Hex } from '../../api/model.ts'

/** What the chain says of a deal, and when it says it. */
export interface DeliveryFacts {
  /** The digest of the consent that this person signed, computed here. */
  digest: Hex
  latest: ChainDeal
  /** The deal in the latest block that nothing can undo. */
  final: ChainDeal
  /** The window for the key, or the length of an epoch. */
  deliverSeconds: number
  /** The time of the latest block. */
  headSeconds: number
  /** The time of this device. */
  clockSeconds: number
}

export type Verdict =
  | { act: 'deliver'; epoch: number; lastSafeSecond: number }
  | { act: 'wait'; why: 'not_accepted' | 'not_final' | 'next_epoch'; fromSeconds: number | null }
  | { act: 'stop'; code: StopCode }
  | { act: 'done' }
export type StopCode =
  'deliver.other_consent' | 'deliver.too_late' | 'deliver.over' | 'deliver.withdrawn' | 'deliver.unaccepted'

/** The part of a window in which nothing is delivered any more: a key seen but mined too late is given away. */
const guard = 10

/** The last second in which a key may still leave this browser. */
export function lastSafeSecond(untilSeconds: number, windowSeconds: number): number {
  return untilSeconds - Math.ceil(windowSeconds / guard)
}

/** Whether the key of a deal may be delivered now; after `validUntil` no contract accepts the consent any more. */
export function judgeDelivery(facts: DeliveryFacts, validUntil = Infinity): Verdict {
  const { latest, digest } = facts
  switch (latest.state) {
    case 'none':
      if (latest.withdrawn) return stop('deliver.withdrawn')
      return facts.headSeconds > validUntil ? stop('deliver.unaccepted') : wait('not_accepted')
    case 'delivered':
    case 'vesting':
    case 'settled':
      return { act: 'done' }
    case 'refunded':
      return stop('deliver.over')
    case 'revoked':
      return stop('deliver.withdrawn')
    default:
  }
  if (latest.word !== digest) return stop('deliver.other_consent')
  const { state, word } = facts.final
  if (state !== latest.state || word !== digest) return wait('not_final')
  return latest.state === 'subscribed' ? judgeEpoch(facts) : judgeWindow(facts)
}

function judgeWindow({ latest, deliverSeconds, headSeconds, clockSeconds }: DeliveryFacts): Verdict {
  const safe = lastSafeSecond(latest.timeSeconds, deliverSeconds)
  if (Math.max(headSeconds, clockSeconds) > safe) return stop('deliver.too_late')
  return { act: 'deliver', epoch: 0, lastSafeSecond: safe }
}

/** The running epoch is the chain's; its last tenth is over by whichever clock is ahead. */
function judgeEpoch({ latest, deliverSeconds, headSeconds, clockSeconds }: DeliveryFacts): Verdict {
  const { timeSeconds: start, next, epochs } = latest
  const startOf = (epoch: number): number => start + epoch * deliverSeconds
  const running = Math.floor((headSeconds - start) / deliverSeconds)
  if (running >= epochs || next >= epochs) return { act: 'done' }
  if (running < next) return wait('next_epoch', startOf(next))
  const safe = lastSafeSecond(startOf(running + 1) - 1, deliverSeconds)
  if (Math.max(headSeconds, clockSeconds) <= safe)
    return { act: 'deliver', epoch: running, lastSafeSecond: safe }
  return running + 1 < epochs ? wait('next_epoch', startOf(running + 1)) : stop('deliver.too_late')
}

const stop = (code: StopCode): Verdict => ({ act: 'stop', code })
const wait = (
  why: 'not_accepted' | 'not_final' | 'next_epoch',
  fromSeconds: number | null = null,
): Verdict => ({
  act: 'wait',
  why,
  fromSeconds,
})
