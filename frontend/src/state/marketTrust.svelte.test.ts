import { beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../api/model.ts'
import { deployment } from './deployment.svelte.ts'
import { gateway } from './gateway.svelte.ts'
import { marketTrust } from './marketTrust.svelte.ts'

const address = (digit: string) => `0x${digit.repeat(40)}`
const makeConfig = (chainId: number, market = address('5'), rpcUrl = 'http://127.0.0.1:8545') =>
  ({
    network: { chainId, rpcUrl },
    contracts: { PostRegistry: address('1'), ProfileRegistry: address('2'), DataMarket: market },
    startBlock: { number: 1, hash: `0x${'3'.repeat(64)}` },
  }) as unknown as Config // Safety: trust is about these members only.

beforeEach(() => {
  localStorage.clear()
  gateway.url = ''
})

describe('a gateway that names a market of its own making', () => {
  it('is not believed because its registries are right', () => {
    deployment.accept(makeConfig(5))
    expect(marketTrust.of(makeConfig(5, address('9')))).toBe('unknown')
    expect(marketTrust.isTrusted(makeConfig(5, address('9')))).toBe(false)
  })
  it('is noticed when it names another one than before', () => {
    marketTrust.accept(makeConfig(5))
    expect(marketTrust.of(makeConfig(5))).toBe('accepted')
    expect(marketTrust.of(makeConfig(5, address('9')))).toBe('changed')
  })
  it('is not believed on another machine', () =>
    expect(marketTrust.of(makeConfig(31337, address('5'), 'https://evil.example'))).toBe('unknown'))
  it('does not get a market accepted whose registries changed', () => {
    marketTrust.accept(makeConfig(5))
    const other = { ...makeConfig(5), startBlock: { number: 1, hash: `0x${'4'.repeat(64)}` } } as Config
    expect(marketTrust.of(other)).toBe('changed')
  })
})

it('on one’s own machine nothing has to be accepted', () =>
  expect(marketTrust.of(makeConfig(31337))).toBe('own'))
it('accepting takes the registries with it, taking back leaves them', () => {
  marketTrust.accept(makeConfig(5))
  marketTrust.withdraw(makeConfig(5))
  expect([deployment.of(makeConfig(5)), marketTrust.of(makeConfig(5))]).toEqual(['accepted', 'unknown'])
})
