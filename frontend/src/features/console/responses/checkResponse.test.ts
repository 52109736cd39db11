import { beforeAll, describe, expect, it } from 'vitest'
import { Failure } from '../../../api/failure.ts'
import { parseConsent, spellConsent, type Consent } from '../../../api/consentBody.ts'
import type { SaleResponse } from '../../../api/marketModel.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { utf8 } from '../../../domain/utf8.ts'
import { receiptDigest } from '../../../market/consent.ts'
import { openEnvelope, sealEnvelope, type EnvelopeContents } from '../../../market/envelope.ts'
import { parseSelection } from '../../../market/selection.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { envelopeKeys } from '../../offers/fixtures.ts'
import { makeAnswer, nowSeconds, secrets, sourcesFor, type Answered } from '../answers.testing.ts'
import { checkResponse, type CheckSources } from './checkResponse.ts'
import { Commitments } from './commitments.ts'

let answered: Answered
beforeAll(async () => {
  answered = await makeAnswer({ garbageSeconds: 86_400 })
})
const check = (change: Partial<SaleResponse> = {}, sources: Partial<CheckSources> = {}) =>
  checkResponse(answered.own, secrets, { ...answered.response, ...change }, sourcesFor(answered, sources))
const failedIn = async (...asked: Parameters<typeof check>) =>
  (await check(...asked)).checks.filter(({ state }) => state === 'failed').map(({ name }) => name)

/** The answer with another consent, signed as it should be: only what was changed is wrong. */
async function resigned(change: Partial<Consent>): Promise<Partial<SaleResponse>> {
  const consent = { ...parseConsent(answered.response.consent), ...change }
  return { consent: spellConsent(consent), signature: await answered.sign(consent) }
}
/** The same envelope with other contents. */
async function resealed(
  change: (contents: EnvelopeContents) => Partial<EnvelopeContents>,
): Promise<Uint8Array> {
  const place = { deal: bytesOfHex(answered.response.dealId, 32), epoch: 0 }
  const contents = await openEnvelope(answered.sale.envelope, secrets.envelopeSeed, place)
  return sealEnvelope({ ...contents, ...change(contents) }, envelopeKeys.publicKey, place)
}

describe('an honest answer', () => {
  it('passes every check and can be accepted', async () => {
    const checked = await check()
    expect(checked.checks.filter(({ state }) => state !== 'passed' && state !== 'none')).toEqual([])
    expect(checked.verdict).toBe('good')
    expect(checked.selection?.kinds.map(({ category }) => category)).toEqual(['interests'])
    expect(checked.checks.find(({ name }) => name === 'kinds')?.sentence).toBe('Interests (exact).')
  })
  it('of a contract account passes when the market takes its signature', async () => {
    const reads = {
      ...sourcesFor(answered).reads,
      custody: () => Promise.resolve(`0x${'cc'.repeat(20)}` as const),
      isContract: () => Promise.resolve(true),
      isSigned: () => Promise.resolve(true),
    }
    expect((await check({}, { reads })).verdict).toBe('good')
  })
})

