import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openMarket } from './market.ts'

const asked: { url: string; init: RequestInit }[] = []
beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return Promise.resolve(Response.json({ items: [], nextCursor: null }))
  })
})
afterEach(() => vi.unstubAllGlobals())
const market = openMarket('https://gateway.example')

it('leaves out what is not asked for', async () => {
  await market.listOffers({ state: 'open', buyer: null, cursor: undefined, limit: 50 })
  expect(asked[0]?.url).toBe('https://gateway.example/v1/offers?state=open&limit=50')
})
it('shows a buyer’s access in the header, never in the address', async () => {
  await market.listResponses('0xab', {
    ...{ gateway: 'https://gateway.example', deadline: 99, signature: '0x1234' },
  })
  expect(asked[0]?.url).toBe('https://gateway.example/v1/offers/0xab/responses')
  expect(asked[0]?.init.headers).toEqual({
    Authorization: 'Hashtagspace gateway=https://gateway.example,deadline=99,signature=0x1234',
  })
})
it('sends no cookies, and bytes as bytes', async () => {
  const bytes = Uint8Array.of(1, 2, 3)
  await market.putBlob(bytes)
  expect(asked[0]?.init).toMatchObject({ method: 'POST', credentials: 'omit', body: bytes })
})
