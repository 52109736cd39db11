import type { Consent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import type { Config, Hex } from '../../api/model.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { keccak256 } from '../../domain/keccak256.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { readValue, writeValue } from '../../state/database.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { keyStateOf } from '../../state/keyState.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { signWithSessionKey } from '../../wallet/sessionKeys.ts'
import { checkOffer } from '../offers/checkOffer.ts'
import { readOpenRecords } from '../offers/readOpenRecords.ts'
import type { DeliveryCall } from './dealDelivery.ts'
import { epochEnvelopeDigest } from './epochForm.ts'
import { marketDomain, marketPlace } from './marketDomain.ts'
import { sealEpoch } from './sealEpoch.ts'
import { uploadEnvelope } from './uploadEnvelope.ts'

/** An epoch on its way: kept, so that a page that was closed never makes a second ciphertext for one epoch. */
interface KeptEpoch {
  call: string
  arguments: Record<string, unknown>
  data: Hex
  envelope: Uint8Array
}

/**
 * The call that delivers an epoch; made once and kept with its envelope. Raises `deliver.record_missing`,
 * `deliver.other_terms`, `gateway.*`.
 */
export async function deliverEpochCall(
  config: Config,
  scope: string,
  secret: DealSecret,
  consent: Consent,
  digest: Uint8Array,
  epoch: number,
): Promise<DeliveryCall> {
  let kept = await readValue<KeptEpoch>(scope, 'deliveries', nameOf(secret, epoch))
  if (!kept) {
    kept = await makeEpoch(config, secret, consent, digest, epoch)
    await writeValue(scope, 'deliveries', nameOf(secret, epoch), kept)
  }
  const { call, data } = kept
  return { call, arguments: kept.arguments, data, stampOver: keccak256(bytesOfHex(data)) }
}

/**
 * The gateway in use has the epoch's envelope, and knows by the word of this browser's session key whose it is.
 * It is uploaded each time: another gateway never had it, and one that waited may have dropped it.
 * Raises `epoch.*`, `gateway.*`, `session.*` when the key cannot speak for it.
 */
export async function announceEpoch(
  config: Config,
  scope: string,
  secret: DealSecret,
  epoch: number,
): Promise<void> {
  const kept = await readValue<KeptEpoch>(scope, 'deliveries', nameOf(secret, epoch))
  if (!kept) throw new Failure('epoch.envelope')
  const key = session.active?.key
  if (!key) throw new Failure('session.no_key')
  if (keyStateOf(key, Date.now() / 1000) === 'ended') throw new Failure('session.expired')
  const envelope = await uploadEnvelope(gateway.url, kept.envelope, config.limits.blobBytes)
  const digest = epochEnvelopeDigest({ deal: secret.dealId, epoch, envelope }, marketDomain(config))
  const authorisation = hexOfBytes(await signWithSessionKey(scope, key.address, digest))
  await openMarket(gateway.url).submitEpoch(secret.dealId, { epoch, envelope, authorisation })
}

const nameOf = ({ dealId, nonce }: DealSecret, epoch: number): string => `${dealId}:${nonce}:${epoch}`

async function makeEpoch(
  config: Config,
  secret: DealSecret,
  consent: Consent,
  digest: Uint8Array,
  epoch: number,
): Promise<KeptEpoch> {
  const { terms, offer } = checkOffer(await openMarket(gateway.url).getOffer(secret.offerId))
  if (offer.onChain.terms !== secret.terms) throw new Failure('deliver.other_terms')
  const records = await readOpenRecords()
  const day = new Date().toISOString().slice(0, 10)
  const place = marketPlace(config)
  const { wish, envelope } = await sealEpoch(
    { secret, consent, digest, terms, records, epoch, day, place },
    (use) => vault.withKey(use),
  )
  return { call: wish.call, arguments: wish.arguments, data: wish.data, envelope }
}
