import type { Offer } from '../../../api/marketModel.ts'
import { formatRelative } from '../../../ui/relativeTime.ts'

/** What a card says of an offer's standing. */
export interface Standing {
  word: string
  tone: 'good' | 'warn' | 'plain'
  sentence: string
}

export function standingOf(offer: Offer, now: number): Standing {
  const until = Date.parse(offer.acceptUntil)
  const left = formatRelative(until, now)
  if (offer.state === 'closed')
    return { word: 'Closed', tone: 'plain', sentence: 'Takes no answers any more.' }
  if (offer.state === 'over') return { word: 'Over', tone: 'plain', sentence: `Answers ended ${left}.` }
  if (BigInt(offer.free) === 0n)
    return { word: 'Budget used up', tone: 'warn', sentence: 'Add to it to accept more answers.' }
  return { word: 'Open', tone: 'good', sentence: `Answers end ${left}.` }
}

/** Deals that wait for their person or for time. */
export function runningCount({ counts }: Offer): number {
  return counts.accepted + counts.delivered + counts.vesting + counts.subscribed
}

/** The title in the terms, as the gateway shows it; it is checked where it matters, on the offer's own page. */
export function titleOf({ document, offerId }: Offer): string {
  const title: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'title') : null
  return typeof title === 'string' && title.trim() ? title : `Offer ${offerId.slice(0, 10)}…`
}

/** What is bound in deals or was paid, of all that was ever put in. */
export function usedOf({ budget, free, returned }: Offer): bigint {
  return BigInt(budget) - BigInt(free) - BigInt(returned)
}
