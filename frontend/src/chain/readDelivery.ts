import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { dataMarketDeliver, dataMarketDeliverEpoch, dataMarketDeliverMany } from './marketAbi.gen.ts'
import { selectorOf } from './selector.ts'
import { wordsOf } from './words.ts'

/** What an epoch's delivery says beyond D: the X of the epoch with its path under the consent's root. */
export interface SentEpoch {
  number: number
  xx: bigint
  xParity: number
  ctRoot: bigint
  path: readonly bigint[]
}
/** D and its proof as a transaction carried them; `epoch` only in a subscription. */
export interface SentDelivery {
  epoch: SentEpoch | null
  dx: bigint
  dParity: number
  proof: { c: bigint; s: bigint; ux: bigint; uy: bigint; vx: bigint; vy: bigint; inverse: bigint }
}

const selectors = {
  one: selectorOf(dataMarketDeliver),
  many: selectorOf(dataMarketDeliverMany),
  epoch: selectorOf(dataMarketDeliverEpoch),
}
const consentWords = 14
const proofWords = 7
const mostPath = 20
const deliveryWords = 2 + proofWords

/**
 * The delivery of one deal in a transaction's call data. Null when there is none to read: another contract may
 * have made the call, and then only the chain's word is left. Raises the provider's error.
 */
export async function readDelivery(
  provider: Provider,
  hash: Hex,
  deal: { offer: Hex; profile: bigint; epoch?: number },
): Promise<SentDelivery | null> {
  const transaction: unknown = await provider.request({ method: 'eth_getTransactionByHash', params: [hash] })
  const input: unknown =
    typeof transaction === 'object' && transaction !== null ? Reflect.get(transaction, 'input') : null
  if (typeof input !== 'string') return null
  try {
    return decodeDelivery(input, deal)
  } catch {
    return null
  }
}

function decodeDelivery(
  input: string,
  { offer, profile, epoch }: { offer: Hex; profile: bigint; epoch?: number },
): SentDelivery | null {
  const words = wordsOf(`0x${input.slice(10)}`, 2).map(BigInt)
  const isOurs = (at: number) => words[at] === BigInt(offer) && words[at + 1] === profile
  switch (input.slice(0, 10).toLowerCase()) {
    case selectors.one:
      return isOurs(0) ? deliveryAt(words, consentWords) : null
    case selectors.many: {
      const [consents = 0, deliveries = 0] = words.slice(0, 2).map((offset) => Number(offset) / 32)
      const count = Number(words[consents] ?? 0n)
      for (let item = 0; item < count && item * consentWords < words.length; item += 1) {
        if (isOurs(consents + 1 + item * consentWords))
          return deliveryAt(words, deliveries + 1 + item * deliveryWords)
      }
      return null
    }
    case selectors.epoch: {
      const start = Number(words[consentWords] ?? 0n) / 32
      if (!isOurs(0) || words[start] !== BigInt(epoch ?? -1)) return null
      const found = deliveryAt(words, start + 5)
      return found && { ...found, epoch: epochAt(words, start) }
    }
    default:
      return null
  }
}

function epochAt(words: readonly bigint[], start: number): SentEpoch {
  const [number = 0n, xx = 0n, xParity = 0n, offset = 0n, ctRoot = 0n] = words.slice(start, start + 5)
  const path = start + Number(offset) / 32
  const length = Number(words[path] ?? 0n)
  return {
    number: Number(number),
    xx,
    xParity: Number(xParity),
    ctRoot,
    path: words.slice(path + 1, path + 1 + Math.min(length, mostPath)),
  }
}

function deliveryAt(words: readonly bigint[], at: number): SentDelivery | null {
  const [dx, dParity, c, s, ux, uy, vx, vy, inverse] = words.slice(at, at + deliveryWords)
  if (inverse === undefined) return null
  const missing = 0n
  return {
    epoch: null,
    dx: dx ?? missing,
    dParity: Number(dParity),
    proof: {
      c: c ?? missing,
      s: s ?? missing,
      ux: ux ?? missing,
      uy: uy ?? missing,
      vx: vx ?? missing,
      vy: vy ?? missing,
      inverse,
    },
  }
}
