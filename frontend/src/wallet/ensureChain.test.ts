import { describe, expect, it } from 'vitest'
import { ensureChain } from './ensureChain.ts'

const network = {
  chainId: 31337,
  name: 'Dev',
  rpcUrl: 'http://127.0.0.1:8545',
  explorerUrl: null,
  currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
}
const fail = (code: number, message = '') => Promise.reject(Object.assign(new Error(message), { code }))

/** A wallet on `chain` that knows `known` chains; `asked` records what it was asked. */
function wallet(chain: number, known: number[], refuse: Record<string, number> = {}) {
  const asked: string[] = []
  return {
    asked,
    request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
      asked.push(method)
      const refusal = refuse[method]
      if (refusal !== undefined) return fail(refusal)
      if (method === 'eth_chainId') return Promise.resolve(`0x${chain.toString(16)}`)
      const wanted = Number((params as { chainId: string }[])[0]?.chainId)
      if (method === 'wallet_addEthereumChain') known.push(wanted)
      else if (!known.includes(wanted)) return fail(4902, 'Unrecognized chain ID')
      chain = method === 'wallet_switchEthereumChain' ? wanted : chain
      return Promise.resolve(null)
    },
  }
}

describe('ensureChain', () => {
  it('says so when the person declines', () =>
    expect(
      ensureChain(wallet(1, [1, 31337], { wallet_switchEthereumChain: 4001 }), { network }),
    ).rejects.toMatchObject({
      code: 'wallet.rejected',
    }))
  it('says so when the wallet cannot switch', () =>
    expect(
      ensureChain(wallet(1, [1], { wallet_switchEthereumChain: -32601 }), { network }),
    ).rejects.toMatchObject({
      code: 'wallet.unsupported',
    }))
  it('declining to add is declining', () =>
    expect(ensureChain(wallet(1, [1], { wallet_addEthereumChain: 4001 }), { network })).rejects.toMatchObject(
      {
        code: 'wallet.rejected',
      },
    ))
  it('notices a wallet that says yes and stays where it is', () => {
    const liar = {
      request: ({ method }: { method: string }) => Promise.resolve(method === 'eth_chainId' ? '0x1' : null),
    }
    return expect(ensureChain(liar, { network })).rejects.toMatchObject({ code: 'wallet.chain_refused' })
  })
  it('asks nothing on the right chain', async () => {
    const right = wallet(31337, [31337])
    await ensureChain(right, { network })
    expect(right.asked).toEqual(['eth_chainId'])
  })
  it('adds an unknown chain, then switches', async () => {
    const other = wallet(1, [1])
    let added = 0
    await ensureChain(other, { network }, () => (added += 1))
    expect(added).toBe(1)
    expect(other.asked.filter((method) => method.startsWith('wallet_'))).toEqual([
      'wallet_switchEthereumChain',
      'wallet_addEthereumChain',
      'wallet_switchEthereumChain',
    ])
  })
})
