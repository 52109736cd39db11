import { type Failure, failureOf } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Payee } from '../../api/marketModel.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { answers } from '../consents/answers.svelte.ts'

/** What the accounts of one profile's sales earned: the wallet of the profile, and whoever else it had paid. */
export class EarningsView {
  payees = $state.raw<readonly Payee[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  failure = $state.raw<Failure | null>(null)
  #run = 0

  /** Keeps up with the deals while the component that calls it is there. */
  follow(): void {
    $effect(() => {
      void [answers.deals, gateway.api, session.active?.custody]
      void this.load()
    })
  }

  async load(): Promise<void> {
    const custody = session.active?.custody
    if (!custody) return
    const run = ++this.#run
    const accounts = new Set<string>([custody])
    for (const { payee } of answers.deals) if (payee) accounts.add(payee)
    try {
      const market = openMarket(gateway.api.base)
      const payees = await Promise.all([...accounts].map((account) => market.getPayee(account)))
      if (run !== this.#run) return
      this.payees = payees.filter(({ address, credited }) => address === custody || credited !== '0')
      this.status = 'ready'
      this.failure = null
    } catch (cause) {
      if (run !== this.#run) return
      this.failure = failureOf(cause)
      this.status = 'failed'
    }
  }
}
