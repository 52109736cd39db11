import { failureOf, type Failure } from '../../api/failure.ts'
import type { CallStatus, Hex } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { digestOfForm, signForm } from '../../wallet/signForm.ts'
import { followCall } from './followCall.ts'
import { payStamp } from './payStamp.ts'
import type { CallPlan } from './plan.ts'

export type Stage = 'preview' | 'wallet' | 'stamp' | 'sending' | 'waiting' | 'done' | 'failed'

/** One relayed call from the preview to the chain; each stage is shown, each failure can be tried again. */
export class CallRun {
  stage = $state<Stage>('preview')
  failure = $state.raw<Failure | null>(null)
  status = $state.raw<CallStatus | null>(null)
  readonly plan: CallPlan
  #signature: Hex | null = null

  constructor(plan: CallPlan) {
    this.plan = plan
  }

  get busy(): boolean {
    return this.stage === 'wallet' || this.stage === 'stamp' || this.stage === 'sending'
  }

  /** Signs once, pays with a stamp, sends. True when the gateway took it; the chain follows. */
  async start(): Promise<boolean> {
    const { config, api } = gateway
    if (!config || this.busy) return false
    this.failure = null
    try {
      if (!this.#signature) {
        this.stage = 'wallet'
        this.#signature = await signForm(this.plan, config)
      }
      this.stage = 'stamp'
      const stamp = await payStamp(digestOfForm(this.plan, config), config.stampBits.call)
      this.stage = 'sending'
      this.status = await api.submitCall({ ...this.plan.toBody(this.#signature), stamp })
      this.stage = 'waiting'
      return true
    } catch (cause) {
      this.failure = failureOf(cause)
      if (/expired|deadline|signature|conflict|nonce/.test(this.failure.code)) this.#signature = null
      this.stage = 'failed'
      return false
    }
  }

  /** Follows the call until it is in the chain; `anchored` is enough to go on. Raises the gateway's refusal. */
  async finish(): Promise<CallStatus> {
    if (!this.status) throw failureOf('not started')
    try {
      this.status = await followCall(gateway.api, this.status.callId)
      this.stage = 'done'
      return this.status
    } catch (cause) {
      this.failure = failureOf(cause)
      this.stage = 'failed'
      throw this.failure
    }
  }
}
