import { beforeAll, describe, expect, it, vi } from 'vitest'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { utf8 } from '../../../domain/utf8.ts'
import { dataMarketGarbage } from '../../../chain/marketAbi.gen.ts'
import { selectorOf } from '../../../chain/selector.ts'
import { buildShared, recordKey } from '../../../market/blinding.ts'
import { buildBundle } from '../../../market/bundle.ts'
import { dealId } from '../../../market/consent.ts'
import { deriveDealScalar } from '../../../market/derivation.ts'
import { openEnvelope } from '../../../market/envelope.ts'
import { mask } from '../../../market/keystream.ts'
import { encodeRecord } from '../../../market/record.ts'
import { buildTreeRoot, listCipherLeaves, listPlainLeaves } from '../../../market/roots.ts'
import { parseSelection } from '../../../market/selection.ts'
import { config, makeAnswer, secrets, type Answered } from '../answers.testing.ts'
import { openDelivery, type Delivered } from './openDelivery.ts'
import { planGarbage } from './planGarbage.ts'

let answered: Answered
let delivered: Delivered
let told: { digest: `0x${string}` | null }

beforeAll(async () => {
  answered = await makeAnswer({ garbageSeconds: 86_400 })
  delivered = await deliveredBy(answered)
  told = answered.deliver().deal
})

async function deliveredBy({ sale, response, deliver }: Answered): Promise<Delivered> {
  const place = { deal: bytesOfHex(response.dealId, 32), epoch: 0 }
  const contents = await openEnvelope(sale.envelope, secrets.envelopeSeed, place)
  const selection = parseSelection(utf8(contents.selection))
  return { consent: sale.consent, selection, contents, sent: deliver().sent }
}
const open = (change: Partial<Delivered> = {}, digest = told.digest) =>
  openDelivery(answered.own, secrets, { ...delivered, ...change }, { digest })

/** The same deal with a record of the seller's choice, promised or not. */
async function selling(data: Uint8Array, promised = data) {
  const seller = await makeAnswer({ garbageSeconds: 86_400 })
  const { place } = seller.own.market
  const offer = bytesOfHex(seller.own.id, 32)
  const x = deriveDealScalar(
    new Uint8Array(32).fill(3),
    place,
    offer,
    bytesOfHex(seller.sale.secret.nonce, 32),
  )
  const key = recordKey(buildShared(x), dealId(offer, 77n))
  const salts = new Uint8Array(32 * 64).fill(5)
  const encode = (bytes: Uint8Array) =>
    encodeRecord(bytes, salts.subarray(0, 32 * (encodeRecord(bytes).length / 256)))
  const record = mask(encode(data), key)
  const leaves = listPlainLeaves(encode(promised))
  Object.assign(seller.sale.consent, {
    ctRoot: hexOfBytes(buildTreeRoot(listCipherLeaves(record))),
    ptRoot: hexOfBytes(buildTreeRoot(leaves)),
  })
  const { sent, deal } = seller.deliver()
  const base = await deliveredBy(seller)
  return { seller, deal, delivered: { ...base, sent, contents: { ...base.contents, record, leaves } } }
}
const bundle = (change: Record<string, unknown> = {}) => {
  const { selection } = delivered
  const kinds = [
    {
      category: 'interests',
      granularity: 'exact' as const,
      values: { topics: ['food-and-drink.coffee'] },
      rows: [],
      file: null,
    },
  ]
  const text = new TextDecoder().decode(
    buildBundle({ offer: selection.offer, profile: selection.profile, day: '2026-11-20', kinds }, 100_000),
  )
  return utf8(JSON.stringify({ ...(JSON.parse(text) as object), ...change }))
}

