import type { Consent } from '../../../api/consentBody.ts'
import { Failure, failureOf } from '../../../api/failure.ts'
import type { Deal } from '../../../api/marketModel.ts'
import type { SentDelivery, SentEpoch } from '../../../chain/readDelivery.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { bytesOfUint } from '../../../domain/bytesOfUint.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { epochRecord, recordKey, unblind } from '../../../market/blinding.ts'
import { parseBundle, type Bundle } from '../../../market/bundle.ts'
import { dealId } from '../../../market/consent.ts'
import type { CurvePoint } from '../../../market/curve.ts'
import { deliveryDomain, epochDomain } from '../../../market/delivery.ts'
import { verifyProof, type Statement } from '../../../market/dleq.ts'
import type { EnvelopeContents } from '../../../market/envelope.ts'
import { isEpochKey } from '../../../market/epochs.ts'
import { hashCipher, hashPlain, maskRecord } from '../../../market/hashRecord.ts'
import { wirePoint } from '../../../market/points.ts'
import { decodeRecord } from '../../../market/record.ts'
import { buildTreeRoot } from '../../../market/roots.ts'
import type { Selection } from '../../../market/selection.ts'
import type { OfferSecrets, OwnOffer } from '../ownOffer.ts'
import { consentDigest } from '../responses/checkConsent.ts'

const zeroWord = `0x${'00'.repeat(32)}`

/** One delivered record and everything that is known about it; of a subscription one for each epoch. */
export interface Delivered {
  readonly consent: Consent
  readonly selection: Selection
  readonly contents: EnvelopeContents
  readonly sent: SentDelivery
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

/**
 * The statement that the delivery proves. Raises `delivery.consent`, `delivery.record`, `delivery.epoch`, `market.*`
 * when digest, root, key or proof are not what they must be.
 */
export async function verifyDelivery(
  offer: OwnOffer,
  { consent, contents, sent }: Delivered,
  told: Pick<Deal, 'digest'>,
): Promise<Statement> {
  const digest = consentDigest(offer, consent)
  if (hexOfBytes(digest) !== told.digest) {
    throw new Failure(
      'delivery.consent',
      'The chain accepted another consent of this profile than the one that lies here.',
    )
  }
  const root = buildTreeRoot(await hashCipher(contents.record))
  const committed = commitmentOf(consent, sent.epoch)
  if (!isEqual(root, committed.ctRoot) || (sent.epoch !== null && contents.leaves === null))
    throw new Failure('delivery.record', 'The encrypted record is not the one that was sold.')
  const statement: Statement = {
    domain: sent.epoch ? epochDomain(digest, sent.epoch.number, root) : deliveryDomain(digest),
    open: committed.x,
    base: offer.q,
    product: wirePoint(sent.dx, sent.dParity),
  }
  verifyProof(statement, sent.proof)
  return statement
}

/** The X that the consent binds, and the root that goes with it; an epoch's X lies under the root of all keys. */
function commitmentOf(consent: Consent, epoch: SentEpoch | null): { x: CurvePoint; ctRoot: Uint8Array } {
  if (!epoch) return { x: wirePoint(consent.xx, consent.xParity), ctRoot: bytesOfHex(consent.ctRoot, 32) }
  const x = wirePoint(epoch.xx, epoch.xParity)
  const path = epoch.path.map((node) => bytesOfUint(node, 32))
  if (!isEpochKey(bytesOfUint(consent.xx, 32), epoch.number, x, path))
    throw new Failure('delivery.epoch', 'The key of this epoch is not one that the consent commits to.')
  return { x, ctRoot: bytesOfUint(epoch.ctRoot, 32) }
}

/** The name that the record's key is derived for; an epoch's says which plaintext it is. */
function recordName(offer: OwnOffer, { consent, contents, sent }: Delivered): Uint8Array {
  const deal = dealId(bytesOfHex(offer.id, 32), consent.profile)
  return sent.epoch ? epochRecord(deal, sent.epoch.number, buildTreeRoot(contents.leaves ?? [])) : deal
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

async function readPlain(offer: OwnOffer, delivered: Delivered, plain: Uint8Array): Promise<Opened> {
  const { consent, contents, selection, sent } = delivered
  const promised = sent.epoch ? hexOfBytes(buildTreeRoot(contents.leaves ?? [])) : consent.ptRoot
  const contradicts =
    contents.leaves !== null &&
    promised !== zeroWord &&
    hexOfBytes(buildTreeRoot(await hashPlain(plain))) !== promised
  if (contradicts && sent.epoch)
    return { state: 'broken', sentence: 'The record opens to other bytes than its key was made of.' }
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
