import { failureOf } from '../../../api/failure.ts'
import { findLoneTotal, makeUniform } from '../../../market/prices.ts'
import type { Ask } from '../../../market/terms.ts'
import { formatTag } from '../../../ui/amount.ts'

/** How the prices stand to the rule that no total may tell which kinds of data were sold. */
export type PriceState = 'incomplete' | 'fine' | 'reveals'

export interface PriceReport {
  state: PriceState
  sentence: string
  /** What an answer costs, in 1e-18 TAG; null while prices are missing. */
  range: { least: bigint; most: bigint } | null
}

type Priced = Pick<Ask, 'category' | 'price'>
interface Kinds {
  least: number
  most: number
}
type TitleOf = (category: string) => string

/** The asks' standing under the price rule, with the sets of kinds that a total would give away named. */
export function checkPrices(asks: readonly Priced[], { least, most }: Kinds, titleOf: TitleOf): PriceReport {
  const options = optionsOf(asks)
  if (options.size === 0) return incomplete('Choose at least one kind of data and give it a price.')
  if (!isRange({ least, most }, options.size))
    return incomplete(`People choose between 1 and ${options.size} of your kinds: set both numbers so.`)
  const range = rangeOf([...options.values()], { least, most })
  try {
    const lone = findLoneTotal([...options.values()], least, most)
    if (lone !== null)
      return { state: 'reveals', sentence: tell(lone, options, { least, most }, titleOf), range }
  } catch (cause) {
    return { state: 'reveals', sentence: failureOf(cause).detail, range }
  }
  const sentence =
    least === options.size
      ? 'There is one set of kinds only, so whoever answers sells exactly these; the page says so.'
      : 'No price tells which kinds somebody sold.'
  return { state: 'fine', sentence, range }
}

/**
 * The asks at one price for each granularity or for all, and the most kinds that then tell nothing. One more click
 * is never needed: where leaving one kind out is what it takes, `most` says so.
 */
export function levelPrices(asks: readonly Ask[], { least, most }: Kinds): { asks: Ask[] } & Kinds {
  const count = optionsOf(asks).size
  const kinds = isRange({ least, most }, count) ? { least, most } : { least: 1, most: count }
  try {
    return { asks: makeUniform(asks, kinds.least, kinds.most), ...kinds }
  } catch {
    const fewer = Math.max(1, count - 1)
    const limited = { least: Math.min(kinds.least, fewer), most: Math.min(kinds.most, fewer) }
    return { asks: makeUniform(asks, limited.least, limited.most), ...limited }
  }
}

function tell(total: bigint, options: Map<string, bigint[]>, kinds: Kinds, titleOf: TitleOf): string {
  const set = findSet([...options], total, kinds) ?? []
  const names = set.map(titleOf)
  const last = names.pop() ?? 'one choice'
  const kindsNamed = names.length > 0 ? `${names.join(', ')} and ${last}` : last
  return `${formatTag(total)} can only mean ${kindsNamed}. Prices are public, so the price alone would tell what somebody sold.`
}

/** The categories that add up to a total, by trying each; there are few. */
function findSet(
  options: readonly (readonly [string, readonly bigint[]])[],
  total: bigint,
  { least, most }: Kinds,
): string[] | null {
  const [first, ...rest] = options
  if (!first) return total === 0n && least <= 0 ? [] : null
  const [category, prices] = first
  for (const price of most > 0 ? prices : []) {
    const found = price <= total ? findSet(rest, total - price, { least: least - 1, most: most - 1 }) : null
    if (found) return [category, ...found]
  }
  return findSet(rest, total, { least, most })
}

/** The cheapest and the dearest answer there can be. */
function rangeOf(options: readonly (readonly bigint[])[], { least, most }: Kinds) {
  const bySize = (one: bigint, other: bigint) => (one < other ? -1 : one > other ? 1 : 0)
  const cheapest = options.map((prices) => prices.reduce((low, price) => (price < low ? price : low)))
  const dearest = options.map((prices) => prices.reduce((high, price) => (price > high ? price : high)))
  const sum = (prices: readonly bigint[]) => prices.reduce((total, price) => total + price, 0n)
  return {
    least: sum(cheapest.sort(bySize).slice(0, least)),
    most: sum(dearest.sort(bySize).slice(-most)),
  }
}

function optionsOf(asks: readonly Priced[]): Map<string, bigint[]> {
  const options = new Map<string, bigint[]>()
  for (const { category, price } of asks) options.set(category, [...(options.get(category) ?? []), price])
  return options
}

const isRange = ({ least, most }: Kinds, count: number): boolean =>
  Number.isInteger(least) && Number.isInteger(most) && least >= 1 && least <= most && most <= count

const incomplete = (sentence: string): PriceReport => ({ state: 'incomplete', sentence, range: null })
