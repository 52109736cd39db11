import type { Provider } from '../wallet/provider.ts'

export interface Log {
  address: string
  topics: string[]
  data: string
  logIndex: number
}
export interface Receipt {
  blockHash: string
  blockNumber: number
  succeeded: boolean
  logs: Log[]
}

/** A transaction's receipt, or null if the chain does not know it. */
export async function readReceipt(provider: Provider, hash: string): Promise<Receipt | null> {
  const answer = await provider.request({ method: 'eth_getTransactionReceipt', params: [hash] })
  if (!isObject(answer)) return null
  const logs = Array.isArray(answer['logs']) ? answer['logs'].filter(isObject) : []
  return {
    blockHash: text(answer['blockHash']),
    blockNumber: Number(answer['blockNumber']),
    succeeded: Number(answer['status']) === 1,
    logs: logs.map((log) => ({
      address: text(log['address']),
      topics: Array.isArray(log['topics']) ? log['topics'].map(text) : [],
      data: text(log['data']),
      logIndex: Number(log['logIndex']),
    })),
  }
}

export interface BlockHead {
  hash: string
  number: number
  timeSeconds: number
}

/** The block at a height, as the chain has it now, or null. */
export async function readBlock(provider: Provider, number: number): Promise<BlockHead | null> {
  const answer = await provider.request({
    method: 'eth_getBlockByNumber',
    params: [`0x${number.toString(16)}`, false],
  })
  if (!isObject(answer)) return null
  return {
    hash: text(answer['hash']),
    number: Number(answer['number']),
    timeSeconds: Number(answer['timestamp']),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const text = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '')
