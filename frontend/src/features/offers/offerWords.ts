import type { Offer } from '../../api/marketModel.ts'
import { findCategory } from '../../market/categories.ts'
import type { Ask, Granularity } from '../../market/terms.ts'
import { formatTag } from '../../ui/amount.ts'
import { formatLength } from '../../ui/length.ts'

/** How closely a kind is shown, as a person says it. */
export const granularityWords: Record<Granularity, { name: string; note: string }> = {
  exact: { name: 'Exactly', note: 'as it stands in your vault' },
  bracket: { name: 'Roughly', note: 'in brackets and groups' },
  yesno: { name: 'Yes or no', note: 'only the answer to their question' },
  noised: { name: 'With noise', note: 'changed at random by a known amount' },
}

export function categoryTitle(id: string): string {
  return findCategory(id)?.title ?? id
}

/** "Interests: exactly, roughly" for each category that an offer asks for. */
export function kindChips(asks: readonly Ask[]): { category: string; title: string; how: string }[] {
  const categories = [...new Set(asks.map(({ category }) => category))]
  return categories.map((category) => ({
    category,
    title: categoryTitle(category),
    how: asks
      .filter((ask) => ask.category === category)
      .map(({ granularity }) => granularityWords[granularity].name.toLowerCase())
      .join(', '),
  }))
}

/** When money comes, in one sentence. */
export function whenPaid({ onChain }: Pick<Offer, 'onChain'>): string {
  const { epochs, deliverSeconds, vestingSeconds, garbageSeconds, upfrontBps } = onChain
  if (epochs > 0)
    return `With each delivery: ${epochs} ${epochs === 1 ? 'time' : 'times'}, one every ${formatLength(deliverSeconds)}.`
  const wait =
    garbageSeconds > 0 ? `After ${formatLength(garbageSeconds)} in which the business may contest` : ''
  if (vestingSeconds === 0) return wait ? `${wait}, all of it.` : 'All of it with the delivery.'
  const share = `${upfrontBps / 100} %`
  const rest = `the rest evenly over ${formatLength(vestingSeconds)}, as long as you do not withdraw`
  if (upfrontBps === 0)
    return wait
      ? `${wait}, evenly over ${formatLength(vestingSeconds)}.`
      : `Evenly over ${formatLength(vestingSeconds)}, as long as you do not withdraw.`
  return `${share} ${wait ? wait.charAt(0).toLowerCase() + wait.slice(1) : 'with the delivery'}, ${rest}.`
}

/** How many answers hold a price or were paid: places that are taken. */
export function takenPlaces({ counts }: Pick<Offer, 'counts'>): number {
  return counts.accepted + counts.delivered + counts.vesting + counts.subscribed + counts.settled
}

/** Why an offer cannot be answered by anybody now, in a sentence; null when it can. */
export function closedBecause(offer: Offer, nowSeconds: number): string | null {
  const { onChain } = offer
  if (offer.state === 'closed') return 'The business has closed this offer.'
  if (offer.state === 'over' || nowSeconds >= onChain.acceptUntil)
    return 'This offer takes no answers any more.'
  if (takenPlaces(offer) >= onChain.maxResponses)
    return 'This offer has all the answers it asked for. A place may come free when somebody withdraws.'
  if (BigInt(offer.free) === 0n) return 'The business has no budget left in this offer. It may add to it.'
  return null
}

/** Why this sum cannot be accepted now, in a sentence; null when it can. */
export function tooDear(offer: Offer, price: bigint): string | null {
  const cost = price * BigInt(offer.onChain.epochs || 1)
  const free = BigInt(offer.free)
  if (cost <= free) return null
  return `The business has ${formatTag(free)} left in this offer, and your answer takes ${formatTag(cost)}. Choose less, or wait until it adds to it.`
}

/** What stands in the way of a profile of this personhood level; null for nothing. */
export function levelTooLow({ onChain }: Pick<Offer, 'onChain'>, level: number): string | null {
  if (level >= onChain.minLevel) return null
  return `This offer takes profiles of personhood level ${onChain.minLevel} or more. Yours is ${level}${level === 0 ? ': not enough evidence yet' : ''}.`
}
