import type { Consent } from '../../../api/consentBody.ts'
import type { MarketReads } from '../../../chain/readMarket.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { utf8 } from '../../../domain/utf8.ts'
import { failureOf } from '../../../api/failure.ts'
import { attestationDigest, attestationHash } from '../../../market/attestation.ts'
import { getCategory } from '../../../market/categories.ts'
import { receiptDigest } from '../../../market/consent.ts'
import type { EnvelopeContents } from '../../../market/envelope.ts'
import { parseSelection, verifySelection, type Selection } from '../../../market/selection.ts'
import { verifyShown } from '../../../market/words.ts'
import { formatTag } from '../../../ui/amount.ts'
import { recoverAddress } from '../../../wallet/sessionKeys.ts'
import { granularityWords } from '../draft/catalogue.ts'
import type { OwnOffer } from '../ownOffer.ts'
import { failed, passed, without, type Check } from './check.ts'

/** Which kinds were sold, bound to the consent by its salted digest; null with the reason when they are not. */
export function checkKinds(
  offer: OwnOffer,
  consent: Consent,
  { selection, receiptSalt }: Pick<EnvelopeContents, 'selection' | 'receiptSalt'>,
): { check: Check; selection: Selection | null } {
  const refuse = (sentence: string) => ({ check: failed('kinds', sentence), selection: null })
  const bytes = utf8(selection)
  if (hexOfBytes(receiptDigest(receiptSalt, bytes)) !== consent.receipt)
    return refuse('The list of kinds is not the one whose digest was signed.')
  try {
    const read = parseSelection(bytes)
    if (read.offer !== offer.id || String(read.profile) !== String(consent.profile))
      return refuse('The list of kinds is for another offer or profile.')
    const names = read.kinds.map(
      ({ category, granularity }) =>
        `${getCategory(category).title} (${granularityWords[granularity].title.toLowerCase()})`,
    )
    return { check: passed('kinds', `${names.join(', ')}.`), selection: read }
  } catch (cause) {
    return refuse(failureOf(cause).detail)
  }
}

/** Whether kinds and price are what the terms permit. */
export function checkPrice({ terms }: OwnOffer, { price }: Consent, selection: Selection): Check {
  try {
    verifySelection(selection, terms, price)
    return passed('price', `${formatTag(price)} by your terms.`)
  } catch (cause) {
    return failed('price', failureOf(cause).detail)
  }
}

/** Whether the words that the person saw before signing are the ones that belong to this consent. */
export function checkShown({ terms, onChain }: OwnOffer, consent: Consent, selection: Selection): Check {
  try {
    verifyShown(selection, terms, onChain, consent)
    return passed('shown', 'Recomputed from terms, kinds and price.')
  } catch (cause) {
    return failed('shown', failureOf(cause).detail)
  }
}

/** Whether somebody whom the terms name attested the very record that is sold. */
export async function checkAttestation(
  { terms, market }: OwnOffer,
  { profile, ptRoot }: Consent,
  { attestation }: Selection,
  reads: Pick<MarketReads, 'isContract' | 'isSigned'>,
): Promise<Check> {
  const name = 'attestation'
  if (!attestation) {
    return without(
      name,
      terms.attesters.length > 0
        ? 'Nobody attested this record; your offer permits that.'
        : 'Your offer names no attester.',
    )
  }
  const { attester, category, issuedAt, signature } = attestation
  if (!terms.attesters.includes(attester))
    return failed(name, 'It is by somebody whom your terms do not name.')
  if (attestation.ptRoot !== ptRoot)
    return failed(name, 'It is about another record than the one that is sold.')
  const message = { profile, ptRoot, category, issuedAt }
  const digest = attestationDigest(message, market.domain)
  const hash = attestationHash(message)
  const signed =
    recoverAddress(digest, bytesOfHex(signature)) === attester ||
    ((await reads.isContract(attester)) && (await reads.isSigned(attester, hexOfBytes(hash), signature)))
  return signed ? passed(name, `Attested by ${attester}.`) : failed(name, 'The attester did not sign it.')
}
