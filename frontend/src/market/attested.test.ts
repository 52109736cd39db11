import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { recoverAddress } from '../wallet/sessionKeys.ts'
import { attestationDigest } from './attestation.ts'
import {
  buildRequest,
  listAttestations,
  parseAttestation,
  putAttestation,
  saltsOf,
  type KeptAttestation,
} from './attested.ts'
import { encodeRecord } from './record.ts'
import { buildTreeRoot, listPlainLeaves } from './roots.ts'

const golden = vectors<{
  chainId: string
  market: Hex
  attester: Hex
  requests: { bundle: string; seed: Hex; file: string; ptRoot: Hex; digest: Hex; attestation: string }[]
  kept: { all: object; latest: object; latestCount: number }
  refused: { name: string; file: string; code: string }[]
}>('market_attested')
const domain = { chainId: BigInt(golden.chainId), contract: golden.market }

describe('an attested record', () => {
  it.each(golden.requests)('has the root and the digest of the vectors: $ptRoot', (row) => {
    const bundle = utf8(row.bundle)
    expect(buildRequest(bundle, row.seed)).toBe(row.file)
    const plain = encodeRecord(bundle, saltsOf(row.seed, bundle))
    expect(hexOfBytes(buildTreeRoot(listPlainLeaves(plain)))).toBe(row.ptRoot)
    const kept = parseAttestation(utf8(row.attestation))
    expect(JSON.stringify({ type: 'attestation', version: 1, ...kept })).toBe(row.attestation)
    const digest = attestationDigest(kept, domain)
    expect(hexOfBytes(digest)).toBe(row.digest)
    expect(recoverAddress(digest, bytesOfHex(kept.signature))).toBe(golden.attester)
  })
})

describe('an attestation', () => {
  it.each(golden.refused)('is refused: $name', ({ file, code }) =>
    expect(codeOf(() => parseAttestation(utf8(file)))).toBe(code),
  )
  it('is kept once for each offer and granularity, the latest eight', () => {
    const made = golden.requests.map(({ attestation }) => parseAttestation(utf8(attestation)))
    const [first] = made
    if (!first) throw new Error('the vectors have requests')
    const found = [...made, first].reduce<object | null>(putAttestation, null)
    expect(found).toEqual(golden.kept.all)
    expect(listAttestations(found)).toEqual([...made.slice(1), first])
    const offers = Array.from({ length: 10 }, (_, at): KeptAttestation => ({
      ...first,
      offer: `0x${String(at).padStart(2, '0').repeat(32)}`,
      ...{ issuedAt: 1, signature: `0x${'00'.repeat(65)}` },
    }))
    expect(offers.reduce<object>(putAttestation, found ?? {})).toEqual(golden.kept.latest)
  })
  it('of a vault that something else wrote harms nothing', () => {
    for (const foreign of [
      null,
      undefined,
      'x',
      {},
      { type: 'attestations' },
      { type: 'attestations', items: [7, {}] },
    ])
      expect(listAttestations(foreign)).toEqual([])
  })
})
