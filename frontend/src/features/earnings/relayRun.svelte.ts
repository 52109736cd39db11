import { Failure, failureOf } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { followRelayed, relayCall, type RelayWish } from '../relay/relayCall.ts'
import { marketAddress } from '../deliver/marketDomain.ts'
import type { TransactionPlan } from '../transactions/transactionPlan.ts'

export type RelayStage = 'ready' | 'sending' | 'waiting' | 'done' | 'failed'

/** A call that needs no signature, carried by the gateway: anybody may make it, and only the payee gains. */
export class RelayRun {
  stage = $state<RelayStage>('ready')
  failure = $state.raw<Failure | null>(null)

  get busy(): boolean {
    return this.stage === 'sending' || this.stage === 'waiting'
  }

  /** True when the call is in a block. */
  async start(wish: RelayWish): Promise<boolean> {
    const { config } = gateway
    if (this.busy) return false
    this.failure = null
    try {
      if (!config) throw new Failure('gateway.unreachable')
      this.stage = 'sending'
      const { callId } = await relayCall(gateway.api.base, config, wish)
      this.stage = 'waiting'
      await followRelayed(gateway.api.base, callId)
      this.stage = 'done'
      return true
    } catch (cause) {
      this.failure = failureOf(cause)
      this.stage = 'failed'
      return false
    }
  }
}

/** The same call by the person's own transaction, when no gateway carries it. */
export function planDirect(
  config: Config,
  wish: RelayWish & { data: Hex },
  from: Hex,
  title: string,
): TransactionPlan {
  const to = marketAddress(config)
  return {
    title,
    outcome: 'The contract does it by your own transaction. No gateway takes part.',
    rows: [{ label: 'Contract', value: to }],
    from,
    call: { name: wish.call, arguments: wish.arguments },
    build: () => Promise.resolve({ from, to, data: wish.data }),
  }
}
