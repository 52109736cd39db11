import { Failure } from '../api/failure.ts'
import type { Cid } from '../domain/brands.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { cidOfDigest } from '../domain/cidOfDigest.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { parseCid } from '../domain/parseCid.ts'

export const cidLength = 36

/** The CID whose 36 bytes these are. Raises `media.unverifiable` for other kinds of address. */
export function decodeCid(bytes: Uint8Array): Cid {
  const codec = bytes[1] === 0x55 ? 'raw' : bytes[1] === 0x70 ? 'dag-pb' : null
  if (
    bytes.length !== cidLength ||
    bytes[0] !== 1 ||
    codec === null ||
    bytes[2] !== 0x12 ||
    bytes[3] !== 0x20
  ) {
    throw new Failure('media.unverifiable', 'unknown kind of address')
  }
  return cidOfDigest(hexOfBytes(bytes.subarray(4)), codec)
}

/** The 36 bytes of a CID; raises as `parseCid`. */
export function encodeCid(cid: string): Uint8Array {
  const { codec, digest } = parseCid(cid)
  return Uint8Array.of(1, codec === 'raw' ? 0x55 : 0x70, 0x12, 0x20, ...bytesOfHex(digest))
}
