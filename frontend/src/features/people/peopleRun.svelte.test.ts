import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config, Hex } from '../../api/model.ts'
import { selectorOf } from '../../chain/selector.ts'
import { profileRegistryProfileOfHandle } from '../../chain/abi.gen.ts'
import {
  rewardPoolIsNonceUsed,
  vouchesNonceOf,
  vouchesStake,
  vouchesVouchFor,
} from '../../chain/peopleAbi.gen.ts'
import {
  tagTokenAllowance,
  tagTokenApprove,
  tagTokenBalanceOf,
  tagTokenNonces,
} from '../../chain/tokenAbi.gen.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { formDigest, tagDomainName } from '../../domain/typedData.ts'
import { peopleDigest } from '../../personhood/forms.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { peopleTrust } from '../../state/peopleTrust.svelte.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { addressOf, recoverAddress, signDigest } from '../../wallet/sessionKeys.ts'
import { makeConfig } from './fixtures.ts'
import { PeopleRun } from './peopleRun.svelte.ts'
import { planTip, planVouch, planWithdraw } from './plans.ts'

interface Sent {
  call: string
  arguments: Record<string, string | number>
}
interface Typed {
  primaryType: string
  domain: { verifyingContract: Hex }
  message: Record<string, string>
}
const secretKey = new Uint8Array(32).fill(9)
const custody: Hex = addressOf(secretKey)
const stake = 10n ** 19n
const pair = {
  from: { profileId: '5', handle: 'bob', custody },
  to: { profileId: '77', handle: 'ada' },
}
const hash: Hex = `0x${'ab'.repeat(32)}`
let config: Config
let sent: Sent[]
let asked: Typed[]
let transactions: { to: Hex; data: Hex }[]
let tag: { balance: bigint; allowance: bigint; stake: bigint; nonce: bigint }
let holder: bigint
let isHonest: boolean
let answer: () => Response

