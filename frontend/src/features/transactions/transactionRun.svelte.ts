import { Failure, failureOf } from '../../api/failure.ts'
import type { Hex } from '../../api/model.ts'
import { followToFinal, followTransaction } from '../../chain/followTransaction.ts'
import type { Receipt } from '../../chain/readReceipt.ts'
import { sendTransaction } from '../../chain/sendTransaction.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import type { TransactionPlan } from './transactionPlan.ts'

export type TransactionStage =
  'preview' | 'checking' | 'signing' | 'asked' | 'sent' | 'anchored' | 'final' | 'failed'

/** One transaction from the preview to a final block; each stage is shown, each failure can be tried again. */
export class TransactionRun {
  stage = $state<TransactionStage>('preview')
  failure = $state.raw<Failure | null>(null)
  hash = $state.raw<Hex | null>(null)
  receipt = $state.raw<Receipt | null>(null)
  readonly plan: TransactionPlan
  readonly busy = $derived(['checking', 'signing', 'asked', 'sent'].includes(this.stage))

  constructor(plan: TransactionPlan) {
    this.plan = plan
  }

  /**
   * The receipt once the transaction is in a block; null when it failed or is running already. A transaction that
   * was sent is never sent again: trying again follows it.
   */
  async start(): Promise<Receipt | null> {
    if (this.busy || this.receipt) return null
    this.failure = null
    try {
      const provider = await this.#wallet()
      this.hash ??= await this.#send(provider)
      this.stage = 'sent'
      this.receipt = await followTransaction(provider, this.hash)
      this.stage = 'anchored'
      void followToFinal(provider, this.hash).then(
        (receipt) => this.#finish(receipt),
        (cause: unknown) => this.#fail(cause),
      )
      return this.receipt
    } catch (cause) {
      this.#fail(cause)
      return null
    }
  }

  async #wallet() {
    const { config } = gateway
    this.stage = 'checking'
    if (!config) throw new Failure('gateway.unreachable')
    await connection.useNetwork(config)
    const { wallet, account } = connection
    if (!wallet) throw new Failure('wallet.disconnected')
    if (account !== this.plan.from.toLowerCase())
      throw new Failure('transaction.other_account', `Switch the wallet to the account ${this.plan.from}.`)
    return wallet.provider
  }

  async #send(provider: Parameters<TransactionPlan['build']>[0]): Promise<Hex> {
    const transaction = await this.plan.build(provider, () => (this.stage = 'signing'))
    this.stage = 'checking'
    return sendTransaction(provider, transaction, () => (this.stage = 'asked'))
  }

  #finish(receipt: Receipt): void {
    this.receipt = receipt
    this.stage = 'final'
  }

  #fail(cause: unknown): void {
    this.failure = failureOf(cause)
    if (this.failure.code === 'transaction.reverted') this.hash = null
    this.receipt = null
    this.stage = 'failed'
  }
}
