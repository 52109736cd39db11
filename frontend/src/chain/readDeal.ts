import type { AbiFunction, AbiParametersToPrimitiveTypes } from 'abitype'
import { Failure } from '../api/failure.ts'
import type { DealState } from '../api/marketModel.ts'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { encodeCall } from './encodeCall.ts'
import { dataMarketCreditOf, dataMarketDealOf, dataMarketOfferOf } from './marketAbi.gen.ts'
import { wordsOf } from './words.ts'

export type BlockTag = 'latest' | 'finalized'

/** The states by their number in IMarketTypes.State. */
const states: readonly DealState[] = [
  'none',
  'accepted',
  'delivered',
  'vesting',
  'subscribed',
  'settled',
  'refunded',
  'revoked',
]

/** A deal as the contract keeps it; what `time`, `price` and `word` mean depends on the state (IMarketTypes.Deal). */
export interface ChainDeal {
  price: bigint
  timeSeconds: number
  state: DealState
  withdrawn: boolean
  epochs: number
  /** The first epoch that can still be delivered. */
  next: number
  left: number
  word: Hex
}

/** An offer as the contract keeps it; `buyer` is 0 for one that was never opened. */
export interface ChainOffer {
  buyer: Hex
  acceptUntilSeconds: number
  maxResponses: number
  minLevel: number
  free: bigint
  live: number
  deliverSeconds: number
}

interface DealName {
  offer: Hex
  profile: bigint
}

/** The deal in the latest block, or in the latest that nothing can undo. Raises the node's error or `chain.unreachable`. */
export async function readDeal(
  provider: Provider,
  market: Hex,
  { offer, profile }: DealName,
  block: BlockTag,
): Promise<ChainDeal> {
  const words = await read(provider, market, dataMarketDealOf, [offer, profile], block, 9)
  const number = (at: number): number => Number(BigInt(words[at] ?? 0))
  const state = states[number(3)]
  if (!state) throw new Failure('chain.unreachable', 'the answer is no deal', true)
  return {
    price: BigInt(words[0] ?? 0),
    timeSeconds: number(1),
    state,
    withdrawn: number(4) === 1,
    epochs: number(5),
    next: number(6),
    left: number(7),
    word: words[8] ?? '0x',
  }
}

/** The offer in the latest block. Raises as `readDeal`. */
export async function readOfferState(provider: Provider, market: Hex, offer: Hex): Promise<ChainOffer> {
  const words = await read(provider, market, dataMarketOfferOf, [offer], 'latest', 12)
  const number = (at: number): number => Number(BigInt(words[at] ?? 0))
  return {
    buyer: `0x${(words[0] ?? '').slice(26)}`,
    acceptUntilSeconds: number(1),
    maxResponses: number(2),
    minLevel: number(3),
    free: BigInt(words[6] ?? 0),
    live: number(7),
    deliverSeconds: number(8),
  }
}

/** What `withdraw` would pay the account. Raises as `readDeal`. */
export async function readCredit(provider: Provider, market: Hex, account: Hex): Promise<bigint> {
  const [credit] = await read(provider, market, dataMarketCreditOf, [account], 'latest', 1)
  return BigInt(credit ?? 0)
}

/** The time of the latest block: what the contract compares its deadlines with. */
export async function readHeadSeconds(provider: Provider): Promise<number> {
  const answer: unknown = await provider.request({
    method: 'eth_getBlockByNumber',
    params: ['latest', false],
  })
  const time = Number(typeof answer === 'object' && answer ? Reflect.get(answer, 'timestamp') : Number.NaN)
  if (!Number.isSafeInteger(time) || time <= 0)
    throw new Failure('chain.unreachable', 'the node named no latest block', true)
  return time
}

async function read<const Entry extends AbiFunction>(
  provider: Provider,
  to: Hex,
  entry: Entry,
  args: AbiParametersToPrimitiveTypes<Entry['inputs'], 'inputs'>,
  block: BlockTag,
  count: number,
): Promise<Hex[]> {
  const answer = await provider.request({
    method: 'eth_call',
    params: [{ to, data: encodeCall(entry, args) }, block],
  })
  return wordsOf(String(answer), count)
}
