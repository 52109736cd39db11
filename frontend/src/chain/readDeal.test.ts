import { describe, expect, it } from 'vitest'
import type { Hex } from '../api/model.ts'
import { readCredit, readDeal, readHeadSeconds, readOfferState } from './readDeal.ts'

const market: Hex = `0x${'55'.repeat(20)}`
const offer: Hex = `0x${'ab'.repeat(32)}`
const word = (value: bigint | number): string => BigInt(value).toString(16).padStart(64, '0')

function nodeThatAnswers(answer: unknown) {
  const asked: { method: string; params?: unknown }[] = []
  const request = (request: { method: string; params?: unknown }) => {
    asked.push(request)
    return Promise.resolve(answer)
  }
  return { asked, provider: { request } }
}

describe('readDeal', () => {
  const digest = BigInt(`0x${'cd'.repeat(32)}`)
  const deal = [12n, 1_790_000_000, 2, 4, 1, 9, 3, 5, digest]

  it('asks the block it is told, and reads every member', async () => {
    const { asked, provider } = nodeThatAnswers(`0x${deal.map(word).join('')}`)
    expect(await readDeal(provider, market, { offer, profile: 7n }, 'finalized')).toEqual({
      price: 12n,
      timeSeconds: 1_790_000_000,
      state: 'subscribed',
      withdrawn: true,
      epochs: 9,
      next: 3,
      left: 5,
      word: `0x${'cd'.repeat(32)}`,
    })
    expect(asked[0]?.params).toEqual([
      { to: market, data: `0x0da8f388${offer.slice(2)}${word(7)}` },
      'finalized',
    ])
  })
  it.each([
    '0x',
    '0x1234',
    null,
    `0x${word(1)}`,
    `0x${[...deal.slice(0, 3), 8, ...deal.slice(4)].map(word).join('')}`,
  ])('refuses %s', async (answer) =>
    expect(
      await readDeal(nodeThatAnswers(answer).provider, market, { offer, profile: 7n }, 'latest').catch(
        (cause: unknown) => cause,
      ),
    ).toMatchObject({ code: 'chain.unreachable', retryable: true }),
  )
})

it('an offer', async () => {
  const words = [BigInt(market), 99, 10, 2, 0, 10_000, 77, 4, 3600, 0, 0, 5]
  const { provider } = nodeThatAnswers(`0x${words.map(word).join('')}`)
  expect(await readOfferState(provider, market, offer)).toEqual({
    buyer: market,
    acceptUntilSeconds: 99,
    maxResponses: 10,
    minLevel: 2,
    free: 77n,
    live: 4,
    deliverSeconds: 3600,
  })
})

it('a credit', async () => {
  expect(await readCredit(nodeThatAnswers(`0x${word(5n)}`).provider, market, market)).toBe(5n)
})

describe('the time of the chain', () => {
  it('is the latest block’s', async () =>
    expect(await readHeadSeconds(nodeThatAnswers({ timestamp: '0x6ab' }).provider)).toBe(0x6ab))
  it.each([null, {}, { timestamp: 'soon' }])('refuses %s', (answer) =>
    expect(readHeadSeconds(nodeThatAnswers(answer).provider)).rejects.toMatchObject({
      code: 'chain.unreachable',
    }),
  )
})
