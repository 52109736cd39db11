import type { Hex } from '../api/model.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { utf8 } from '../domain/utf8.ts'

interface Named {
  name: string
  inputs: readonly { type: string }[]
}

/** keccak-256 of `name(type,…)`: an event's first topic; its first four bytes select a function. Flat types only. */
export function signatureHash({ name, inputs }: Named): Hex {
  return hexOfBytes(keccak256(utf8(`${name}(${inputs.map(({ type }) => type).join(',')})`)))
}

export function selectorOf(entry: Named): Hex {
  return signatureHash(entry).slice(0, 10) as Hex // Safety: a prefix of hex.
}
