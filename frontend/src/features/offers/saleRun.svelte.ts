import { Failure, failureOf } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Config, Hex } from '../../api/model.ts'
import { spellConsent } from '../../api/consentBody.ts'
import { marketDigest, marketToWallet } from '../../market/consent.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { marketTrust } from '../../state/marketTrust.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { signTypedData } from '../../wallet/signTypedData.ts'
import { marketDomain, marketPlace } from '../deliver/marketDomain.ts'
import { uploadEnvelope } from '../deliver/uploadEnvelope.ts'
import { verifyAttestation } from './attestations.ts'
import { prepareSale, type PreparedSale, type SaleWish } from './prepareSale.ts'

export type SaleStage = 'choose' | 'preparing' | 'read' | 'wallet' | 'sending' | 'sent' | 'failed'

/**
 * One answer from the choice to the gateway. What delivers it later is saved before the wallet is asked; nothing
 * leaves this browser before the wallet has signed; what was signed is sent again rather than signed anew.
 */
export class SaleRun {
  stage = $state<SaleStage>('choose')
  failure = $state.raw<Failure | null>(null)
  prepared = $state.raw<PreparedSale | null>(null)
  #secret: DealSecret | null = null
  #signature: Hex | null = null

  get busy(): boolean {
    return this.stage === 'preparing' || this.stage === 'wallet' || this.stage === 'sending'
  }
  /** Whether the wallet has signed: then only sending is left. */
  get isSigned(): boolean {
    return this.#signature !== null
  }

  /** Makes the answer and saves what delivers it. Raises nothing; `failure` says what went wrong. */
  async prepare(wish: Omit<SaleWish, 'place' | 'nowSeconds'>): Promise<void> {
    await this.#run('preparing', 'choose', async (config) => {
      if (!marketTrust.isTrusted(config)) throw new Failure('market.contract')
      if (/^0x0*$/.test(wish.payee) || wish.payee === config.contracts.DataMarket.toLowerCase())
        throw new Failure('offer.payee')
      if (wish.attested) await verifyAttestation(wish.checked, String(wish.profile), wish.attested)
      await closeAbandoned(wish.checked.offer.offerId)
      const prepared = await prepareSale(
        { ...wish, place: marketPlace(config), nowSeconds: Math.floor(Date.now() / 1000) },
        (use) => vault.withKey(use),
      )
      await this.#keep(prepared.secret)
      this.prepared = prepared
      this.stage = 'read'
    })
  }

  /** Asks the wallet of the profile's custody, keeps its signature and sends. */
  async sign(custody: Hex): Promise<void> {
    const { prepared } = this
    if (!prepared) return
    await this.#run('wallet', 'read', async (config) => {
      if (!marketTrust.isTrusted(config)) throw new Failure('market.contract')
      const domain = marketDomain(config)
      this.#signature ??= await signTypedData(
        {
          typed: marketToWallet('Consent', prepared.consent, domain),
          digest: marketDigest('Consent', prepared.consent, domain),
          signer: custody,
        },
        config,
      )
      await this.#send(config, prepared, this.#signature)
    })
  }

  /** Lets go of an answer that was not signed. */
  async cancel(): Promise<void> {
    const secret = this.#secret
    this.stage = 'choose'
    this.prepared = null
    this.failure = null
    this.#secret = null
    this.#signature = null
    if (secret?.signature === null)
      await vault.putDeal({ ...secret, state: 'dropped' }).catch(() => undefined)
  }

  async #send(config: Config, { consent, envelope, secret }: PreparedSale, signature: Hex): Promise<void> {
    this.stage = 'sending'
    const cid = await uploadEnvelope(gateway.api.base, envelope, config.limits.blobBytes)
    await this.#keep({ ...secret, signature, envelope: cid, state: 'signed' })
    await openMarket(gateway.api.base).submitResponse(consent.offer, {
      consent: spellConsent(consent),
      signature,
      envelope: cid,
    })
    await this.#keep({ ...secret, signature, envelope: cid, state: 'sent' })
    this.stage = 'sent'
  }

  /** Saved in the vault first, then known here. */
  async #keep(secret: DealSecret): Promise<void> {
    await vault.putDeal(secret)
    this.#secret = secret
  }

  async #run(stage: SaleStage, back: SaleStage, work: (config: Config) => Promise<void>): Promise<void> {
    const { config } = gateway
    if (this.busy) return
    this.failure = null
    this.stage = stage
    try {
      if (!config) throw new Failure('gateway.unreachable')
      await work(config)
    } catch (cause) {
      this.failure = failureOf(cause)
      this.stage = this.prepared ? 'failed' : back
    }
  }
}

/** Answers that were made and never signed are given up when a new one is made. */
async function closeAbandoned(offerId: Hex): Promise<void> {
  const abandoned = vault.deals.filter(
    (kept) => kept.offerId === offerId && kept.signature === null && kept.state === 'prepared',
  )
  for (const secret of abandoned) await vault.putDeal({ ...secret, state: 'dropped' })
}
