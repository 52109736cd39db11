import { DomainError } from '../domain/domainError.ts'
import { granularities, type Ask } from './terms.ts'

/**
 * The price rule: a price is public, so no total may tell which kinds of data were sold.
 *
 * A selection is one ask for each of `least` to `most` categories, its total the sum of their prices. Unless
 * only one set of categories may be answered at all, every total must be reached by two sets or more.
 */
export const maxTotals = 1_024
/** Suggested prices are whole hundredths of a TAG where they can be. */
const roundWei = 10n ** 16n

/** Up to two different sets of categories, bit i = category i. */
type Sets = readonly number[]
/** Total → sets that reach it. */
type Level = Map<bigint, Sets>
type Priced = Pick<Ask, 'category' | 'price'>

/**
 * Raises `terms.price_reveals` or `terms.price_totals` unless the prices keep the rule.
 * Exact, and bounded: the work ends as soon as there are more than 1,024 different totals.
 */
export function verifyPrices(asks: readonly Priced[], least: number, most: number): void {
  const lone = findLoneTotal(optionsOf(asks), least, most)
  if (lone !== null) {
    throw new DomainError(
      'terms.price_reveals',
      `The total of ${lone} (1e-18 TAG) can come from one choice of kinds only, so the public price ` +
        'would tell what was sold: give kinds equal prices, and let people leave out at least one kind.',
    )
  }
}

/**
 * The smallest total that one set of categories alone reaches, null when there is none.
 * `options` are the prices of each category. Raises `terms.price_totals` above 1,024 different totals.
 */
export function findLoneTotal(
  options: readonly (readonly bigint[])[],
  least: number,
  most: number,
): bigint | null {
  if (least === options.length) return null
  const totals: Level = new Map()
  for (const level of reach(options, least, most).slice(least, most + 1)) {
    for (const [total, sets] of level) totals.set(total, join(totals.get(total), sets))
    verifyCount(totals)
  }
  const lone = [...totals].filter(([, sets]) => sets.length === 1).map(([total]) => total)
  return lone.reduce<bigint | null>((low, total) => (low === null || total < low ? total : low), null)
}

/** What sets of 0, 1 … `most` categories can cost; two sets of a total are enough to know of. */
function reach(options: readonly (readonly bigint[])[], least: number, most: number): Level[] {
  const levels: Level[] = Array.from({ length: most + 1 }, () => new Map())
  levels[0]?.set(0n, [0])
  options.forEach((prices, index) => {
    const rest = options.length - index - 1
    for (let count = most; count > 0; count -= 1) {
      extend(levels[count], levels[count - 1], new Set(prices), 1 << index)
    }
    for (let count = 0; count < Math.min(least - rest, most + 1); count += 1) levels[count]?.clear()
    levels.forEach(verifyCount)
  })
  return levels
}

function extend(
  level: Level | undefined,
  smaller: Level | undefined,
  prices: Set<bigint>,
  bit: number,
): void {
  for (const [total, sets] of smaller ?? []) {
    const wider = sets.map((one) => one | bit)
    for (const price of prices) level?.set(total + price, join(level.get(total + price), wider))
  }
}

function join(known: Sets | undefined, more: Sets): Sets {
  if (!known) return more
  return known.length > 1 ? known : [...new Set([...known, ...more])].slice(0, 2)
}

/** A level that can still be completed has no more totals than the whole, so it may end the work. */
function verifyCount(level: Level): void {
  if (level.size > maxTotals) {
    throw new DomainError(
      'terms.price_totals',
      'The prices allow over 1,024 different totals: use fewer different prices.',
    )
  }
}

function optionsOf(asks: readonly Priced[]): bigint[][] {
  const prices = new Map<string, bigint[]>()
  for (const { category, price } of asks) prices.set(category, [...(prices.get(category) ?? []), price])
  return [...prices.values()]
}

/**
 * The asks with prices that keep the rule: the mean of each granularity, else the mean of all.
 * Raises `terms.price_reveals` when no prices can: `most` is then all the categories and `least` is not.
 */
export function makeUniform(asks: readonly Ask[], least: number, most: number): Ask[] {
  const means = new Map(
    granularities.map((name) => [
      name,
      mean(asks.filter((ask) => ask.granularity === name).map((ask) => ask.price)),
    ]),
  )
  const suggestion = asks.map((ask) => ({ ...ask, price: means.get(ask.granularity) ?? 1n }))
  if (findLoneTotal(optionsOf(suggestion), least, most) === null) return suggestion
  const flat = mean(asks.map((ask) => ask.price))
  const level = asks.map((ask) => ({ ...ask, price: flat }))
  verifyPrices(level, least, most)
  return level
}

/** The mean, at least 1, rounded down to a hundredth of a TAG when it is over one. */
function mean(prices: readonly bigint[]): bigint {
  if (prices.length === 0) return 1n
  const plain = prices.reduce((sum, price) => sum + price, 0n) / BigInt(prices.length)
  const rounded = plain >= roundWei ? plain - (plain % roundWei) : plain
  return rounded > 1n ? rounded : 1n
}
