import type { Deal } from '../../../api/marketModel.ts'
import type { Config } from '../../../api/model.ts'
import { TransactionRun } from '../../transactions/transactionRun.svelte.ts'
import type { OwnOffer } from '../ownOffer.ts'
import { heldBy } from './overdue.ts'
import { planReclaim } from './planStop.ts'

/** Taking back what several people did not deliver, by one decision: one transaction after another. */
export class Reclaims {
  run = $state.raw<TransactionRun | null>(null)
  taken = $state(0)
  /** In 1e-18 TAG, of the transactions that are in a block. */
  amount = $state(0n)
  readonly count: number
  readonly #own: OwnOffer
  readonly #config: Config
  readonly #deals: readonly Deal[]
  #left = false

  constructor(own: OwnOffer, config: Config, deals: readonly Deal[]) {
    this.#own = own
    this.#config = config
    this.#deals = deals
    this.count = deals.length
    this.#prepare()
  }

  /** A transaction is in a block; the next ones follow by themselves until one fails or nobody looks any more. */
  async take(): Promise<void> {
    do this.#note()
    while (!this.#left && (await this.run?.start()))
  }

  /** Whoever decided has gone: nothing further is begun. */
  leave(): void {
    this.#left = true
  }

  #note(): void {
    const deal = this.#deals[this.taken]
    if (deal) this.amount += heldBy(this.#own, deal)
    this.taken += 1
    this.#prepare()
  }

  #prepare(): void {
    const deal = this.#deals[this.taken]
    const place = { number: this.taken + 1, of: this.count }
    this.run = deal ? new TransactionRun(planReclaim(this.#own, deal, this.#config, place)) : null
  }
}
