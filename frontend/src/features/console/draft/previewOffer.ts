import type { Business, Offer } from '../../../api/marketModel.ts'
import type { Hex } from '../../../api/model.ts'
import type { ProfileId } from '../../../domain/brands.ts'
import { contentDigest } from '../../../domain/contentDigest.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { base } from '../../../market/curve.ts'
import { offerId } from '../../../market/consent.ts'
import { termsLimits } from '../../../market/terms.ts'
import { buildTerms } from '../../../market/termsFormat.ts'
import { parseTag } from '../../../ui/amount.ts'
import { toBase64 } from '../../outbox/base64.ts'
import type { OfferDraft } from './offerDraft.ts'
import { onChainOf, termsOf } from './termsOfDraft.ts'

const salt: Hex = `0x${'00'.repeat(32)}`

/**
 * The offer that the form describes, as a gateway would give it to a person: the same words, with stand-ins for the
 * keys that are made when it is opened. Raises `terms.*`, `amount.*`.
 */
export function previewOffer(
  draft: OfferDraft,
  { buyer, business, now }: { buyer: Hex; business: Business; now: number },
): Offer {
  const envelopeKey = new Uint8Array(termsLimits.envelopeKeyBytes)
  // Safety: the id of a registered profile.
  const profile = business.profileId as ProfileId
  const document = buildTerms(termsOf(draft, { profile, envelopeKey, createdAt: now }))
  const { upFrontBps, ...chain } = onChainOf(draft, { salt, terms: contentDigest(document), q: base })
  const budget = String(parseTag(draft.budget))
  const openedAt = new Date(now).toISOString()
  return {
    offerId: hexOfBytes(offerId(buyer, { ...chain, upFrontBps })),
    buyer,
    state: 'open',
    onChain: {
      ...chain,
      qx: `0x${chain.qx.toString(16)}`,
      acceptUntil: Number(chain.acceptUntil),
      upfrontBps: upFrontBps,
    },
    // Safety: buildTerms wrote a JSON object.
    document: JSON.parse(new TextDecoder().decode(document)) as Offer['document'],
    documentBytes: toBase64(document),
    documentState: 'available',
    business,
    refusal: null,
    budget,
    free: budget,
    returned: '0',
    counts: { accepted: 0, delivered: 0, vesting: 0, subscribed: 0, settled: 0, refunded: 0, revoked: 0 },
    openedAt,
    acceptUntil: new Date(Number(chain.acceptUntil) * 1000).toISOString(),
    final: true,
    txHash: salt,
  }
}
