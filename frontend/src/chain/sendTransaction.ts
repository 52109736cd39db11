import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { walletFailure } from '../wallet/walletFailure.ts'
import { revertDataOf, revertFailure } from './revert.ts'

/** A call of a contract, encoded (`encodeCall`), from an account that pays for it. */
export interface Transaction {
  from: Hex
  to: Hex
  data: Hex
}

const spareGas = 5n

/**
 * Asks the chain what the transaction would do, before anybody signs or sees it; its answer is returned.
 * Raises `revert.*` with the contract's reason in a sentence, or `chain.*`, `wallet.*`.
 */
export async function simulateTransaction(provider: Provider, transaction: Transaction): Promise<Hex> {
  try {
    const answer = await provider.request({ method: 'eth_call', params: [transaction, 'latest'] })
    return String(answer) as Hex // Safety: EIP-1474 says hex; what reads it checks the words.
  } catch (cause) {
    throw refusalOf(cause)
  }
}

/**
 * The transaction is simulated, its gas estimated, and handed to the account's wallet; its hash is returned.
 * `onAsked` hears when the wallet has it before it. Raises `revert.*`, `transaction.no_coin`, `wallet.*`: then
 * nothing was sent.
 */
export async function sendTransaction(
  provider: Provider,
  transaction: Transaction,
  onAsked: () => void = () => undefined,
): Promise<Hex> {
  await simulateTransaction(provider, transaction)
  const gas = await estimateGas(provider, transaction)
  await requireCoin(provider, transaction.from, gas)
  onAsked()
  try {
    const hash: unknown = await provider.request({
      method: 'eth_sendTransaction',
      params: [{ ...transaction, gas: `0x${gas.toString(16)}` }],
    })
    if (typeof hash === 'string' && /^0x[0-9a-f]{64}$/i.test(hash)) return hash.toLowerCase() as Hex // Safety: the pattern.
    throw new Failure('wallet.failed', 'the wallet gave no transaction hash')
  } catch (cause) {
    throw refusalOf(cause)
  }
}

async function estimateGas(provider: Provider, transaction: Transaction): Promise<bigint> {
  try {
    const gas = BigInt(String(await provider.request({ method: 'eth_estimateGas', params: [transaction] })))
    return gas + gas / spareGas
  } catch (cause) {
    throw refusalOf(cause)
  }
}

async function requireCoin(provider: Provider, account: Hex, gas: bigint): Promise<void> {
  const [balance, price] = await Promise.all([
    provider.request({ method: 'eth_getBalance', params: [account, 'latest'] }),
    provider.request({ method: 'eth_gasPrice' }),
  ])
  if (BigInt(String(balance)) >= gas * BigInt(String(price))) return
  throw noCoin()
}

const noCoin = () =>
  new Failure(
    'transaction.no_coin',
    'This account has too little of the network’s coin to pay for the transaction. Send some to it and try again.',
  )

/** A refusal by contract, wallet or node, in this order, as one Failure. */
function refusalOf(cause: unknown): Failure {
  if (cause instanceof Failure && cause.code !== 'wallet.failed') return cause
  const known = revertFailure(cause)
  if (known) return known
  if (revertDataOf(cause) !== null)
    return new Failure(
      'revert.unknown',
      'The contract would refuse this, with a reason this page does not know.',
    )
  const failure = walletFailure(cause)
  return failure.code === 'wallet.no_coin' ? noCoin() : failure
}
