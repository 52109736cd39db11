import type { Config, Hex } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { dataMarketGarbage } from '../../../chain/marketAbi.gen.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { recordKey, unblind } from '../../../market/blinding.ts'
import { dealId } from '../../../market/consent.ts'
import {
  buildOpening,
  findBadChunk,
  verifyGarbage,
  type Deal as GarbageDeal,
} from '../../../market/garbage.ts'
import { Failure } from '../../../api/failure.ts'
import { formatTag } from '../../../ui/amount.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import { callMarket } from '../fund/planOpen.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { consentDigest } from '../responses/checkConsent.ts'
import { verifyDelivery, type Delivered } from './openDelivery.ts'

/**
 * Contesting a record that contradicts its root. The accusation is first proved here, then asked of the chain without
 * sending, and only then sent. Raises `market.*` or what `verifyDelivery` raises where it would not hold.
 */
export async function planGarbage(
  offer: OwnOffer,
  { z }: OfferSecrets,
  delivered: Delivered,
  told: { digest: Hex | null },
  config: Config,
): Promise<TransactionPlan> {
  const { consent, sent } = delivered
  const evidence = await proveGarbage(offer, z, delivered, told)
  return {
    title: 'Contest a broken record',
    outcome: `${formatTag(consent.price)} come back to your offer, and the deal with profile ${consent.profile} ends.`,
    rows: [
      {
        label: 'What is proved',
        value: `Block ${evidence.chunk.index} of the record contradicts the root that was signed`,
      },
      {
        label: 'What becomes public',
        value: 'The key of this one record',
        note: 'Whoever has its encrypted bytes can read this record from then on. Your other records stay closed, and so does your own key.',
      },
      {
        label: 'Checked before it is sent',
        value: 'by this page, then by the chain in a call that changes nothing',
      },
    ],
    from: offer.buyer,
    call: {
      name: 'garbage',
      arguments: { offer: offer.id, profile: consent.profile, chunk: evidence.chunk.index },
    },
    build: () =>
      Promise.resolve(
        callMarket(
          config,
          offer.buyer,
          encodeCall(dataMarketGarbage, [consent, sent.dx, sent.dParity, evidence]),
        ),
      ),
  }
}

async function proveGarbage(offer: OwnOffer, z: bigint, delivered: Delivered, told: { digest: Hex | null }) {
  const { consent, contents, sent } = delivered
  if (contents.leaves === null)
    throw new Failure(
      'market.not_garbage',
      'This record was sold without a plaintext root, so nothing can be proved.',
    )
  const statement = await verifyDelivery(offer, delivered, told)
  const record = dealId(bytesOfHex(offer.id, 32), consent.profile)
  const deal: GarbageDeal = {
    consent: consentDigest(offer, consent),
    record,
    q: offer.q,
    commitment: statement.open,
    delivered: statement.product,
    ctRoot: bytesOfHex(consent.ctRoot, 32),
    ptRoot: bytesOfHex(consent.ptRoot, 32),
  }
  const key = recordKey(unblind(deal.delivered, deal.commitment, z), record)
  const bad = findBadChunk(contents.record, key, contents.leaves)
  key.fill(0)
  if (!bad)
    throw new Failure(
      'market.not_garbage',
      'The record opens to what was promised; there is nothing to contest.',
    )
  const opening = buildOpening(deal, sent.proof, z)
  verifyGarbage(deal, opening, bad)
  return spellEvidence(opening, bad)
}

type Opening = ReturnType<typeof buildOpening>
type BadChunk = NonNullable<ReturnType<typeof findBadChunk>>

/** The evidence as the contract takes it. */
function spellEvidence({ bInverse, zInverse, proof, ...opening }: Opening, chunk: BadChunk) {
  const { inverse, ...rest } = proof
  const words = Array.from({ length: 8 }, (_, at) => hexOfBytes(chunk.words.subarray(32 * at, 32 * (at + 1))))
  return {
    opening: { ...opening, binv: bInverse, zinv: zInverse, proof: { ...rest, inv: inverse } },
    chunk: {
      index: BigInt(chunk.index),
      // Safety: eight words make a chunk.
      words: words as [Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex],
      ctPath: chunk.ctPath.map(hexOfBytes),
      ptLeaf: hexOfBytes(chunk.ptLeaf),
      ptPath: chunk.ptPath.map(hexOfBytes),
    },
  }
}
