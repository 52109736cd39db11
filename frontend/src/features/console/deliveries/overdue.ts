import type { Deal } from '../../../api/marketModel.ts'
import type { OwnOffer } from '../ownOffer.ts'

/** Whether the time of a deal is over while it still holds money: its buyer may take back what was not delivered. */
export function isOverdue({ state, until }: Pick<Deal, 'state' | 'until'>, now: number): boolean {
  return (state === 'accepted' || state === 'subscribed') && until !== null && until * 1000 < now
}

/** What a running deal holds: the price; in a subscription that of every epoch neither paid nor given back. */
export function heldBy(
  { onChain }: Pick<OwnOffer, 'onChain'>,
  { price, credited, returned }: Pick<Deal, 'price' | 'credited' | 'returned'>,
): bigint {
  const all = BigInt(price ?? 0) * BigInt(Math.max(1, onChain.epochs))
  const left = all - BigInt(credited) - BigInt(returned)
  return left > 0n ? left : 0n
}
