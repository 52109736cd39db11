import { describe, expect, it } from 'vitest'
import type { Consent } from '../../api/consentBody.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { uintOfBytes } from '../../domain/uintOfBytes.ts'
import { codeOf, randomFrom } from '../../domain/vectors.testing.ts'
import { buildBlinding, buildCommitment, buildShared, unblind } from '../../market/blinding.ts'
import { marketDigest } from '../../market/consent.ts'
import { parityOf } from '../../market/curve.ts'
import { deliveryDomain, epochDomain } from '../../market/delivery.ts'
import { buildStatement, verifyProof } from '../../market/dleq.ts'
import { buildKeysRoot, isEpochKey } from '../../market/epochs.ts'
import { wirePoint } from '../../market/points.ts'
import { buildDelivery, buildEpochDelivery, spellDelivery, type Delivery } from './buildDelivery.ts'

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const [x, z] = [123_456_789n, 987_654_321n]
const q = buildBlinding(z)
const commitment = buildCommitment(x)
const domain = { chainId: 31337, contract: `0x${'55'.repeat(20)}` as const }
const consent: Consent = {
  offer: word('1'),
  profile: 7n,
  payee: `0x${'aa'.repeat(20)}`,
  price: 5n,
  validUntil: 99n,
  terms: word('2'),
  receipt: word('3'),
  qx: q.x,
  qParity: parityOf(q),
  xx: commitment.x,
  xParity: parityOf(commitment),
  ctRoot: word('4'),
  ptRoot: word('0'),
  salt: word('5'),
}
const digest = marketDigest('Consent', consent, domain)
const proofOf = ({ proof: { inv, ...rest } }: Delivery) => ({ ...rest, inverse: inv })

describe('the key of a sale', () => {
  it('is not delivered with another secret than the consent commits to', () =>
    expect(codeOf(() => buildDelivery(consent, digest, x + 1n))).toBe('deliver.wrong_key'))
  it('is not delivered for the mirrored commitment', () =>
    expect(codeOf(() => buildDelivery({ ...consent, xParity: 1 - consent.xParity }, digest, x))).toBe(
      'deliver.wrong_key',
    ))
  it('is not delivered to a point that hides nothing', () =>
    expect(
      codeOf(() =>
        buildDelivery(
          {
            ...consent,
            qx: 0x6c503108eb51b3c3f86d6982be522c1aefc638f4a0c3f255a9b192dcf311f60bn,
            qParity: 0,
          },
          digest,
          x,
        ),
      ),
    ).toBe('market.blinding'))
  it('opens for the buyer, and its proof holds for this consent alone', () => {
    const delivery = buildDelivery(consent, digest, x)
    const d = wirePoint(delivery.dx, delivery.dParity)
    expect(unblind(d, commitment, z)).toEqual(buildShared(x))
    const statement = buildStatement(deliveryDomain(digest), q, x)
    expect(() => verifyProof({ ...statement, product: d }, proofOf(delivery))).not.toThrow()
    const elsewhere = marketDigest('Consent', { ...consent, price: 6n }, domain)
    expect(
      codeOf(() => verifyProof({ ...statement, domain: deliveryDomain(elsewhere) }, proofOf(delivery))),
    ).toBe('market.proof')
  })
})

describe('the key of an epoch', () => {
  const random = randomFrom(3)
  const xs = Array.from({ length: 5 }, () => BigInt(Math.floor(random() * 2 ** 50)) + 1n)
  const root = buildKeysRoot(xs.map(buildCommitment))
  const subscription: Consent = { ...consent, xx: uintOfBytes(root), xParity: 0, ctRoot: word('0') }
  const digestOfIt = marketDigest('Consent', subscription, domain)
  const ctRoot = bytesOfHex(word('9'), 32)

  it('is not delivered when a secret of another epoch is another one', () =>
    expect(
      codeOf(() => buildEpochDelivery(subscription, digestOfIt, [...xs.slice(0, 4), 77n], 0, ctRoot)),
    ).toBe('deliver.wrong_key'))
  it('is not delivered for an epoch that there is not', () =>
    expect(codeOf(() => buildEpochDelivery(subscription, digestOfIt, xs, 5, ctRoot))).toBe(
      'deliver.wrong_key',
    ))
  it.each([0, 3, 4])('%s lies under the signed root and binds its ciphertext', (epoch) => {
    const delivery = buildEpochDelivery(subscription, digestOfIt, xs, epoch, ctRoot)
    const own = wirePoint(delivery.xx, delivery.xParity)
    const path = delivery.path.map((node) => bytesOfHex(node, 32))
    expect(isEpochKey(root, epoch, own, path)).toBe(true)
    const statement = buildStatement(epochDomain(digestOfIt, epoch, ctRoot), q, xs[epoch] ?? 0n)
    expect(() => verifyProof(statement, proofOf(delivery))).not.toThrow()
  })
})

it('travels with its numbers as text', () => {
  const spelled = spellDelivery(buildDelivery(consent, digest, x))
  expect(JSON.stringify(spelled)).not.toMatch(/:\d{16}/)
  expect(spelled).toMatchObject({ dParity: expect.any(Number) as number, dx: expect.any(String) as string })
})
