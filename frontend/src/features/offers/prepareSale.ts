import type { Consent } from '../../api/consentBody.ts'
import { spellConsent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import type { Hex } from '../../api/model.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { uintOfBytes } from '../../domain/uintOfBytes.ts'
import { namedBy, saltsOf, type KeptAttestation } from '../../market/attested.ts'
import { buildCommitment } from '../../market/blinding.ts'
import { buildBundle } from '../../market/bundle.ts'
import { dealId, receiptDigest } from '../../market/consent.ts'
import { parityOf } from '../../market/curve.ts'
import { deriveDealScalar, wipe, type MarketPlace } from '../../market/derivation.ts'
import { sealEnvelope, subscriptionStart } from '../../market/envelope.ts'
import { buildKeysRoot } from '../../market/epochs.ts'
import type { KindData } from '../../market/ladder.ts'
import {
  buildSelection,
  priceOf,
  selectKinds,
  verifySelection,
  type Selection,
} from '../../market/selection.ts'
import { describeConsent, shownDigest } from '../../market/words.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { sealRecord } from '../deliver/sealRecord.ts'
import { readOnChain, type CheckedOffer } from './checkOffer.ts'

/** What a person agreed to sell, before anything is signed. */
export interface SaleWish {
  checked: CheckedOffer
  profile: bigint
  /** The chosen kinds, each made as coarse as it was chosen. */
  kinds: readonly KindData[]
  payee: Hex
  /** The UTC day (YYYY-MM-DD) that the answers hold for. */
  day: string
  place: MarketPlace
  nowSeconds: number
  /** Whose word goes along: then the kind, the day and every byte are those that were attested. */
  attested?: KeptAttestation | null
}

/** Everything of an answer: what is shown, what is signed, what is sent afterwards, what the vault keeps. */
export interface PreparedSale {
  /** The very words whose digest is signed with the selection. */
  shown: string
  consent: Consent
  secret: DealSecret
  envelope: Uint8Array
}

export const consentDays = 14
type UseKey = <T>(use: (vaultKey: Uint8Array) => T) => T

/**
 * The answer to an offer, made in this browser: a fresh nonce, the key it gives, the sealed record and its roots,
 * the envelope for the business. Nothing has left. Raises `selection.*`, `bundle.bytes`, `market.*`, `envelope.*`,
 * `attestation.altered` when the record is not the one that was attested.
 */
export async function prepareSale(wish: SaleWish, useKey: UseKey): Promise<PreparedSale> {
  const { offer, terms } = wish.checked
  const { onChain } = offer
  const offerOf = bytesOfHex(offer.offerId, 32)
  const deal = dealId(offerOf, wish.profile)
  const [nonce, receiptSalt, salt] = [fresh(), fresh(), fresh()]
  const validUntil = BigInt(Math.min(onChain.acceptUntil - 1, wish.nowSeconds + consentDays * 86_400))
  const kinds = selectKinds(wish.kinds)
  const shown = describeConsent({
    terms,
    offer: readOnChain(onChain),
    profile: wish.profile,
    kinds,
    payee: wish.payee,
    validUntil,
  })
  const price = priceOf(kinds, terms)
  const chosen: Selection = {
    offer: offer.offerId,
    profile: wish.profile,
    kinds,
    shown: shownDigest(shown),
    attestation: wish.attested ? namedBy(wish.attested) : null,
  }
  verifySelection(chosen, terms, price)
  const selection = buildSelection(chosen)
  const sealed = await sealKinds(wish, useKey, deal, nonce)
  if (wish.attested && hexOfBytes(sealed.ptRoot) !== wish.attested.ptRoot)
    throw new Failure('attestation.altered')
  const envelope = await sealEnvelope(
    {
      selection: new TextDecoder().decode(selection),
      receiptSalt,
      record: sealed.ciphertext,
      leaves: sealed.leaves,
    },
    terms.envelopeKey,
    { deal, epoch: onChain.epochs > 0 ? subscriptionStart : 0 },
  )
  const consent: Consent = {
    offer: offer.offerId,
    profile: wish.profile,
    payee: wish.payee,
    price,
    validUntil,
    terms: onChain.terms,
    receipt: hexOfBytes(receiptDigest(receiptSalt, selection)),
    qx: BigInt(onChain.qx),
    qParity: onChain.qParity,
    ...sealed.commitment,
    ctRoot: hexOfBytes(sealed.ctRoot),
    ptRoot: hexOfBytes(sealed.ptRoot),
    salt: hexOfBytes(salt),
  }
  const secret: DealSecret = {
    dealId: hexOfBytes(deal),
    offerId: offer.offerId,
    nonce: hexOfBytes(nonce),
    receiptSalt: hexOfBytes(receiptSalt),
    selection: new TextDecoder().decode(selection),
    consent: { ...spellConsent(consent) },
    signature: null,
    envelope: null,
    terms: onChain.terms,
    epochs: onChain.epochs,
    createdAt: wish.nowSeconds * 1000,
    state: 'prepared',
  }
  return { shown, consent, secret, envelope }
}

interface Sealed {
  commitment: { xx: bigint; xParity: number }
  ciphertext: Uint8Array
  leaves: Uint8Array[] | null
  ctRoot: Uint8Array
  ptRoot: Uint8Array
}

/** A single sale seals its record now; a subscription commits to the keys of its epochs and seals them in their time. */
async function sealKinds(
  wish: SaleWish,
  useKey: UseKey,
  deal: Uint8Array,
  nonce: Uint8Array,
): Promise<Sealed> {
  const { offer, terms } = wish.checked
  const { epochs, garbageSeconds } = offer.onChain
  const secretOf = (epoch: number): bigint =>
    useKey((key) => deriveDealScalar(key, wish.place, bytesOfHex(offer.offerId, 32), nonce, epoch))
  const bundle = buildBundle(
    { offer: offer.offerId, profile: wish.profile, day: wish.day, kinds: wish.kinds },
    terms.maxBytes,
  )
  try {
    if (epochs > 0) {
      const root = buildKeysRoot(
        Array.from({ length: epochs }, (_, epoch) => buildCommitment(secretOf(epoch))),
      )
      const none = new Uint8Array(32)
      return {
        commitment: { xx: uintOfBytes(root), xParity: 0 },
        ciphertext: new Uint8Array(),
        leaves: null,
        ctRoot: none,
        ptRoot: none,
      }
    }
    const x = secretOf(0)
    const point = buildCommitment(x)
    const record = await sealRecord(
      bundle,
      x,
      { deal, epoch: null },
      garbageSeconds > 0,
      wish.attested ? saltsOf(wish.attested.seed, bundle) : undefined,
    )
    return { ...record, commitment: { xx: point.x, xParity: parityOf(point) } }
  } finally {
    wipe(bundle)
  }
}

const fresh = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32))
