import { listCategories, type Ask, type Granularity, type TermsDocument } from '../../market/terms.ts'

/** The granularity chosen for each category; a category that is not in it is not sold. */
export type Choice = ReadonlyMap<string, Granularity>

/** The asks of a choice, in the order in which kinds are signed: by category. */
export function chosenAsks(terms: Pick<TermsDocument, 'asks'>, choice: Choice): Ask[] {
  return terms.asks
    .filter(({ category, granularity }) => choice.get(category) === granularity)
    .sort((a, b) => (a.category < b.category ? -1 : 1))
}

/** What the choice pays, in 1e-18 TAG. */
export function sumOf(terms: Pick<TermsDocument, 'asks'>, choice: Choice): bigint {
  return chosenAsks(terms, choice).reduce((sum, { price }) => sum + price, 0n)
}

export type Limits = Pick<TermsDocument, 'asks' | 'minKinds' | 'maxKinds'>

/** Why the choice cannot be sold, in a sentence; null when it can. */
export function faultOf(terms: Limits, choice: Choice): string | null {
  const count = chosenAsks(terms, choice).length
  const { minKinds, maxKinds } = terms
  const kinds = (number: number): string => `${number} ${number === 1 ? 'kind' : 'kinds'}`
  if (count < minKinds)
    return count === 0
      ? `Choose at least ${kinds(minKinds)}.`
      : `This offer takes at least ${kinds(minKinds)}: choose ${minKinds - count} more.`
  if (count > maxKinds) return `This offer takes at most ${kinds(maxKinds)}: leave out ${count - maxKinds}.`
  return null
}

/** Whether the offer can be answered with one set of kinds only: then answering tells which. */
export function isAllOrNothing(terms: Limits): boolean {
  return terms.minKinds === listCategories(terms).length
}

/** The most that somebody who has these asks' data can earn; null when the offer wants more kinds than that. */
export function bestSum(terms: Limits, available: readonly Ask[]): bigint | null {
  const best = new Map<string, bigint>()
  for (const { category, price } of available) {
    if ((best.get(category) ?? -1n) < price) best.set(category, price)
  }
  if (best.size < terms.minKinds) return null
  return [...best.values()]
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, terms.maxKinds)
    .reduce((sum, price) => sum + price, 0n)
}
