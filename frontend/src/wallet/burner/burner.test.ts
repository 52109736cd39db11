import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it, vi } from 'vitest'
import { createBurner } from './createBurner.ts'

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const chainWith = (balance: string, refusal?: Error) => ({
  request: vi.fn(({ method }: { method: string; params?: unknown }) =>
    method === 'eth_getBalance'
      ? Promise.resolve(balance)
      : refusal
        ? Promise.reject(refusal)
        : Promise.resolve(null),
  ),
})
const methodsOf = (chain: ReturnType<typeof chainWith>) =>
  chain.request.mock.calls.map(([{ method }]) => method)

describe('the burner wallet', () => {
  it('has coin for transactions once it is connected', async () => {
    const chain = chainWith('0x0')
    const accounts = await createBurner(account, chain, 31337).request({ method: 'eth_requestAccounts' })
    expect(accounts).toEqual([account.address])
    expect(chain.request).toHaveBeenCalledWith({
      method: 'anvil_setBalance',
      params: [account.address, '0x56bc75e2d63100000'],
    })
  })
  it('asks for none while it has enough', async () => {
    const chain = chainWith('0xde0b6b3a7640000')
    await createBurner(account, chain, 31337).request({ method: 'eth_accounts' })
    expect(methodsOf(chain)).toEqual(['eth_getBalance'])
  })
  it('connects all the same on a chain that gives none', async () => {
    const chain = chainWith('0x0', new Error('method not found'))
    const burner = createBurner(account, chain, 31337)
    expect(await burner.request({ method: 'eth_requestAccounts' })).toEqual([account.address])
  })
})
