import { parseConsent, type Consent } from '../../../api/consentBody.ts'
import { failureOf } from '../../../api/failure.ts'
import type { SaleResponse } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import type { ChainDeal } from '../../../chain/readDeal.ts'
import type { MarketReads } from '../../../chain/readMarket.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { dealId } from '../../../market/consent.ts'
import { openEnvelope, subscriptionStart, type EnvelopeContents } from '../../../market/envelope.ts'
import type { Selection } from '../../../market/selection.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { failed, passed, unknown, verdictOf, without, type Check, type Verdict } from './check.ts'
import {
  checkConsent,
  checkLevel,
  checkSignature,
  checkUnanswered,
  consentDigest,
  orUnknown,
} from './checkConsent.ts'
import { checkLeaves, checkRecord } from './checkRecord.ts'
import { checkAttestation, checkKinds, checkPrice, checkShown } from './checkSelection.ts'
import type { Commitments } from './commitments.ts'

/** Whom and what the checks ask. */
export interface CheckSources {
  readonly reads: MarketReads
  readDeal(offer: Hex, profile: bigint): Promise<Pick<ChainDeal, 'state' | 'withdrawn'>>
  /** The envelope's bytes, hashed against their address. */
  loadEnvelope(cid: string): Promise<Uint8Array>
  readonly commitments: Pick<Commitments, 'isFresh'>
  nowSeconds(): number
}

/** An answer with everything that was found about it. */
export interface CheckedResponse {
  readonly dealId: Hex
  readonly profileId: string
  readonly receivedAt: string
  readonly signature: Hex
  readonly envelope: string
  readonly consent: Consent | null
  readonly selection: Selection | null
  readonly checks: readonly Check[]
  readonly verdict: Verdict
}

/**
 * The answer, looked at from every side before it is accepted; it never raises. Whatever a seller or gateway sent
 * that cannot be read is a failed check, whatever could not be asked is an unknown one.
 */
export async function checkResponse(
  offer: OwnOffer,
  secrets: OfferSecrets,
  response: SaleResponse,
  sources: CheckSources,
): Promise<CheckedResponse> {
  const { profileId, receivedAt, signature, envelope } = response
  const found = { profileId, receivedAt, signature, envelope, dealId: response.dealId }
  const refuse = (sentence: string): CheckedResponse => ({
    ...found,
    consent: null,
    selection: null,
    checks: [failed('consent', sentence)],
    verdict: 'bad',
  })
  let consent: Consent
  try {
    consent = parseConsent(response.consent)
    bytesOfHex(signature)
  } catch {
    return refuse('It is malformed.')
  }
  const deal = dealId(bytesOfHex(offer.id, 32), consent.profile)
  if (hexOfBytes(deal) !== response.dealId || String(consent.profile) !== profileId)
    return refuse('This gateway shows it under another deal or profile than the one it was signed for.')
  const [onChain, sealed] = await Promise.all([
    checkOnChain(offer, consent, signature, sources),
    checkSealed(offer, secrets, consent, { deal, envelope }, sources),
  ])
  const checks = [checkConsent(offer, consent, sources.nowSeconds()), ...onChain, ...sealed.checks]
  return { ...found, consent, selection: sealed.selection, checks, verdict: verdictOf(checks) }
}

function checkOnChain(
  offer: OwnOffer,
  consent: Consent,
  signature: Hex,
  { reads, readDeal }: CheckSources,
): Promise<Check[]> {
  return Promise.all([
    orUnknown('signature', checkSignature(offer, consent, signature, reads)),
    orUnknown('unanswered', readDeal(consent.offer, consent.profile).then(checkUnanswered)),
    orUnknown('level', checkLevel(offer, consent.profile, reads)),
  ])
}

async function checkSealed(
  offer: OwnOffer,
  secrets: OfferSecrets,
  consent: Consent,
  place: { deal: Uint8Array; envelope: string },
  sources: CheckSources,
): Promise<{ checks: Check[]; selection: Selection | null }> {
  const opened = await loadContents(offer, secrets, place, sources)
  const fresh = await orUnknown('fresh', checkFresh(offer, consent, sources))
  if ('check' in opened) return { checks: [opened.check, fresh], selection: null }
  const { contents } = opened
  const kinds = checkKinds(offer, consent, contents)
  const checks = [
    passed('envelope', 'It came whole and opened with your key alone.'),
    await checkRecord(offer, consent, contents),
    checkLeaves(offer, consent, contents),
    kinds.check,
    ...(kinds.selection
      ? [checkPrice(offer, consent, kinds.selection), checkShown(offer, consent, kinds.selection)]
      : []),
    fresh,
    kinds.selection
      ? await orUnknown('attestation', checkAttestation(offer, consent, kinds.selection, sources.reads))
      : without('attestation', 'Nothing can be said while the kinds are not known.'),
  ]
  return { checks, selection: kinds.selection }
}

/** The envelope's contents, or the check that says why there are none. */
export async function loadContents(
  offer: OwnOffer,
  { envelopeSeed }: OfferSecrets,
  { deal, envelope, epoch }: { deal: Uint8Array; envelope: string; epoch?: number },
  { loadEnvelope }: Pick<CheckSources, 'loadEnvelope'>,
): Promise<{ contents: EnvelopeContents } | { check: Check }> {
  let blob: Uint8Array
  try {
    blob = await loadEnvelope(envelope)
  } catch (cause) {
    const { code, retryable } = failureOf(cause)
    const check = retryable
      ? unknown('envelope', 'It could not be fetched just now. Try again in a moment.')
      : failed('envelope', `No source gave bytes that fit its address (${code}).`)
    return { check }
  }
  try {
    const at = epoch ?? (offer.onChain.epochs > 0 ? subscriptionStart : 0)
    return { contents: await openEnvelope(blob, envelopeSeed, { deal, epoch: at }) }
  } catch (cause) {
    return { check: failed('envelope', failureOf(cause).detail) }
  }
}

async function checkFresh(offer: OwnOffer, consent: Consent, sources: CheckSources): Promise<Check> {
  const digest = hexOfBytes(consentDigest(offer, consent))
  return (await sources.commitments.isFresh(consent, digest))
    ? passed('fresh', 'No other answer to you came with it.')
    : failed('fresh', 'Another answer came with the same commitment: whoever has one key would have both.')
}
