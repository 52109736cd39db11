import { Failure } from '../../../api/failure.ts'
import type { Hex } from '../../../api/model.ts'
import type { ProfileId } from '../../../domain/brands.ts'
import { contentDigest } from '../../../domain/contentDigest.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { buildBlinding } from '../../../market/blinding.ts'
import { verifyTerms } from '../../../market/asks.ts'
import { offerId, type OfferTerms } from '../../../market/consent.ts'
import type { CurvePoint } from '../../../market/curve.ts'
import { deriveOfferScalar } from '../../../market/derivation.ts'
import { envelopeKeyPair, envelopeSeed } from '../../../market/envelope.ts'
import type { TermsDocument } from '../../../market/terms.ts'
import { buildTerms } from '../../../market/termsFormat.ts'
import { parseTag } from '../../../ui/amount.ts'
import type { OfferDraft } from '../draft/offerDraft.ts'
import { onChainOf, termsOf } from '../draft/termsOfDraft.ts'
import type { MarketContract } from '../ownOffer.ts'

/** An offer ready to be opened: every byte of it is fixed, and the id follows from them. */
export interface BuiltOffer {
  readonly id: Hex
  readonly buyer: Hex
  readonly terms: TermsDocument
  /** The document's bytes, for the content store. */
  readonly document: Uint8Array<ArrayBuffer>
  readonly onChain: OfferTerms
  readonly budget: bigint
}

const mostAttempts = 16

/**
 * The offer that the form describes, with a fresh salt, so a key of its own. Raises `terms.*`, `amount.*`; the market
 * key is only borrowed.
 */
export function buildOffer(
  draft: OfferDraft,
  {
    marketKey,
    market,
    buyer,
    profile,
    now,
  }: {
    marketKey: Uint8Array
    market: MarketContract
    buyer: Hex
    profile: ProfileId
    now: number
  },
): BuiltOffer {
  const { salt, q } = drawKey(marketKey, market)
  const seed = envelopeSeed(marketKey, salt)
  const { publicKey } = envelopeKeyPair(seed)
  seed.fill(0)
  const terms = termsOf(draft, { profile, envelopeKey: publicKey, createdAt: now })
  verifyTerms(terms)
  const document = new Uint8Array(buildTerms(terms))
  const onChain = onChainOf(draft, { salt: hexOfBytes(salt), terms: contentDigest(document), q })
  return {
    id: hexOfBytes(offerId(buyer, onChain)),
    buyer,
    terms,
    document,
    onChain,
    budget: parseTag(draft.budget),
  }
}

/** A salt whose point can travel; the next one where it cannot (once in 2^128). */
function drawKey(marketKey: Uint8Array, { place }: MarketContract): { salt: Uint8Array; q: CurvePoint } {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const salt = crypto.getRandomValues(new Uint8Array(32))
    try {
      return { salt, q: buildBlinding(deriveOfferScalar(marketKey, place, salt)) }
    } catch {
      // `market.blinding`: this salt's point hides nothing or cannot travel.
    }
  }
  throw new Failure('page.unexpected', 'This browser’s random numbers repeat. Use another browser.')
}
