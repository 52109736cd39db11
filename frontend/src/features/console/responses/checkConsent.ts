import type { Consent } from '../../../api/consentBody.ts'
import type { Hex } from '../../../api/model.ts'
import type { ChainDeal } from '../../../chain/readDeal.ts'
import type { MarketReads } from '../../../chain/readMarket.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { structHash } from '../../../domain/eip712.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { marketDigest, marketForms } from '../../../market/consent.ts'
import { wirePoint } from '../../../market/points.ts'
import { formatTag } from '../../../ui/amount.ts'
import { formatMoment } from '../../../ui/time.ts'
import { recoverAddress } from '../../../wallet/sessionKeys.ts'
import type { OwnOffer } from '../ownOffer.ts'
import { failed, passed, unknown, without, type Check } from './check.ts'

const zeroWord = `0x${'00'.repeat(32)}`

/** Whether the consent is for this offer, word for word, and could be paid. */
export function checkConsent(offer: OwnOffer, consent: Consent, nowSeconds: number): Check {
  const { onChain, market } = offer
  const name = 'consent'
  if (consent.offer !== offer.id) return failed(name, 'It was signed for another offer.')
  if (consent.terms !== onChain.terms || consent.qx !== onChain.qx || consent.qParity !== onChain.qParity)
    return failed(name, 'It was signed for other terms or another key than this offer’s.')
  if (BigInt(consent.payee) === 0n || consent.payee === market.address)
    return failed(name, 'It names no account that can be paid.')
  if (consent.price <= 0n) return failed(name, 'It names no price.')
  if (consent.validUntil < BigInt(Math.floor(nowSeconds)))
    return failed(name, 'It has run out. The person can answer again.')
  return isKeyWellFormed(offer, consent)
    ? passed(
        name,
        `Valid until ${formatMoment(Number(consent.validUntil) * 1000)}, for ${formatTag(consent.price)}.`,
      )
    : failed(name, 'Its key commitment is malformed: nothing could ever be delivered for it.')
}

/** One sale names a point and a record; a subscription names the root of its keys and no record yet. */
function isKeyWellFormed({ onChain }: OwnOffer, consent: Consent): boolean {
  if (onChain.epochs > 0)
    return consent.xParity === 0 && consent.ctRoot === zeroWord && consent.ptRoot === zeroWord
  try {
    wirePoint(consent.xx, consent.xParity)
    return consent.ctRoot !== zeroWord
  } catch {
    return false
  }
}

export function consentDigest(offer: OwnOffer, consent: Consent): Uint8Array {
  return marketDigest('Consent', { ...consent }, offer.market.domain)
}

/** Whether the wallet that holds the profile now signed exactly this consent. */
export async function checkSignature(
  offer: OwnOffer,
  consent: Consent,
  signature: Hex,
  reads: Pick<MarketReads, 'custody' | 'isSigned' | 'isContract'>,
): Promise<Check> {
  const name = 'signature'
  const custody = await reads.custody(consent.profile)
  if (BigInt(custody) === 0n) return failed(name, 'The chain knows no such profile.')
  const digest = consentDigest(offer, consent)
  if (recoverAddress(digest, bytesOfHex(signature)) === custody)
    return passed(name, `Recomputed and signed by ${custody}.`)
  if (await reads.isContract(custody)) {
    const hash = hexOfBytes(structHash('Consent', marketForms.Consent, { ...consent }))
    if (await reads.isSigned(custody, hash, signature))
      return passed(name, `The contract account ${custody} takes it for its own.`)
  }
  return failed(name, 'It is not the signature of the wallet that holds the profile.')
}

export function checkUnanswered({ state, withdrawn }: Pick<ChainDeal, 'state' | 'withdrawn'>): Check {
  const name = 'unanswered'
  if (withdrawn)
    return failed(name, 'The person has withdrawn; the offer can take no consent of theirs again.')
  return state === 'none'
    ? passed(name, 'The chain has no deal with this profile yet.')
    : failed(name, `The chain has a deal with this profile already (${state}).`)
}

export async function checkLevel(
  offer: OwnOffer,
  profile: bigint,
  reads: Pick<MarketReads, 'level'>,
): Promise<Check> {
  const { minLevel } = offer.onChain
  if (minLevel === 0) return without('level', 'Your offer asks for none.')
  const level = await reads.level(profile)
  return level >= minLevel
    ? passed('level', `Level ${level}; your offer asks for ${minLevel}.`)
    : failed('level', `Level ${level} is below the ${minLevel} that your offer asks for.`)
}

/** The check itself, or what stands in its place while a node or gateway is away. */
export async function orUnknown(name: Check['name'], check: Promise<Check>): Promise<Check> {
  return check.catch(() => unknown(name, 'The chain could not be asked. Try again in a moment.'))
}
