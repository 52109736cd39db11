import { spellConsent, type Consent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Deal } from '../../api/marketModel.ts'
import type { Config, Hex } from '../../api/model.ts'
import { dataMarketDeliver } from '../../chain/marketAbi.gen.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { marketDigest } from '../../market/consent.ts'
import { deriveDealScalar } from '../../market/derivation.ts'
import { chainSource } from '../../state/chainSource.svelte.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { marketTrust } from '../../state/marketTrust.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { buildDelivery, spellDelivery } from './buildDelivery.ts'
import type { DeliveryCall, DeliveryPorts } from './dealDelivery.ts'
import { announceEpoch, deliverEpochCall } from './deliverEpochCall.ts'
import type { DeliveryFacts } from './judgeDelivery.ts'
import { marketAddress, marketDomain, marketPlace } from './marketDomain.ts'
import { readFacts, takeFacts } from './readFacts.ts'
import { relayCall, wishFor } from '../relay/relayCall.ts'
import { within } from './within.ts'

/** The deal as the gateway tells it; null: it knows none, undefined: it does not answer. */
type Told = Deal | null | undefined
const limitMilliseconds = 60_000
const mostDriftSeconds = 15 * 60

/** What a delivery needs, from the gateway, vault and chain source in use. */
export function openPorts(config: Config, scope: string, known: Told): DeliveryPorts {
  const market = openMarket(gateway.url)
  const digestOf = (consent: Consent): Uint8Array => marketDigest('Consent', consent, marketDomain(config))
  return {
    digestOf: (consent) => hexOfBytes(digestOf(consent)),
    readFacts: (own) => within(limitMilliseconds, 'chain.timeout', factsOf(config, own, known)),
    build: (secret, consent, epoch) =>
      secret.epochs > 0
        ? deliverEpochCall(config, scope, secret, consent, digestOf(consent), epoch)
        : Promise.resolve(deliverCall(config, secret, consent, digestOf(consent))),
    announce: (secret, epoch) =>
      secret.epochs > 0 ? announceEpoch(config, scope, secret, epoch) : Promise.resolve(),
    relay: (call) => within(limitMilliseconds, 'relay.silent', relayCall(gateway.url, config, call)),
    getCall: market.getCall,
    close: (secret) => vault.putDeal({ ...secret, state: 'closed' }),
    nowMilliseconds: Date.now,
  }
}

/**
 * The deal as the person's own chain source has it; the gateway's word only for whoever chose it. A node alone is
 * not enough while a gateway answers: one that lies would have the key for nothing.
 * Raises `deliver.needs_source`, `deliver.disagree`, `deliver.clock`, `market.contract`.
 */
async function factsOf(
  config: Config,
  own: { offer: Hex; profile: bigint; digest: Hex },
  told: Told,
): Promise<DeliveryFacts> {
  if (!marketTrust.isTrusted(config)) throw new Failure('market.contract')
  const { provider } = pickChainSource(config, gateway.name)
  if (provider) {
    const facts = await readFacts(provider, marketAddress(config), own)
    const drift = Math.abs(facts.headSeconds - facts.clockSeconds)
    if (drift > mostDriftSeconds && marketTrust.of(config) !== 'own') throw new Failure('deliver.clock')
    return agreed(facts, told)
  }
  if (chainSource.choice !== 'gateway' || !told) throw new Failure('deliver.needs_source')
  return takeFacts(told, await openMarket(gateway.url).getOffer(told.offerId), own.digest)
}

/** The facts, once the gateway says the same of the acceptance, or says nothing at all. */
export function agreed(facts: DeliveryFacts, told: Told): DeliveryFacts {
  const { state, word } = facts.latest
  const matters = (state === 'accepted' || state === 'subscribed') && word === facts.digest
  if (!matters || told === undefined) return facts
  if (told?.digest !== facts.digest) throw new Failure('deliver.disagree')
  return told.acceptFinal ? facts : { ...facts, final: { ...facts.final, state: 'none' } }
}

/** The key of a single sale, with its proof, as a call that anyone may carry. */
function deliverCall(config: Config, secret: DealSecret, consent: Consent, digest: Uint8Array): DeliveryCall {
  const [offer, nonce] = [bytesOfHex(secret.offerId, 32), bytesOfHex(secret.nonce, 32)]
  const x = vault.withKey((key) => deriveDealScalar(key, marketPlace(config), offer, nonce))
  const delivery = buildDelivery(consent, digest, x)
  return wishFor(dataMarketDeliver, [consent, delivery], {
    consent: spellConsent(consent),
    delivery: spellDelivery(delivery),
  })
}
