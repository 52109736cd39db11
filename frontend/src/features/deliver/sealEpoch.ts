import type { Consent } from '../../api/consentBody.ts'
import { spellConsent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import type { Hex } from '../../api/model.ts'
import { dataMarketDeliverEpoch } from '../../chain/marketAbi.gen.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { utf8 } from '../../domain/utf8.ts'
import { buildBundle } from '../../market/bundle.ts'
import { deriveDealScalar, wipe, type MarketPlace } from '../../market/derivation.ts'
import { sealEnvelope } from '../../market/envelope.ts'
import { coarsen, listShownFields, type KindData } from '../../market/ladder.ts'
import { getAsk, parseSelection, type SelectedKind } from '../../market/selection.ts'
import type { TermsDocument } from '../../market/terms.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { listAnswering, type OpenRecord } from '../offers/previewKind.ts'
import { buildEpochDelivery, spellDelivery } from './buildDelivery.ts'
import { wishFor, type RelayWish } from '../relay/relayCall.ts'
import { sealRecord } from './sealRecord.ts'

export interface EpochWish {
  secret: DealSecret
  consent: Consent
  digest: Uint8Array
  terms: TermsDocument
  /** The vault's records as they are today. */
  records: readonly OpenRecord[]
  epoch: number
  day: string
  place: MarketPlace
}
export interface SealedEpoch {
  wish: RelayWish & { data: Hex }
  envelope: Uint8Array
}
type UseKey = <T>(use: (vaultKey: Uint8Array) => T) => T

/**
 * The record of one epoch from today's vault, sealed under this epoch's key alone, with the call that delivers it.
 * Raises `deliver.record_missing` when the vault holds no more what was agreed to be sold.
 */
export async function sealEpoch(wish: EpochWish, useKey: UseKey): Promise<SealedEpoch> {
  const { secret, consent, terms, epoch } = wish
  const [offer, deal] = [bytesOfHex(secret.offerId, 32), bytesOfHex(secret.dealId, 32)]
  const { kinds: sold } = parseSelection(utf8(secret.selection))
  const kinds = sold.map((kind) => todayOf(kind, terms, wish.records, wish.day))
  const xs = Array.from({ length: secret.epochs }, (_, at) =>
    useKey((key) => deriveDealScalar(key, wish.place, offer, bytesOfHex(secret.nonce, 32), at)),
  )
  const bundle = buildBundle(
    { offer: secret.offerId, profile: consent.profile, day: wish.day, kinds },
    terms.maxBytes,
  )
  const sealed = await sealRecord(bundle, xs[epoch] ?? 0n, { deal, epoch }, false)
  wipe(bundle)
  const delivery = buildEpochDelivery(consent, wish.digest, xs, epoch, sealed.ctRoot)
  const envelope = await sealEnvelope(
    {
      selection: secret.selection,
      receiptSalt: bytesOfHex(secret.receiptSalt, 32),
      record: sealed.ciphertext,
      leaves: sealed.leaves,
    },
    terms.envelopeKey,
    { deal, epoch },
  )
  const call = wishFor(dataMarketDeliverEpoch, [consent, delivery], {
    consent: spellConsent(consent),
    delivery: spellDelivery(delivery),
  })
  return { wish: call, envelope }
}

/** A kind that was sold, as the vault has it today: the same fields, no more and no less. */
function todayOf(
  sold: SelectedKind,
  terms: TermsDocument,
  records: readonly OpenRecord[],
  day: string,
): KindData {
  const ask = { ...getAsk(sold, terms), fields: sold.fields }
  for (const { value } of listAnswering(ask, records)) {
    const kind = coarsen(ask, value, day)
    if (listShownFields(kind).join() === sold.fields.join()) return kind
  }
  throw new Failure('deliver.record_missing', sold.category)
}
