import { beforeAll, describe, expect, it } from 'vitest'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { utf8 } from '../../../domain/utf8.ts'
import { deriveDealScalar } from '../../../market/derivation.ts'
import { openEnvelope } from '../../../market/envelope.ts'
import { parseValue } from '../../../market/recordValues.ts'
import { buildTreeRoot, listPlainLeaves } from '../../../market/roots.ts'
import { parseSelection } from '../../../market/selection.ts'
import { buildEpochDelivery } from '../../deliver/buildDelivery.ts'
import { sealEpoch } from '../../deliver/sealEpoch.ts'
import { makeAnswer, secrets, type Answered } from '../answers.testing.ts'
import { consentDigest } from '../responses/checkConsent.ts'
import { openDelivery, type Delivered } from './openDelivery.ts'

const useKey = <T>(use: (key: Uint8Array) => T): T => use(new Uint8Array(32).fill(3))
const epoch = 1
let answered: Answered
let delivered: Delivered
let told: { digest: `0x${string}` }

/** What came for the running epoch, out of the person's vault as it was when it was sealed. */
async function deliveredWith(topic: string): Promise<Delivered> {
  const { own, sale } = answered
  const digest = consentDigest(own, sale.consent)
  const value = parseValue('interests', { fields: { topics: [topic] } })
  const records = [{ recordId: 'r', title: 'Interests', updatedAt: 1, value }]
  const { secret, consent } = sale
  const { place } = own.market
  const wish = { secret, consent, digest, terms: own.terms, records, epoch, day: '2026-12-01', place }
  const { envelope, wish: call } = await sealEpoch(wish, useKey)
  const contents = await openEnvelope(envelope, secrets.envelopeSeed, {
    deal: bytesOfHex(secret.dealId, 32),
    epoch,
  })
  const { ctRoot } = call.arguments['delivery'] as { ctRoot: string } // Safety: spelled by sealEpoch.
  const xs = Array.from({ length: secret.epochs }, (_, at) =>
    useKey((key) =>
      deriveDealScalar(key, place, bytesOfHex(secret.offerId, 32), bytesOfHex(secret.nonce, 32), at),
    ),
  )
  const made = buildEpochDelivery(consent, digest, xs, epoch, bytesOfHex(ctRoot, 32))
  const { inv, ...rest } = made.proof
  return {
    consent,
    contents,
    selection: parseSelection(utf8(contents.selection)),
    sent: {
      epoch: {
        ...{ number: epoch, xx: made.xx, xParity: made.xParity },
        ...{ ctRoot: BigInt(ctRoot), path: made.path.map(BigInt) },
      },
      ...{ dx: made.dx, dParity: made.dParity, proof: { ...rest, inverse: inv } },
    },
  }
}
const open = (change: Partial<Delivered['contents']> = {}) =>
  openDelivery(answered.own, secrets, { ...delivered, contents: { ...delivered.contents, ...change } }, told)

beforeAll(async () => {
  answered = await makeAnswer({ epochs: 2, deliverSeconds: 86_400 })
  delivered = await deliveredWith('food-and-drink.coffee')
  told = { digest: hexOfBytes(consentDigest(answered.own, answered.sale.consent)) }
})

describe('an epoch', () => {
  it('opens by its own plaintext’s key', async () =>
    expect(await open()).toMatchObject({
      state: 'opened',
      bundle: { kinds: [{ values: { topics: ['food-and-drink.coffee'] } }] },
    }))
  it('without its leaves is not this record', async () =>
    expect(await open({ leaves: null })).toMatchObject({ state: 'refused' }))
  it('with other leaves than its own is broken, and nobody’s garbage', async () =>
    expect(await open({ leaves: listPlainLeaves(new Uint8Array(1024)) })).toMatchObject({
      state: 'broken',
      sentence: 'The record opens to other bytes than its key was made of.',
    }))
  it('that was corrected has another key, which the first one’s leaves do not make', async () => {
    const corrected = await deliveredWith('pets.cats')
    const [one, other] = [delivered, corrected].map(({ contents }) =>
      hexOfBytes(buildTreeRoot(contents.leaves ?? [])),
    )
    expect(one).not.toBe(other)
    const mixed = { ...corrected, contents: { ...corrected.contents, leaves: delivered.contents.leaves } }
    expect(await openDelivery(answered.own, secrets, mixed, told)).toMatchObject({ state: 'broken' })
  })
})
