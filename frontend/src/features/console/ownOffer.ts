import { Failure } from '../../api/failure.ts'
import type { Offer } from '../../api/marketModel.ts'
import type { Config, Hex } from '../../api/model.ts'
import { addressOf } from '../../chain/readMarket.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import type { TypedDomain } from '../../domain/eip712.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { buildBlinding } from '../../market/blinding.ts'
import { offerId, type OfferTerms } from '../../market/consent.ts'
import type { CurvePoint } from '../../market/curve.ts'
import { deriveOfferScalar, type MarketPlace } from '../../market/derivation.ts'
import { envelopeSeed } from '../../market/envelope.ts'
import { wirePoint } from '../../market/points.ts'
import type { TermsDocument } from '../../market/terms.ts'
import { parseTerms } from '../../market/termsFormat.ts'
import { fromBase64 } from '../outbox/base64.ts'

/** One market contract: where points are derived for, and what typed data are signed for. */
export interface MarketContract {
  readonly address: Hex
  readonly place: MarketPlace
  readonly domain: TypedDomain
}

/** An offer of this business whose id was recomputed from every word of it, and whose terms are the chain's. */
export interface OwnOffer {
  readonly id: Hex
  readonly buyer: Hex
  readonly onChain: OfferTerms
  readonly q: CurvePoint
  readonly terms: TermsDocument
  readonly market: MarketContract
}

/** What opens the answers to one offer; made of the vault's market key, never stored. */
export interface OfferSecrets {
  readonly z: bigint
  readonly envelopeSeed: Uint8Array
}

export function marketOf({ network, contracts }: Config): MarketContract {
  const address = addressOf(contracts, 'DataMarket')
  return {
    address,
    place: { chainId: BigInt(network.chainId), contract: bytesOfHex(address, 20) },
    domain: { chainId: network.chainId, contract: address },
  }
}

/**
 * The offer, believed of the gateway in nothing: raises `offer.forged` when id or terms are not the chain's,
 * `offer.no_terms` while nobody has the document, and as `parseTerms`.
 */
export function readOwnOffer(offer: Offer, config: Config): OwnOffer {
  const market = marketOf(config)
  const onChain = onChainOf(offer)
  if (hexOfBytes(offerId(offer.buyer, onChain)) !== offer.offerId) throw forged()
  if (offer.documentBytes === null) {
    throw new Failure(
      'offer.no_terms',
      'This gateway does not have the offer’s terms right now. Try again in a moment.',
      true,
    )
  }
  const bytes = fromBase64(offer.documentBytes)
  if (contentDigest(bytes) !== onChain.terms) throw forged()
  const q = wirePoint(onChain.qx, onChain.qParity)
  return { id: offer.offerId, buyer: offer.buyer, onChain, q, terms: parseTerms(bytes), market }
}

/** The secrets of one offer. Raises `offer.other_vault` when another market key made the offer's point. */
export function deriveSecrets(offer: OwnOffer, marketKey: Uint8Array): OfferSecrets {
  const salt = bytesOfHex(offer.onChain.salt, 32)
  const z = deriveOfferScalar(marketKey, offer.market.place, salt)
  const made = buildBlinding(z)
  if (made.x !== offer.q.x || made.y !== offer.q.y) {
    throw new Failure(
      'offer.other_vault',
      'This offer was opened with the vault of another profile. Switch to that profile to read its answers.',
    )
  }
  return { z, envelopeSeed: envelopeSeed(marketKey, salt) }
}

function onChainOf({ onChain }: Offer): OfferTerms {
  const { upfrontBps, ...rest } = onChain
  return {
    ...rest,
    qx: BigInt(onChain.qx),
    acceptUntil: BigInt(onChain.acceptUntil),
    upFrontBps: upfrontBps,
  }
}

function forged(): Failure {
  return new Failure(
    'offer.forged',
    'This gateway shows other words than the ones the offer was opened with. Choose another gateway in Settings.',
  )
}
