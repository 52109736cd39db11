import { describe, expect, it } from 'vitest'
import type { Hex } from '../../domain/hex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { vectors } from '../../domain/vectors.testing.ts'
import { rowsOf, type Table } from '../../market/market.testing.ts'
import { accessRequest, originOf } from './access.ts'
import { config } from './answers.testing.ts'

interface Golden {
  chainId: string
  market: Hex
  accesses: Table<{ buyer: Hex; gateway: string; deadline: string; digest: Hex }>
  origins: Table<{ url: string; origin: string }>
}
const golden = vectors<Golden>('market_consent')
const onMarket = {
  ...config,
  network: { ...config.network, chainId: Number(golden.chainId) },
  contracts: { ...config.contracts, DataMarket: golden.market },
}

describe('an access', () => {
  it.each(rowsOf(golden.accesses))('for $gateway is what Python signs', (row) =>
    expect(hexOfBytes(accessRequest(onMarket, row.buyer, row.gateway, Number(row.deadline)).digest)).toBe(
      row.digest,
    ),
  )
  it('is for one buyer, of one market, at one gateway, until a time', () => {
    const buyer: Hex = `0x${'0b'.repeat(20)}`
    expect(accessRequest(onMarket, buyer, 'https://example.org', 5).typed).toMatchObject({
      primaryType: 'OffersAccess',
      domain: { verifyingContract: golden.market, chainId: Number(golden.chainId) },
      message: { buyer, gateway: 'https://example.org', deadline: '5' },
    })
  })
  it('another gateway has another digest, so that none can pass it on', () => {
    const digests = ['https://example.org', 'https://other.example'].map((gateway) =>
      hexOfBytes(accessRequest(onMarket, `0x${'0b'.repeat(20)}`, gateway, 5).digest),
    )
    expect(digests[0]).not.toBe(digests[1])
  })
})

describe('the origin of a gateway', () => {
  it.each(rowsOf(golden.origins))('$url', ({ url, origin }) => expect(originOf(url)).toBe(origin))
  it('that serves the page is the page’s own', () => expect(originOf('')).toBe(window.location.origin))
})
