import { describe, expect, it } from 'vitest'
import type { Offer } from '../../api/marketModel.ts'
import { makeOffer } from '../consents/fixtures.ts'
import { downloadOffers } from './downloadOffers.ts'

const offerWith = (digit: string): Offer => makeOffer({ offerId: `0x${digit.repeat(64)}` })

function marketOf(pages: Offer[][]) {
  const asked: unknown[] = []
  return {
    asked,
    listOffers: (query: Record<string, unknown>) => {
      asked.push(query)
      const at = Number(query['cursor'] ?? 0)
      return Promise.resolve({
        items: pages[at] ?? [],
        nextCursor: at + 1 < pages.length ? String(at + 1) : null,
      })
    },
  }
}

describe('downloadOffers', () => {
  it('takes every page, in order, and nothing else', async () => {
    const market = marketOf([[offerWith('1'), offerWith('2')], [offerWith('3')], []])
    const { offers, complete } = await downloadOffers(market)
    expect(offers.map(({ offerId }) => offerId.slice(0, 3))).toEqual(['0x1', '0x2', '0x3'])
    expect(complete).toBe(true)
    expect(market.asked).toEqual([
      { state: 'open', limit: 50, cursor: null },
      { state: 'open', limit: 50, cursor: '1' },
      { state: 'open', limit: 50, cursor: '2' },
    ])
  })
  it('keeps an offer once that moved while pages were read', async () => {
    const { offers } = await downloadOffers(marketOf([[offerWith('1')], [offerWith('1'), offerWith('2')]]))
    expect(offers).toHaveLength(2)
  })
  it('stops at a gateway that never ends', async () => {
    const endless = {
      asked: 0,
      listOffers: () => Promise.resolve({ items: [], nextCursor: String(endless.asked++) }),
    }
    expect((await downloadOffers(endless)).complete).toBe(false)
    expect(endless.asked).toBe(40)
  })
})
