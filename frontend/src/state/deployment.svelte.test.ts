import { beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../api/model.ts'
import { pickChainSource } from '../verify/chainSource.ts'
import { connection } from '../wallet/connection.svelte.ts'
import { deployment } from './deployment.svelte.ts'
import { gateway } from './gateway.svelte.ts'

const address = (digit: string) => `0x${digit.repeat(40)}`

function makeConfig(chainId: number, change: { posts?: string; profiles?: string; rpcUrl?: string } = {}) {
  const { posts = address('1'), profiles = address('2'), rpcUrl = 'http://127.0.0.1:8545' } = change
  return {
    network: {
      chainId,
      rpcUrl,
      name: 'N',
      explorerUrl: null,
      currency: { name: 'E', symbol: 'E', decimals: 18 },
    },
    contracts: { PostRegistry: posts, ProfileRegistry: profiles },
    startBlock: { number: 1, hash: `0x${'3'.repeat(64)}` },
  } as unknown as Config // Safety: trust is about these members only.
}
const ask = (config: Config) => pickChainSource(config, 'g')

beforeEach(() => {
  localStorage.clear()
  gateway.url = ''
  const provider = { request: () => Promise.resolve(null) }
  const info = { uuid: 'u', name: 'W', icon: null, rdns: 'r' }
  connection.wallet = { info, provider, legacy: false }
})

describe('a gateway that chooses what it is checked against', () => {
  it.each([
    ['names contracts nobody knows', makeConfig(11155111)],
    ['calls another machine’s chain the local one', makeConfig(31337, { rpcUrl: 'https://evil.example' })],
    ['hides it behind a name', makeConfig(31337, { rpcUrl: 'http://127.0.0.1.evil.example' })],
    ['calls a real chain on loopback its own', makeConfig(1)],
  ])('%s: its word only', (_, config) => {
    connection.chainId = config.network.chainId
    expect(deployment.of(config)).toBe('unknown')
    expect(ask(config)).toMatchObject({ kind: 'gateway', provider: null })
  })
  it('is elsewhere: the local chain it names is not this machine’s', () => {
    gateway.url = 'https://evil.example'
    expect(deployment.of(makeConfig(31337))).toBe('unknown')
  })
  it.each([{ posts: address('9') }, { profiles: address('9') }])(
    'changes what was accepted: %j',
    (change) => {
      connection.chainId = 5
      deployment.accept(makeConfig(5))
      expect([deployment.of(makeConfig(5)), ask(makeConfig(5)).kind]).toEqual(['accepted', 'wallet'])
      expect([deployment.of(makeConfig(5, change)), ask(makeConfig(5, change)).kind]).toEqual([
        'changed',
        'gateway',
      ])
    },
  )
  it('gives the wallet its own node: the wallet is its word until the person accepts that node', () => {
    connection.chainId = 5
    deployment.accept(makeConfig(5))
    deployment.noteNode(makeConfig(5))
    expect(ask(makeConfig(5)).kind).toBe('gateway')
    deployment.accept(makeConfig(5))
    expect(ask(makeConfig(5)).kind).toBe('wallet')
  })
})

it('page, gateway and local chain on one machine need no acceptance, and the source says so', () => {
  connection.chainId = 31337
  deployment.noteNode(makeConfig(31337))
  expect(ask(makeConfig(31337))).toMatchObject({ kind: 'wallet', name: 'your own machine, through W' })
})
it('taking acceptance back takes it back', () => {
  deployment.accept(makeConfig(5))
  deployment.withdraw(makeConfig(5))
  expect(deployment.of(makeConfig(5))).toBe('unknown')
})
