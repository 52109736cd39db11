import { canAnswer } from '../../market/ladder.ts'
import { listCategories, type Ask, type TermsDocument } from '../../market/terms.ts'
import { bestSum } from './choice.ts'
import type { OpenRecord } from './previewKind.ts'

export interface Match {
  /** The asks that some record answers. */
  available: Ask[]
  /** The most that this vault can earn; null when it holds too few of the kinds. */
  best: bigint | null
  /** Categories that nothing in the vault answers at any granularity. */
  lacking: string[]
}

/** How an offer and a vault fit: worked out here, from what is in this page already. */
export function matchOffer(terms: TermsDocument, records: readonly OpenRecord[]): Match {
  const available = terms.asks.filter((ask) => records.some(({ value }) => canAnswer(ask, value)))
  const answered = new Set(available.map(({ category }) => category))
  return {
    available,
    best: bestSum(terms, available),
    lacking: listCategories(terms).filter((category) => !answered.has(category)),
  }
}
