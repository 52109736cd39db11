import { describe, expect, it, vi } from 'vitest'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { followToFinal, followTransaction } from './followTransaction.ts'
import { revertDataOf, revertFailure } from './revert.ts'
import { selectorOf } from './selector.ts'
import { sendTransaction, simulateTransaction } from './sendTransaction.ts'
import {
  dataMarketBudgetZeroError,
  dataMarketRefusedError,
  dataMarketTooEarlyError,
} from './marketAbi.gen.ts'
import './marketErrors.ts'
import { tagTokenERC20InsufficientBalanceError } from './tokenAbi.gen.ts'

const word = (value: bigint | number) => BigInt(value).toString(16).padStart(64, '0')
const hash: Hex = `0x${'ab'.repeat(32)}`
const transaction = { from: `0x${'11'.repeat(20)}`, to: `0x${'22'.repeat(20)}`, data: '0x1234' } as const
const budgetZero = selectorOf(dataMarketBudgetZeroError)

type Answers = Record<string, unknown>
function nodeThat(answers: Answers): Provider & { request: ReturnType<typeof vi.fn> } {
  return {
    request: vi.fn(({ method }: { method: string }) => {
      const answer = answers[method]
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    }),
  }
}
const refusing = (data: unknown) => Object.assign(new Error('execution reverted'), { code: 3, data })
const honest: Answers = {
  eth_call: '0x',
  eth_estimateGas: '0x186a0',
  eth_getBalance: '0xde0b6b3a7640000',
  eth_gasPrice: '0x3b9aca00',
  eth_sendTransaction: hash,
}

describe('the reason of a refusal', () => {
  it.each([
    ['where a node puts it', { data: budgetZero }],
    ['inside a wallet’s error', { data: { originalError: { data: budgetZero } } }],
    ['inside a cause', { cause: { error: { data: `Reverted ${budgetZero}` } } }],
  ])('is found %s', (_, error) => expect(revertDataOf(error)).toBe(budgetZero))
  it.each([null, 'reverted', { data: '0x' }, { data: 12 }, { code: 3 }])('is not made up: %j', (error) =>
    expect(revertDataOf(error)).toBeNull(),
  )
  it('ends on an error that hides itself in itself', () => {
    const error: { cause?: unknown } = {}
    error.cause = error
    expect(revertDataOf(error)).toBeNull()
  })
  it.each([
    [budgetZero, 'revert.BudgetZero', /budget is zero/],
    [selectorOf(dataMarketRefusedError) + word(1) + word(4), 'revert.Fault4', /free budget is smaller/],
    [selectorOf(dataMarketRefusedError) + word(1) + word(99), 'revert.Fault99', /reason 99/],
    [
      selectorOf(tagTokenERC20InsufficientBalanceError) + word(1) + word(5n * 10n ** 17n) + word(10n ** 19n),
      'revert.ERC20InsufficientBalance',
      /has 0\.5 TAG and needs 10 TAG/,
    ],
    [selectorOf(dataMarketTooEarlyError) + word(1) + word(1_800_000_000), 'revert.TooEarly', /15 Jan 2027/],
  ])('%s is a sentence', (data, code, sentence) => {
    const failure = revertFailure({ data })
    expect(failure?.code).toBe(code)
    expect(failure?.detail).toMatch(sentence)
  })
  it('of another contract, or cut off, is none of ours', () => {
    expect(revertFailure({ data: '0xdeadbeef' })).toBeNull()
    expect(revertFailure({ data: selectorOf(dataMarketRefusedError) + word(1) })).toBeNull()
  })
})

describe('sendTransaction', () => {
  it('simulates, estimates with room, and hands the wallet one transaction', async () => {
    const node = nodeThat(honest)
    expect(await sendTransaction(node, transaction)).toBe(hash)
    const methods = node.request.mock.calls.map(([{ method }]) => method as string)
    expect(methods.indexOf('eth_call')).toBeLessThan(methods.indexOf('eth_sendTransaction'))
    expect(node.request.mock.lastCall?.[0]).toEqual({
      method: 'eth_sendTransaction',
      params: [{ ...transaction, gas: '0x1d4c0' }],
    })
  })
  it.each([
    ['the contract would refuse', { eth_call: refusing(budgetZero) }, 'revert.BudgetZero'],
    ['nobody knows the reason', { eth_call: refusing('0xdeadbeef') }, 'revert.unknown'],
    ['the estimate is refused', { eth_estimateGas: refusing(budgetZero) }, 'revert.BudgetZero'],
    ['there is no coin', { eth_getBalance: '0x1' }, 'transaction.no_coin'],
  ])('does not ask the wallet when %s', async (_, change, code) => {
    const node = nodeThat({ ...honest, ...change })
    await expect(sendTransaction(node, transaction)).rejects.toMatchObject({ code })
    expect(node.request.mock.calls.some(([{ method }]) => method === 'eth_sendTransaction')).toBe(false)
  })
  it.each([
    ['declines', Object.assign(new Error('no'), { code: 4001 }), 'wallet.rejected'],
    ['answers nonsense', 'sent!', 'wallet.failed'],
    ['lacks coin after all', new Error('insufficient funds for gas'), 'transaction.no_coin'],
  ])('says so when the wallet %s', async (_, answer, code) => {
    const node = nodeThat({ ...honest, eth_sendTransaction: answer })
    await expect(sendTransaction(node, transaction)).rejects.toMatchObject({ code })
  })
  it('gives back what a simulated view answers', async () =>
    expect(await simulateTransaction(nodeThat({ eth_call: '0x01' }), transaction)).toBe('0x01'))
})

const receiptIn = (block: number, status = '0x1') => ({
  blockHash: hash,
  blockNumber: `0x${block.toString(16)}`,
  status,
  logs: [],
})
const fast = { pauseMilliseconds: 0 }

describe('following a transaction', () => {
  it('waits through a node that is away and a transaction nobody has seen', async () => {
    const answers = [new Error('away'), null, receiptIn(7)]
    const node = nodeThat({})
    node.request.mockImplementation(() => {
      const answer = answers.shift()
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    })
    expect((await followTransaction(node, hash, fast)).blockNumber).toBe(7)
  })
  it('says when the contract refused it in its block', async () =>
    expect(
      followTransaction(nodeThat({ eth_getTransactionReceipt: receiptIn(7, '0x0') }), hash, fast),
    ).rejects.toMatchObject({ code: 'transaction.reverted' }))
  it('stops when told to', async () =>
    expect(
      followTransaction(nodeThat({ eth_getTransactionReceipt: null }), hash, {
        ...fast,
        signal: AbortSignal.abort(),
      }),
    ).rejects.toMatchObject({ code: 'page.cancelled' }))
  it('calls it final only in a final block, also after it moved to a later one', async () => {
    let asked = 0
    const node = nodeThat({})
    node.request.mockImplementation(({ method }: { method: string }) => {
      if (method === 'eth_getTransactionReceipt') return Promise.resolve(receiptIn(asked > 1 ? 9 : 7))
      asked += 1
      return Promise.resolve({ number: `0x${(5 + asked).toString(16)}` })
    })
    expect((await followToFinal(node, hash, fast)).blockNumber).toBe(9)
    expect(asked).toBe(4)
  })
})
