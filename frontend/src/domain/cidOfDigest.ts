import type { Cid } from './brands.ts'
import { bytesOfHex } from './bytesOfHex.ts'
import type { Hex } from './hex.ts'
import { joinBytes } from './joinBytes.ts'
import type { CidCodec } from './parseCid.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** The CID of the block with this sha2-256; raises `hex.malformed`. */
export function cidOfDigest(digest: Hex, codec: CidCodec = 'raw'): Cid {
  const header = Uint8Array.of(1, codec === 'raw' ? 0x55 : 0x70, 0x12, 0x20)
  let text = 'b'
  let bits = 0
  let value = 0
  for (const byte of joinBytes(header, bytesOfHex(digest, 32))) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((value >> bits) & 31)
    }
  }
  text += alphabet.charAt((value << (5 - bits)) & 31)
  return text as Cid // Safety: built by the definition.
}
