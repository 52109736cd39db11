import type { Config } from '../../../api/model.ts'
import type { Receipt } from '../../../chain/readReceipt.ts'
import { TransactionRun } from '../../transactions/transactionRun.svelte.ts'
import type { OwnOffer } from '../ownOffer.ts'
import type { CheckedResponse } from './checkResponse.ts'
import { batchesOf, planAccept, readOutcome, type Skipped } from './planAccept.ts'

/**
 * Accepting many answers by one decision: one transaction after another, the wallet is asked for each; what was left
 * out is named at the end.
 */
export class Acceptance {
  run = $state.raw<TransactionRun | null>(null)
  accepted = $state(0)
  skipped = $state.raw<readonly Skipped[]>([])
  done = $state(false)
  readonly batches: readonly (readonly CheckedResponse[])[]
  readonly #offer: OwnOffer
  readonly #config: Config
  #at = 0
  #left = false

  constructor(offer: OwnOffer, config: Config, chosen: readonly CheckedResponse[]) {
    this.#offer = offer
    this.#config = config
    this.batches = batchesOf(chosen)
    this.#prepare()
  }

  /** Notes what a transaction did; the next ones follow by themselves until one fails or nobody looks any more. */
  async take(receipt: Receipt): Promise<void> {
    for (let done: Receipt | null = receipt; done;) {
      this.#note(done)
      done = this.#left ? null : ((await this.run?.start()) ?? null)
    }
  }

  /** Whoever decided has gone: no further batch is begun. */
  leave(): void {
    this.#left = true
  }

  #note(receipt: Receipt): void {
    const outcome = readOutcome(receipt, this.batches[this.#at] ?? [], this.#config)
    this.accepted += outcome.accepted
    this.skipped = [...this.skipped, ...outcome.skipped]
    this.#at += 1
    this.#prepare()
  }

  #prepare(): void {
    const batch = this.batches[this.#at]
    const place = { number: this.#at + 1, of: this.batches.length }
    this.run = batch ? new TransactionRun(planAccept(this.#offer, batch, this.#config, place)) : null
    this.done = !batch
  }
}
