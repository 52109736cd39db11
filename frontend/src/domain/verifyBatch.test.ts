import { expect, it } from 'vitest'
import { bytesOfHex } from './bytesOfHex.ts'
import type { Hex } from './hex.ts'
import { codeOf, vectors } from './vectors.testing.ts'
import { verifyBatch } from './verifyBatch.ts'

interface Case {
  name: string
  bytes: Hex
  batchDigest: Hex
  count: number
  root: Hex
  code: string | null
  ids: Hex[]
  codes: (string | null)[]
}

const golden = vectors<{ chainId: string; postRegistry: Hex; cases: Case[] }>('batch')
const domain = { chainId: BigInt(golden.chainId), postRegistry: golden.postRegistry }

it.each(golden.cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
  const verify = () => verifyBatch(bytesOfHex(row.bytes), row, domain)
  expect(codeOf(verify)).toBe(row.code)
  if (row.code !== null) return
  expect(verify().map((record) => record.intentId)).toEqual(row.ids)
  expect(verify().map((record) => record.refusal?.code ?? null)).toEqual(row.codes)
  expect(verify().map((record) => record.intent === null)).toEqual(row.codes.map((code) => code !== null))
})
