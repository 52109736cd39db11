import { canonicalTag } from './canonicalTag.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { keccak256 } from './keccak256.ts'
import { utf8 } from './utf8.ts'

/** keccak256 of the UTF-8 of the canonical tag; any spelling of the tag gives the same. */
export function tagId(tag: string): Hex {
  return hexOfBytes(keccak256(utf8(canonicalTag(tag))))
}
