import { Failure, failureOf } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Config, Hex } from '../../api/model.ts'
import { readDeal } from '../../chain/readDeal.ts'
import { dataMarketRevoke } from '../../chain/marketAbi.gen.ts'
import { encodeCall } from '../../chain/encodeCall.ts'
import { marketDigest, marketToWallet } from '../../market/consent.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { marketTrust } from '../../state/marketTrust.svelte.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { signTypedData } from '../../wallet/signTypedData.ts'
import { followRelayed, relayCall } from '../relay/relayCall.ts'
import { marketAddress, marketDomain } from '../deliver/marketDomain.ts'
import { within } from '../deliver/within.ts'
import { markWithdrawn } from '../deliver/withdrawn.ts'
import type { TransactionPlan } from '../transactions/transactionPlan.ts'

/** `told`: only a gateway says that it is done. */
export type RevokeStage = 'preview' | 'wallet' | 'sending' | 'waiting' | 'told' | 'done' | 'failed'
const deadlineSeconds = 24 * 3600
const limitMilliseconds = 60_000
const pauseMilliseconds = 1_200

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
  #run = 0

  constructor(offer: Hex, profile: string) {
    this.offer = offer
    this.profile = profile
  }

  /** While a gateway is waited for, another may be tried. */
  get busy(): boolean {
    return this.stage === 'wallet' || this.stage === 'sending'
  }

  /**
   * Signs once and hands it to the gateway at `base`. From the signature on nothing is delivered any more. True when
   * the chain itself shows the withdrawal; a gateway's word alone is the stage `told`.
   */
  async start(signer: Hex, base: string): Promise<boolean> {
    const { config } = gateway
    if (this.busy) return false
    const run = ++this.#run
    this.failure = null
    try {
      if (!config) throw new Failure('gateway.unreachable')
      if (!marketTrust.isTrusted(config)) throw new Failure('market.contract')
      const signed = (this.signed ??= await this.#sign(signer, config))
      await markWithdrawn(this.offer, config)
      this.stage = 'sending'
      const wish = {
        call: 'revokeFor',
        arguments: { ...signed },
        stampOver: marketDigest('Revoke', signed, marketDomain(config)),
      }
      const { callId } = await within(limitMilliseconds, 'revoke.silent', relayCall(base, config, wish))
      if (run !== this.#run) return false
      this.stage = 'waiting'
      const isSeen = await within(limitMilliseconds, 'revoke.silent', this.#follow(config, base, callId, run))
      if (run !== this.#run) return false
      this.stage = isSeen ? 'done' : 'told'
      return isSeen
    } catch (cause) {
      if (run !== this.#run) return false
      this.failure = failureOf(cause)
      if (/expired|deadline|signature/i.test(this.failure.code)) this.signed = null
      this.stage = 'failed'
      return false
    }
  }

  /** True once the person's chain source shows it; false when there is none and the gateway says so. */
  async #follow(config: Config, base: string, callId: string, run: number): Promise<boolean> {
    const { provider } = pickChainSource(config, gateway.name)
    if (!provider) {
      await followRelayed(base, callId)
      return false
    }
    const name = { offer: this.offer, profile: BigInt(this.profile) }
    while (run === this.#run) {
      const deal = await readDeal(provider, marketAddress(config), name, 'latest').catch(() => null)
      if (deal?.withdrawn) return true
      const status = await openMarket(base)
        .getCall(callId)
        .catch(() => null)
      if (status?.state === 'rejected')
        throw new Failure(status.problem?.code ?? 'call.invalid', status.problem?.detail ?? '')
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    }
    return false
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
