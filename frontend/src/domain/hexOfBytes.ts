import type { Hex } from './hex.ts'

/** `0x` and two lower-case digits for each byte. */
export function hexOfBytes(bytes: Uint8Array): Hex {
  let digits = ''
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
  return `0x${digits}`
}