const digestOf = ({ primaryType, domain: { verifyingContract }, message }: Typed): Uint8Array => {
  const domain = { chainId: 31337, contract: verifyingContract }
  return primaryType === 'Permit'
    ? formDigest('Permit', message, { ...domain, name: tagDomainName })
    : peopleDigest(primaryType as 'Vouch', message, domain) // Safety: the test signs nothing else.
}
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`

async function request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
  const [first, second] = (params ?? []) as [{ to: Hex; data: Hex }, string] // Safety: as this page asks.
  switch (method) {
    case 'eth_chainId':
      return '0x7a69'
    case 'eth_call': {
      const answers = new Map([
        [selectorOf(tagTokenBalanceOf), tag.balance],
        [selectorOf(tagTokenAllowance), tag.allowance],
        [selectorOf(tagTokenNonces), 4n],
        [selectorOf(vouchesNonceOf), tag.nonce],
        [selectorOf(vouchesStake), tag.stake],
        [selectorOf(profileRegistryProfileOfHandle), holder],
        [selectorOf(rewardPoolIsNonceUsed), isHonest && sent.length > 0 ? 1n : 0n],
      ])
      return word(answers.get(first.data.slice(0, 10) as Hex) ?? 0n) // Safety: a prefix of hex.
    }
    case 'eth_signTypedData_v4': {
      const typed = JSON.parse(second) as Typed // Safety: EIP-712 requests carry it as JSON.
      asked.push(typed)
      return hexOfBytes(await signDigest(digestOf(typed), secretKey))
    }
    case 'eth_getBlockByNumber':
      return { timestamp: '0x6b49d200' }
    case 'eth_estimateGas':
    case 'eth_gasPrice':
      return '0x1'
    case 'eth_getBalance':
      return '0xffff'
    case 'eth_sendTransaction':
      transactions.push(first)
      return hash
    case 'eth_getTransactionReceipt':
      return { blockHash: hash, blockNumber: '0x7', status: '0x1', logs: [] }
    default:
      return '0x'
  }
}

beforeEach(() => {
  config = makeConfig()
  ;[sent, asked, transactions] = [[], [], []]
  tag = { balance: 2n * stake, allowance: 0n, stake, nonce: 6n }
  ;[holder, isHonest] = [77n, true]
  answer = () => Response.json({ callId: '0x01', state: 'anchored' })
  gateway.config = config
  vi.spyOn(peopleTrust, 'isTrusted').mockReturnValue(true)
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    // Safety: what relayCall sends.
    if (init.method === 'POST') {
      const call = JSON.parse(String(init.body)) as Sent
      sent.push(call)
      if (isHonest && call.call === 'permit') tag.allowance = stake
      if (isHonest && call.call !== 'permit') tag.nonce += 1n
    }
    return Promise.resolve(answer())
  })
  connection.wallet = {
    info: { uuid: 'w', name: 'W', icon: null, rdns: 'w' },
    provider: { request },
    legacy: false,
  }
  connection.account = custody
})
afterEach(() => {
  gateway.config = null
  connection.wallet = null
  connection.account = null
})

const setting = () => ({ config, epoch: 9 })
const vouch = () => new PeopleRun(planVouch(pair, setting(), false))

describe('nothing is signed', () => {
  it('for contracts that only a gateway names', async () => {
    vi.spyOn(peopleTrust, 'isTrusted').mockReturnValue(false)
    const run = vouch()
    expect(await run.relay()).toBe(false)
    expect([run.failure?.code, asked.length]).toEqual(['people.contracts', 0])
  })
  it('by another account than the one that holds the profile', async () => {
    connection.account = `0x${'99'.repeat(20)}`
    const run = vouch()
    expect(await run.relay()).toBe(false)
    expect([run.failure?.code, asked.length]).toEqual(['wallet.other_account', 0])
  })
  it('when there is too little TAG', async () => {
    tag.balance = stake - 1n
    const run = vouch()
    expect(await run.relay()).toBe(false)
    expect([run.failure?.code, asked.length]).toEqual(['people.no_tag', 0])
    expect(run.failure?.detail).toContain('this takes 10 TAG')
  })
  it('when the chain gives the handle to another profile', async () => {
    holder = 78n
    const run = vouch()
    expect(await run.relay()).toBe(false)
    expect([run.failure?.code, asked.length]).toEqual(['people.other_profile', 0])
  })
  it('when the contract takes more than the gateway says', async () => {
    tag.stake = 2n * stake
    const run = vouch()
    expect(await run.relay()).toBe(false)
    expect([run.failure?.code, asked.length]).toEqual(['people.other_price', 0])
  })
  it('on a network without people contracts', async () => {
    const run = vouch()
    config.contracts.Vouches = null
    expect(await run.relay()).toBe(false)
    expect(run.failure?.code).toBe('people.none')
  })
})

describe('a vouch that the gateway carries', () => {
  it('asks for exactly the stake, then for the vouch', async () => {
    const run = vouch()
    expect(await run.relay()).toBe(true)
    expect(run.stage).toBe('done')
    const [permit, act] = asked
    expect(permit?.message).toMatchObject({
      owner: custody,
      spender: config.contracts.Vouches,
      value: String(stake),
      nonce: '4',
    })
    expect(act?.domain.verifyingContract).toBe(config.contracts.Vouches)
    expect(act?.message).toMatchObject({ from: '5', to: '77', nonce: '6' })
    expect(sent.map(({ call }) => call)).toEqual(['permit', 'vouchFor'])
    if (!act) throw new Error('no vouch was asked for')
    const signature = bytesOfHex(String(sent[1]?.arguments['signature']))
    expect(recoverAddress(digestOf(act), signature)).toBe(custody)
  })
  it('does not ask again for what is allowed already', async () => {
    tag.allowance = stake
    await vouch().relay()
    expect(sent.map(({ call }) => call)).toEqual(['vouchFor'])
  })
  it('can be tried again after a refusal', async () => {
    answer = () =>
      Response.json({ code: 'rate.limited', title: '', status: 429, detail: '' }, { status: 429 })
    const run = vouch()
    expect(await run.relay()).toBe(false)
    expect([run.stage, run.failure?.code]).toEqual(['failed', 'rate.limited'])
    answer = () => Response.json({ callId: '0x01', state: 'anchored' })
    tag.allowance = stake
    expect(await run.relay()).toBe(true)
  })
  it('is sent once, however often somebody clicks', async () => {
    tag.allowance = stake
    const run = vouch()
    await Promise.all([run.relay(), run.relay()])
    expect(await run.relay()).toBe(false)
    expect(sent.length).toBe(1)
  })
})

it('the gateway’s word alone is not the end', async () => {
  ;[isHonest, tag.allowance] = [false, stake]
  const run = new PeopleRun(planVouch(pair, setting(), false), 1)
  expect(await run.relay()).toBe(false)
  expect(run.failure?.code).toBe('people.unseen')
})

it('a tip that was given up is the same tip from the wallet: it cannot happen twice', async () => {
  tag.allowance = 10n * stake
  const run = new PeopleRun(planTip(pair, stake, `0x${'00'.repeat(32)}`, 1))
  answer = () => Response.json({ code: 'relay.budget' }, { status: 503 })
  isHonest = false
  expect(await run.relay()).toBe(false)
  expect(await run.sendDirectly()).toBe(true)
  expect(asked.length).toBe(1)
  const nonce = BigInt(asked[0]?.message['nonce'] ?? 0)
  expect(transactions[0]?.data).toContain(nonce.toString(16).padStart(64, '0'))
})

it('taking back needs one signature and no TAG', async () => {
  tag.balance = 0n
  expect(await new PeopleRun(planWithdraw(pair, setting())).relay()).toBe(true)
  expect(sent.map(({ call }) => call)).toEqual(['withdrawFor'])
  expect(asked.map(({ primaryType }) => primaryType)).toEqual(['Withdraw'])
})

it('the account can do it itself: it allows the stake, then sends what it signed', async () => {
  expect(await vouch().sendDirectly()).toBe(true)
  expect([sent.length, asked.length]).toEqual([0, 1])
  const [approval, act] = transactions
  expect([approval?.to, approval?.data.slice(0, 10)]).toEqual([
    config.contracts.TagToken,
    selectorOf(tagTokenApprove),
  ])
  expect([act?.to, act?.data.slice(0, 10)]).toEqual([config.contracts.Vouches, selectorOf(vouchesVouchFor)])
})
