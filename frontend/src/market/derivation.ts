import { hkdf } from '@noble/hashes/hkdf'
import { sha256 } from '@noble/hashes/sha2'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { curveOrder } from './curve.ts'
import { wipe } from './wipe.ts'

export { wipe }

/** One market contract on one chain. */
export interface MarketPlace {
  readonly chainId: bigint
  readonly contract: Uint8Array
}

/**
 * The seller's x for one deal and epoch; raises `market.secret`. The nonce is 32 random bytes, stored before
 * the consent is signed and never used for another deal. Epoch keys are never linear: a known difference
 * would open every epoch to whoever bought one.
 */
export function deriveDealScalar(
  vaultKey: Uint8Array,
  place: MarketPlace,
  offer: Uint8Array,
  nonce: Uint8Array,
  epoch = 0,
): bigint {
  requireLengths([vaultKey, 32], [place.contract, 20], [offer, 32], [nonce, 32])
  const info = [bytesOfUint(place.chainId, 32), place.contract, offer, nonce, bytesOfUint(BigInt(epoch), 4)]
  return scalar(vaultKey, 'hashtagspace/market/x/v1', joinBytes(...info))
}

/** The buyer's z for one offer; raises `market.secret`. */
export function deriveOfferScalar(marketKey: Uint8Array, place: MarketPlace, offerSalt: Uint8Array): bigint {
  requireLengths([marketKey, 32], [place.contract, 20], [offerSalt, 32])
  const info = joinBytes(bytesOfUint(place.chainId, 32), place.contract, offerSalt)
  return scalar(marketKey, 'hashtagspace/market/z/v1', info)
}

function scalar(key: Uint8Array, salt: string, info: Uint8Array): bigint {
  const output = hkdf(sha256, key, utf8(salt), info, 48)
  const value = (uintOfBytes(output) % (curveOrder - 1n)) + 1n
  wipe(output)
  return value
}

function requireLengths(...parts: readonly (readonly [Uint8Array, number])[]): void {
  if (parts.some(([part, length]) => part.length !== length)) {
    throw new DomainError(
      'market.secret',
      'A key, nonce, offer or address has the wrong length; nothing was derived.',
    )
  }
}