describe('openDelivery', () => {
  it('opens what was sold', async () => {
    const opened = await open()
    expect(opened).toMatchObject({
      state: 'opened',
      bundle: {
        day: '2026-11-20',
        kinds: [{ category: 'interests', values: { topics: ['food-and-drink.coffee'] } }],
      },
    })
  })
  it.each<[string, () => Promise<unknown>]>([
    ['for another consent than the chain accepted', () => open({}, `0x${'01'.repeat(32)}`)],
    ['without a digest on the chain', () => open({}, null)],
    ['with another record', () => open({ contents: { ...delivered.contents, record: new Uint8Array(256) } })],
    ['with another point', () => open({ sent: { ...delivered.sent, dParity: delivered.sent.dParity ^ 1 } })],
    ['with a point that is none', () => open({ sent: { ...delivered.sent, dx: 5n } })],
    [
      'with a proof of something else',
      () => open({ sent: { ...delivered.sent, proof: { ...delivered.sent.proof, s: 1n } } }),
    ],
  ])('opens nothing %s', async (_, act) => expect(await act()).toMatchObject({ state: 'refused' }))
  it('finds a record that contradicts its root', async () => {
    const { seller, deal, delivered: garbage } = await selling(utf8('g'.repeat(300)), bundle())
    expect(await openDelivery(seller.own, secrets, garbage, deal)).toMatchObject({ state: 'garbage' })
  })
  it.each<[string, () => Uint8Array]>([
    ['nonsense', () => utf8('nonsense')],
    ['a bundle for somebody else', () => bundle({ profile: '78' })],
    ['kinds that were not sold', () => bundle({ kinds: [] })],
    ['a member nobody knows', () => bundle({ html: '<script>' })],
    [
      'a value that no record has',
      () =>
        bundle({
          kinds: [{ category: 'interests', granularity: 'exact', values: { topics: ['<img src=x>'] } }],
        }),
    ],
  ])('says what is wrong with %s, which keeps its promise', async (_, data) => {
    const { seller, deal, delivered: broken } = await selling(data())
    const opened = await openDelivery(seller.own, secrets, broken, deal)
    expect(opened.state).toBe('broken')
    expect(opened).toHaveProperty('sentence', expect.stringMatching(/\.$/))
  })
  it('leaves no plaintext where it worked', async () => {
    const spy = vi.spyOn(Uint8Array.prototype, 'fill')
    await open()
    const wiped = spy.mock.contexts.filter((bytes) => bytes instanceof Uint8Array && bytes.length >= 256)
    expect(wiped.length).toBeGreaterThan(0)
  })
})

describe('planGarbage', () => {
  it('proves the broken block to the contract, and names what becomes public', async () => {
    const { seller, deal, delivered: garbage } = await selling(utf8('g'.repeat(300)), bundle())
    const plan = await planGarbage(seller.own, secrets, garbage, deal, config)
    expect(plan.rows.map(({ label }) => label)).toContain('What becomes public')
    const { data } = await plan.build({ request: vi.fn() }, vi.fn())
    expect(data.slice(0, 10)).toBe(selectorOf(dataMarketGarbage))
    const words = data.slice(10).match(/.{64}/g) ?? []
    expect([BigInt(`0x${words[0]}`), BigInt(`0x${words[1]}`)]).toEqual([BigInt(seller.own.id), 77n])
  })
  it('accuses nobody whose record is in order', async () =>
    expect(planGarbage(answered.own, secrets, delivered, told, config)).rejects.toMatchObject({
      code: 'market.not_garbage',
    }))
  it('accuses nobody on the word of a lying node', async () => {
    const { seller, delivered: garbage } = await selling(utf8('g'.repeat(300)), bundle())
    const lie = { digest: `0x${'0f'.repeat(32)}` as const }
    await expect(planGarbage(seller.own, secrets, garbage, lie, config)).rejects.toMatchObject({
      code: 'delivery.consent',
    })
  })
  it('has nothing to prove without a plaintext root', async () => {
    const contents = { ...delivered.contents, leaves: null }
    await expect(
      planGarbage(answered.own, secrets, { ...delivered, contents }, told, config),
    ).rejects.toMatchObject({
      code: 'market.not_garbage',
    })
  })
})
