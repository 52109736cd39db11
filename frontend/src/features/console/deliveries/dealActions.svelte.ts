import { failureOf, type Failure } from '../../../api/failure.ts'
import type { Deal, SaleResponse } from '../../../api/marketModel.ts'
import type { Config } from '../../../api/model.ts'
import { writeValue } from '../../../state/database.ts'
import { TransactionRun } from '../../transactions/transactionRun.svelte.ts'
import { saveText } from '../../vault/saveFile.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import type { Arrived } from './deliveries.svelte.ts'
import { fetchDelivered, type DeliverySources } from './fetchDelivered.ts'
import { buildStatement, planDeletion } from './planDeletion.ts'
import { planGarbage } from './planGarbage.ts'
import { planReclaim, planStop } from './planStop.ts'

/** What a business can do about one deal, each prepared before anything is shown to the wallet. */
export class DealActions {
  run = $state.raw<TransactionRun | null>(null)
  failure = $state.raw<Failure | null>(null)
  preparing = $state(false)
  readonly #own: OwnOffer
  readonly #config: Config
  /** What is done when the transaction is in a block. */
  #after: () => void = () => undefined

  constructor(own: OwnOffer, config: Config) {
    this.#own = own
    this.#config = config
  }

  stop(deal: Deal): void {
    this.#show(new TransactionRun(planStop(this.#own, deal, this.#config)))
  }

  reclaim(deal: Deal): void {
    this.#show(new TransactionRun(planReclaim(this.#own, deal, this.#config)))
  }

  /** The accusation is proved here before the wallet hears of it. */
  async contest(
    arrived: Arrived,
    response: SaleResponse | undefined,
    secrets: OfferSecrets,
    sources: DeliverySources,
  ): Promise<void> {
    this.preparing = true
    this.failure = null
    try {
      const delivered = await fetchDelivered(this.#own, secrets, arrived, response, sources)
      if (!('consent' in delivered)) throw new Error(delivered.sentence)
      const plan = await planGarbage(this.#own, secrets, delivered, arrived.deal, this.#config)
      this.#show(new TransactionRun(plan))
    } catch (cause) {
      this.failure = failureOf(cause)
    } finally {
      this.preparing = false
    }
  }

  /** The words are kept here and offered as a file once their digest is on the chain. */
  attest(deal: Deal, scope: string, nowSeconds: number): void {
    const statement = buildStatement(this.#own, deal, nowSeconds)
    this.#show(new TransactionRun(planDeletion(this.#own, deal, statement, this.#config)), () => {
      void writeValue(scope, 'drafts', `deletion:${deal.dealId}`, statement.text).catch(() => undefined)
      saveText(`deletion-${deal.profileId}.json`, statement.text, 'application/json')
    })
  }

  done(): void {
    this.#after()
  }

  close(): void {
    this.run = null
  }

  #show(run: TransactionRun, after: () => void = () => undefined): void {
    this.failure = null
    this.#after = after
    this.run = run
  }
}
