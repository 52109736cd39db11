// @vitest-environment node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listDeployments, listMarkets, listPeople } from './deployments.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'deployments-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, contracts: Record<string, string>) =>
  writeFileSync(
    join(folder, name),
    JSON.stringify({
      chainId: 11155111,
      startBlock: { hash: '0xAB' },
      contracts: Object.fromEntries(Object.entries(contracts).map(([key, address]) => [key, { address }])),
    }),
  )

describe('what a release vouches for', () => {
  it('nothing, where there is nothing', () => {
    expect(listDeployments(join(folder, 'none'))).toEqual([])
    expect(listMarkets(join(folder, 'none'))).toEqual([])
  })
  it('registries and market of each chain, never those of one’s own machine', () => {
    put('11155111.json', { PostRegistry: '0xP', ProfileRegistry: '0xR', DataMarket: '0xM' })
    put('31337.json', { PostRegistry: '0xP', ProfileRegistry: '0xR', DataMarket: '0xM' })
    put('networks.json', {})
    expect(listDeployments(folder)).toEqual(['11155111:0xp:0xr:0xab'])
    expect(listMarkets(folder)).toEqual(['11155111:0xm'])
  })
  it('a deployment from before the market has none', () => {
    put('5.json', { PostRegistry: '0xP', ProfileRegistry: '0xR' })
    expect(listMarkets(folder)).toEqual([])
  })
  it('the people contracts, where all of them are', () => {
    const registries = { PostRegistry: '0xP', ProfileRegistry: '0xR' }
    put('5.json', { ...registries, Vouches: '0xV', Jury: '0xJ', RewardPool: '0xW' })
    expect(listPeople(folder)).toEqual(['11155111:0xv:0xj:0xw'])
    put('5.json', { ...registries, Vouches: '0xV', Jury: '0xJ' })
    expect(listPeople(folder)).toEqual([])
  })
  it('one without a registry ends the build', () => {
    put('5.json', { PostRegistry: '0xP' })
    expect(() => listDeployments(folder)).toThrow('lacks a registry')
  })
})
