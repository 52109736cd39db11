import { Failure, failureOf } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import { dataMarketRevoke } from '../../chain/marketAbi.gen.ts'
import { encodeCall } from '../../chain/encodeCall.ts'
import { marketDigest, marketToWallet } from '../../market/consent.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { marketTrust } from '../../state/marketTrust.svelte.ts'
import { signTypedData } from '../../wallet/signTypedData.ts'
import { followRelayed, relayCall } from '../deliver/relayCall.ts'
import { marketAddress, marketDomain } from '../deliver/marketDomain.ts'
import type { TransactionPlan } from '../transactions/transactionPlan.ts'

export type RevokeStage = 'preview' | 'wallet' | 'sending' | 'waiting' | 'done' | 'failed'
const deadlineSeconds = 24 * 3600

/** A withdrawal that the wallet signed: whoever has it may carry it, and it can do nothing else. */
export interface SignedRevoke {
  offer: Hex
  profile: string
  signer: Hex
  deadline: number
  signature: Hex
}

/**
 * Withdraws consent without coin: one signature, carried by any gateway. The signature is kept, so that another
 * gateway can be tried without asking the wallet again.
 */
export class RevokeRun {
  stage = $state<RevokeStage>('preview')
  failure = $state.raw<Failure | null>(null)
  signed = $state.raw<SignedRevoke | null>(null)
  readonly offer: Hex
  readonly profile: string

  constructor(offer: Hex, profile: string) {
    this.offer = offer
    this.profile = profile
  }

  get busy(): boolean {
    return this.stage === 'wallet' || this.stage === 'sending' || this.stage === 'waiting'
  }

  /** Signs once and hands it to the gateway at `base`; true when it is in a block. */
  async start(signer: Hex, base: string): Promise<boolean> {
    const { config } = gateway
    if (this.busy) return false
    this.failure = null
    try {
      if (!config) throw new Failure('gateway.unreachable')
      if (!marketTrust.isTrusted(config)) throw new Failure('market.contract')
      const signed = (this.signed ??= await this.#sign(signer, config))
      this.stage = 'sending'
      const { callId } = await relayCall(base, config, {
        call: 'revokeFor',
        arguments: { ...signed },
        stampOver: marketDigest('Revoke', signed, marketDomain(config)),
      })
      this.stage = 'waiting'
      await followRelayed(base, callId)
      this.stage = 'done'
      return true
    } catch (cause) {
      this.failure = failureOf(cause)
      if (/expired|deadline|signature/i.test(this.failure.code)) this.signed = null
      this.stage = 'failed'
      return false
    }
  }

  async #sign(signer: Hex, config: Config): Promise<SignedRevoke> {
    this.stage = 'wallet'
    const { offer, profile } = this
    const deadline = Math.floor(Date.now() / 1000) + deadlineSeconds
    const message = { offer, profile, deadline }
    const domain = marketDomain(config)
    const signature = await signTypedData(
      {
        typed: marketToWallet('Revoke', message, domain),
        digest: marketDigest('Revoke', message, domain),
        signer,
      },
      config,
    )
    return { ...message, signer, signature }
  }
}

/** The same straight from the wallet: no gateway is needed, the account pays the network's fee. */
export function planDirectRevoke(config: Config, offer: Hex, profile: string, from: Hex): TransactionPlan {
  return {
    title: 'Withdraw from your wallet',
    outcome: 'Your consent is withdrawn by your own transaction. No gateway takes part.',
    rows: [
      { label: 'Contract', value: marketAddress(config) },
      { label: 'Offer', value: offer },
      { label: 'Profile', value: profile },
    ],
    from,
    call: { name: 'revoke', arguments: { offer, profile } },
    build: () =>
      Promise.resolve({
        from,
        to: marketAddress(config),
        data: encodeCall(dataMarketRevoke, [offer, BigInt(profile)]),
      }),
  }
}
