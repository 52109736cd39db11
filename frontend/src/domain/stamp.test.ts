import { expect, it } from 'vitest'
import { bytesOfHex } from './bytesOfHex.ts'
import { faucetDigest } from './faucetDigest.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { solveStampInChunks } from './solveStampInChunks.ts'
import { leadingZeroBits, solveStamp, stampHash } from './stamp.ts'
import { vectors } from './vectors.testing.ts'

interface Golden {
  solved: { digest: Hex; nonce: Hex; bits: number; time: number; hash: Hex; zeroBits: number }[]
  faucet: { address: Hex; time: number; digest: Hex }
}

const golden = vectors<Golden>('stamp')

it.each(golden.solved.map((row) => [row.bits, row] as const))(
  'solves %i bits as Python does',
  async (bits, row) => {
    const digest = bytesOfHex(row.digest)
    const stamp = solveStamp(digest, bits, row.time)
    expect(hexOfBytes(stamp.nonce)).toBe(row.nonce)
    expect(await solveStampInChunks(digest, bits, row.time)).toEqual(stamp)
    const hash = stampHash(digest, row.time, stamp.nonce)
    expect(hexOfBytes(hash)).toBe(row.hash)
    expect(leadingZeroBits(hash)).toBe(row.zeroBits)
  },
)

it('stops when it is told to', async () => {
  const stopped = AbortSignal.abort(new Error('not needed any more'))
  await expect(solveStampInChunks(new Uint8Array(32), 60, 0, stopped)).rejects.toThrow('not needed')
})

it('counts zero bits to the end', () => {
  expect(leadingZeroBits(new Uint8Array(32))).toBe(256)
  expect(leadingZeroBits(Uint8Array.of(0, 1, 255))).toBe(15)
  expect(leadingZeroBits(Uint8Array.of(128))).toBe(0)
})

it('has the digest of the faucet', () => {
  const { address, time, digest } = golden.faucet
  expect(hexOfBytes(faucetDigest(address, time))).toBe(digest)
})
