import type { PrivateKeyAccount } from 'viem/accounts'
import type { Provider } from '../provider.ts'
import { giveCoin } from './giveCoin.ts'

const refuse = (code: number, message: string) => Object.assign(new Error(message), { code })

/** An EIP-1193 provider over one key in this page; it signs whatever the page asks, so it is for play money. */
export function createBurner(account: PrivateKeyAccount, chain: Provider, chainId: number): Provider {
  const hexChain = `0x${chainId.toString(16)}`
  const sendTransaction = async (params: unknown): Promise<unknown> => {
    const [request] = params as [{ to: `0x${string}`; data?: `0x${string}` }] // Safety: only this page calls it.
    const ask = async (method: string, ...values: unknown[]) =>
      BigInt(String(await chain.request({ method, params: values })))
    const [nonce, gas, gasPrice] = await Promise.all([
      ask('eth_getTransactionCount', account.address, 'pending'),
      ask('eth_estimateGas', { from: account.address, ...request }),
      ask('eth_gasPrice'),
    ])
    const signed = await account.signTransaction({
      chainId,
      to: request.to,
      data: request.data ?? '0x',
      nonce: Number(nonce),
      gas: (gas * 12n) / 10n,
      gasPrice: gasPrice * 2n,
      type: 'legacy',
    })
    return chain.request({ method: 'eth_sendRawTransaction', params: [signed] })
  }
  return {
    async request({ method, params }) {
      switch (method) {
        case 'eth_requestAccounts':
        case 'eth_accounts':
          await giveCoin(chain, account.address)
          return [account.address]
        case 'eth_chainId':
          return hexChain
        case 'wallet_switchEthereumChain': {
          const [{ chainId: wanted }] = params as [{ chainId: string }] // Safety: only this page calls it.
          if (wanted !== hexChain) throw refuse(4902, 'The burner wallet knows only the development chain.')
          return null
        }
        case 'eth_signTypedData_v4': {
          const [, data] = params as [string, string] // Safety: only this page calls it.
          return account.signTypedData(JSON.parse(data))
        }
        case 'eth_sendTransaction':
          return sendTransaction(params)
        default:
          if (/^(wallet|personal)_|^eth_sign/.test(method))
            throw refuse(4200, `The burner wallet has no ${method}.`)
          return chain.request({ method, params })
      }
    },
  }
}
