import type { Hex } from '../../../api/model.ts'
import type { KindData } from '../../../market/ladder.ts'

/** What one delivery opened to; times in Unix seconds, null where there is no epoch or withdrawal. */
export interface BoughtBundle {
  readonly deal: Hex
  readonly consent: Hex
  readonly profile: string
  readonly kinds: readonly KindData[]
  /** The UTC day for which the answers hold. */
  readonly day: string
  readonly deliveredAt: number
  readonly epoch: number | null
  readonly withdrawnAt: number | null
}
