import type { Consent } from '../../../api/consentBody.ts'
import { Failure, failureOf } from '../../../api/failure.ts'
import type { Deal } from '../../../api/marketModel.ts'
import type { SentDelivery } from '../../../chain/readDelivery.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { epochRecord, recordKey, unblind } from '../../../market/blinding.ts'
import { parseBundle, type Bundle } from '../../../market/bundle.ts'
import { dealId } from '../../../market/consent.ts'
import type { CurvePoint } from '../../../market/curve.ts'
import { deliveryDomain, epochDomain } from '../../../market/delivery.ts'
import { verifyProof, type Statement } from '../../../market/dleq.ts'
import type { EnvelopeContents } from '../../../market/envelope.ts'
import { hashCipher, hashPlain, maskRecord } from '../../../market/hashRecord.ts'
import { wirePoint } from '../../../market/points.ts'
import { decodeRecord } from '../../../market/record.ts'
import { buildTreeRoot } from '../../../market/roots.ts'
import type { Selection } from '../../../market/selection.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { consentDigest } from '../responses/checkConsent.ts'

const zeroWord = `0x${'00'.repeat(32)}`

/** One delivered record and everything that is known about it. */
export interface Delivered {
  readonly consent: Consent
  readonly selection: Selection
  readonly contents: EnvelopeContents
  readonly sent: SentDelivery
  /** Of a subscription: the X of the epoch and the root its proof vouches for. */
  readonly epoch: { readonly number: number; readonly x: CurvePoint; readonly ctRoot: Uint8Array } | null
}

/**
 * What came of a delivery: the data; a record that contradicts its root, which the contract pays back; one that is
 * broken in a way it cannot judge; or a reason why it was not even opened.
 */
export type Opened =
  | { state: 'opened'; bundle: Bundle }
  | { state: 'garbage'; sentence: string }
  | { state: 'broken'; sentence: string }
  | { state: 'refused'; sentence: string }

/**
 * Opens the record after the proof was verified for the consent digest computed here: a lying node or gateway gets
 * nothing opened. Heavy work is done off the page. Never raises; key and padded plaintext are wiped.
 */
export async function openDelivery(
  offer: OwnOffer,
  { z }: OfferSecrets,
  delivered: Delivered,
  told: Pick<Deal, 'digest'>,
): Promise<Opened> {
  let statement: Statement
  try {
    statement = await verifyDelivery(offer, delivered, told)
  } catch (cause) {
    return { state: 'refused', sentence: failureOf(cause).detail }
  }
  const key = recordKey(unblind(statement.product, statement.open, z), recordName(offer, delivered))
  let plain: Uint8Array
  try {
    plain = await maskRecord(delivered.contents.record, key)
  } finally {
    key.fill(0)
  }
  try {
    return await readPlain(offer, delivered, plain)
  } finally {
    plain.fill(0)
  }
}

/** The statement that the delivery proves. Raises `delivery.consent`, `delivery.record`, `market.*`. */
export async function verifyDelivery(
  offer: OwnOffer,
  { consent, contents, sent, epoch }: Delivered,
  told: Pick<Deal, 'digest'>,
): Promise<Statement> {
  const digest = consentDigest(offer, consent)
  if (hexOfBytes(digest) !== told.digest)
    throw new Failure(
      'delivery.consent',
      'The chain accepted another consent of this profile than the one that lies here.',
    )
  const root = buildTreeRoot(await hashCipher(contents.record))
  const wanted = epoch ? hexOfBytes(epoch.ctRoot) : consent.ctRoot
  if (hexOfBytes(root) !== wanted)
    throw new Failure('delivery.record', 'The encrypted record is not the one that was sold.')
  const statement: Statement = {
    domain: epoch ? epochDomain(digest, epoch.number, epoch.ctRoot) : deliveryDomain(digest),
    open: epoch ? epoch.x : wirePoint(consent.xx, consent.xParity),
    base: offer.q,
    product: wirePoint(sent.dx, sent.dParity),
  }
  verifyProof(statement, sent.proof)
  return statement
}

/** The name that the record's key is derived for. */
function recordName(offer: OwnOffer, { consent, epoch }: Delivered): Uint8Array {
  const deal = dealId(bytesOfHex(offer.id, 32), consent.profile)
  return epoch ? epochRecord(deal, epoch.number) : deal
}

async function readPlain(offer: OwnOffer, delivered: Delivered, plain: Uint8Array): Promise<Opened> {
  const { consent, contents, selection } = delivered
  const contradicts =
    contents.leaves !== null &&
    consent.ptRoot !== zeroWord &&
    hexOfBytes(buildTreeRoot(await hashPlain(plain))) !== consent.ptRoot
  if (contradicts)
    return {
      state: 'garbage',
      sentence: 'The record opens to other bytes than the ones promised by its root.',
    }
  let data: Uint8Array | null = null
  try {
    data = decodeRecord(plain)
    return { state: 'opened', bundle: parseBundle(data, offer.terms, selection) }
  } catch (cause) {
    return { state: 'broken', sentence: failureOf(cause).detail }
  } finally {
    data?.fill(0)
  }
}
