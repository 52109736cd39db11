import { encodeAbiParameters } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { addressOfWord, bytesAt, wordsOf } from './words.ts'

const word = `0x${'ab'.repeat(32)}` as const

describe('wordsOf and bytesAt refuse', () => {
  it.each(['', '0x', '0x12', `${word}0`, 'zz', '0xzz'])('%j', (data) =>
    expect(() => wordsOf(data, 1)).toThrow(expect.objectContaining({ code: 'chain.unreachable' })),
  )
  it.each([
    encodeAbiParameters([{ type: 'bytes' }], ['0x1234']).slice(0, -64),
    `0x${'ff'.repeat(32)}`,
    `0x${'00'.repeat(31)}21${'00'.repeat(64)}`,
  ])('bytes that are cut off: %s', (data) =>
    expect(() => bytesAt(data, 0)).toThrow(expect.objectContaining({ code: 'chain.unreachable' })),
  )
})

describe('wordsOf and bytesAt read what viem writes', () => {
  const address = `0x${'12'.repeat(20)}` as const
  it.each(['0x', '0x00', `0x${'cd'.repeat(32)}`, `0x${'ef'.repeat(1000)}`] as const)('%s', (bytes) => {
    const data = encodeAbiParameters(
      [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes' }],
      [address, word, bytes],
    )
    const [first, second] = wordsOf(data, 2)
    expect([first && addressOfWord(first), second, bytesAt(data, 2)]).toEqual([address, word, bytes])
  })
})
