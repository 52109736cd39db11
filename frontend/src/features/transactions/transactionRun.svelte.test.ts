import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config, Hex } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import type { TransactionPlan } from './transactionPlan.ts'
import { TransactionRun } from './transactionRun.svelte.ts'

const account: Hex = `0x${'11'.repeat(20)}`
const hash: Hex = `0x${'ab'.repeat(32)}`
const transaction = { from: account, to: `0x${'22'.repeat(20)}`, data: '0x' } as const
let answers: Record<string, unknown>
let request: ReturnType<typeof vi.fn<(asked: { method: string }) => Promise<unknown>>>

beforeEach(() => {
  answers = {
    eth_chainId: '0x7a69',
    eth_call: '0x',
    eth_estimateGas: '0x5208',
    eth_getBalance: '0xde0b6b3a7640000',
    eth_gasPrice: '0x1',
    eth_sendTransaction: hash,
    eth_getTransactionReceipt: { blockHash: hash, blockNumber: '0x7', status: '0x1', logs: [] },
    eth_getBlockByNumber: { number: '0x9' },
  }
  request = vi.fn(({ method }) => {
    const answer = answers[method]
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
  // Safety: the run reads only the chain id of it.
  gateway.config = { network: { chainId: 31337 } } as Config
  connection.wallet = {
    info: { uuid: 'w', name: 'Wallet', icon: null, rdns: 'w' },
    provider: { request },
    legacy: false,
  }
  connection.account = account
})

const planOf = (change: Partial<TransactionPlan> = {}): TransactionPlan => ({
  title: 'Close',
  outcome: 'Closed.',
  rows: [],
  from: account,
  call: { name: 'close', arguments: [] },
  build: () => Promise.resolve(transaction),
  ...change,
})
const sentCount = () => request.mock.calls.filter(([{ method }]) => method === 'eth_sendTransaction').length

describe('TransactionRun', () => {
  it('ends in a final block', async () => {
    const run = new TransactionRun(planOf())
    expect((await run.start())?.blockNumber).toBe(7)
    await vi.waitFor(() => expect(run.stage).toBe('final'))
  })
  it('shows that a signature is asked for before the transaction', async () => {
    const stages: string[] = []
    const run: TransactionRun = new TransactionRun(
      planOf({
        build: (_, onSigning) => {
          onSigning()
          stages.push(run.stage)
          return Promise.resolve(transaction)
        },
      }),
    )
    await run.start()
    expect(stages).toEqual(['signing'])
  })
  it('asks nothing of a wallet on another account', async () => {
    connection.account = `0x${'99'.repeat(20)}`
    const run = new TransactionRun(planOf())
    expect(await run.start()).toBeNull()
    expect(run.failure?.code).toBe('transaction.other_account')
    expect(sentCount()).toBe(0)
  })
  it('can be tried again after a refusal, and is sent once', async () => {
    answers['eth_sendTransaction'] = Object.assign(new Error('no'), { code: 4001 })
    const run = new TransactionRun(planOf())
    expect(await run.start()).toBeNull()
    expect([run.stage, run.failure?.code]).toEqual(['failed', 'wallet.rejected'])
    answers['eth_sendTransaction'] = hash
    expect(await run.start()).not.toBeNull()
    expect(await run.start()).toBeNull()
    expect(sentCount()).toBe(2)
  })
  it('does not send twice what a click repeats', async () => {
    const run = new TransactionRun(planOf())
    await Promise.all([run.start(), run.start()])
    expect(sentCount()).toBe(1)
  })
  it('says that a transaction was refused in its block, and may be sent anew', async () => {
    answers['eth_getTransactionReceipt'] = { blockHash: hash, blockNumber: '0x7', status: '0x0', logs: [] }
    const run = new TransactionRun(planOf())
    await run.start()
    expect([run.failure?.code, run.hash]).toEqual(['transaction.reverted', null])
  })
})
