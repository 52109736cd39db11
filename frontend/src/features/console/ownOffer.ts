import { Failure } from '../../api/failure.ts'
import type { Offer } from '../../api/marketModel.ts'
import type { Config, Hex } from '../../api/model.ts'
import { addressOf } from '../../chain/readMarket.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import type { TypedDomain } from '../../domain/eip712.ts'
import { buildBlinding } from '../../market/blinding.ts'
import type { OfferTerms } from '../../market/consent.ts'
import type { CurvePoint } from '../../market/curve.ts'
import { deriveOfferScalar, type MarketPlace } from '../../market/derivation.ts'
import { envelopeSeed } from '../../market/envelope.ts'
import { wirePoint } from '../../market/points.ts'
import type { TermsDocument } from '../../market/terms.ts'
import { checkOffer, readOnChain } from '../offers/checkOffer.ts'

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

/** The offer, believed of the gateway in nothing; raises as `checkOffer`. */
export function readOwnOffer(offer: Offer, config: Config): OwnOffer {
  const { terms } = checkOffer(offer)
  const onChain = readOnChain(offer.onChain)
  const q = wirePoint(onChain.qx, onChain.qParity)
  return { id: offer.offerId, buyer: offer.buyer, onChain, q, terms, market: marketOf(config) }
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