describe('an answer is refused', () => {
  it.each<[string, Partial<Consent>, string]>([
    ['for another offer', { offer: `0x${'01'.repeat(32)}` }, 'consent'],
    ['for other terms', { terms: `0x${'02'.repeat(32)}` }, 'consent'],
    ['for another key', { qParity: 7 }, 'consent'],
    ['without a payee', { payee: `0x${'00'.repeat(20)}` }, 'consent'],
    ['that pays the market itself', { payee: `0x${'55'.repeat(20)}` }, 'consent'],
    ['without a price', { price: 0n }, 'price'],
    ['for a price of its own', { price: 10n ** 18n * 999n }, 'price'],
    ['that has run out', { validUntil: BigInt(nowSeconds - 1) }, 'consent'],
    ['whose commitment is no point', { xx: 5n }, 'consent'],
    ['for another record', { ctRoot: `0x${'03'.repeat(32)}` }, 'record'],
    ['without a record', { ctRoot: `0x${'00'.repeat(32)}` }, 'consent'],
    ['with a root that its leaves do not lead to', { ptRoot: `0x${'04'.repeat(32)}` }, 'leaves'],
    ['that could not be contested', { ptRoot: `0x${'00'.repeat(32)}` }, 'leaves'],
    ['with another list of kinds', { receipt: `0x${'05'.repeat(32)}` }, 'kinds'],
    ['that pays somebody the person was not shown', { payee: `0x${'bb'.repeat(20)}` }, 'shown'],
  ])('%s', async (_, change, name) => {
    const found = await check(await resigned(change))
    expect(found.verdict).toBe('bad')
    const names = found.checks.filter(({ state }) => state === 'failed').map((failure) => failure.name)
    expect(names).toContain(found.consent === null ? 'consent' : name)
  })
  it('signed by another wallet', async () =>
    expect(
      await failedIn(
        {},
        {
          reads: {
            ...sourcesFor(answered).reads,
            custody: () => Promise.resolve(`0x${'dd'.repeat(20)}` as const),
          },
        },
      ),
    ).toEqual(['signature']))
  it('of a profile the chain does not know', async () =>
    expect(
      await failedIn(
        {},
        {
          reads: {
            ...sourcesFor(answered).reads,
            custody: () => Promise.resolve(`0x${'00'.repeat(20)}` as const),
          },
        },
      ),
    ).toEqual(['signature']))
  it('whose signature belongs to a consent the gateway changed', async () => {
    const consent = { ...answered.response.consent, validUntil: String(nowSeconds + 60) }
    expect(await failedIn({ consent })).toEqual(['signature', 'shown'])
  })
  it.each<[string, Partial<SaleResponse>]>([
    ['with half a signature', { signature: '0x12' as const }],
    ['with no signature', { signature: 'x' as `0x${string}` }],
    ['under another deal', { dealId: `0x${'06'.repeat(32)}` }],
    ['under another profile', { profileId: '78' }],
  ])('%s', async (_, change) => expect((await check(change)).verdict).toBe('bad'))
  it('with a consent that is none', async () => {
    const consent = { ...answered.response.consent, price: '-1' }
    expect((await check({ consent })).checks).toMatchObject([{ name: 'consent', state: 'failed' }])
  })
  it.each([
    ['accepted before', { state: 'accepted' as const, withdrawn: false }],
    ['withdrawn in advance', { state: 'none' as const, withdrawn: true }],
  ])('%s', async (_, deal) =>
    expect(await failedIn({}, { readDeal: () => Promise.resolve(deal) })).toEqual(['unanswered']),
  )
  it('below the level', async () => {
    const levelled = await makeAnswer({ minLevel: 2 })
    const sources = sourcesFor(levelled)
    const reads = { ...sources.reads, level: () => Promise.resolve(1) }
    const found = await checkResponse(levelled.own, secrets, levelled.response, { ...sources, reads })
    expect(found.checks.find(({ name }) => name === 'level')?.state).toBe('failed')
  })
  it('whose commitment came with another answer', async () => {
    const commitments = new Commitments('test-scope')
    expect((await check({}, { commitments })).verdict).toBe('good')
    expect((await check({}, { commitments })).verdict).toBe('good')
    const copied = await resigned({ salt: `0x${'07'.repeat(32)}` })
    expect(await failedIn(copied, { commitments })).toEqual(['fresh'])
    expect(await failedIn(copied, { commitments: new Commitments('test-scope') })).toEqual(['fresh'])
  })
  it('whose envelope was sealed to somebody else', async () =>
    expect(await failedIn({}, { loadEnvelope: () => Promise.resolve(new Uint8Array(3_000)) })).toEqual([
      'envelope',
    ]))
  it('whose envelope is another file than its address', async () =>
    expect(
      await failedIn({}, { loadEnvelope: () => Promise.reject(new Failure('content.mismatch', 'x')) }),
    ).toEqual(['envelope']))
  it('whose envelope holds another record', async () => {
    const blob = await resealed(({ record }) => ({
      record: record.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
    }))
    expect(await failedIn({}, { loadEnvelope: () => Promise.resolve(blob) })).toEqual(['record'])
  })
  it('whose envelope lacks the leaves', async () => {
    const blob = await resealed(() => ({ leaves: null }))
    expect(await failedIn({}, { loadEnvelope: () => Promise.resolve(blob) })).toEqual(['leaves'])
  })
  it('that lists kinds nobody asked for, however well it is signed', async () => {
    const { selection, receiptSalt } = await openEnvelope(answered.sale.envelope, secrets.envelopeSeed, {
      deal: bytesOfHex(answered.response.dealId, 32),
      epoch: 0,
    })
    const greedy = selection.replace('"granularity":"exact"', '"granularity":"noised"')
    expect(parseSelection(utf8(greedy)).kinds[0]?.granularity).toBe('noised')
    const change = await resigned({ receipt: hexOfBytes(receiptDigest(receiptSalt, utf8(greedy))) })
    const blob = await resealed(() => ({ selection: greedy }))
    expect(await failedIn(change, { loadEnvelope: () => Promise.resolve(blob) })).toEqual(
      expect.arrayContaining(['price']),
    )
  })
})

describe('an answer waits', () => {
  const away = () => Promise.reject(new Failure('chain.unreachable', '', true))
  it('while the chain is away', async () => {
    const reads = { ...sourcesFor(answered).reads, custody: away }
    const found = await check({}, { reads, readDeal: away })
    expect(found.verdict).toBe('unknown')
    expect(found.checks.filter(({ state }) => state === 'unknown').map(({ name }) => name)).toEqual([
      'signature',
      'unanswered',
    ])
  })
  it('while its envelope cannot be fetched', async () =>
    expect((await check({}, { loadEnvelope: away })).verdict).toBe('unknown'))
})
