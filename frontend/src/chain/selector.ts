import type { Hex } from '../api/model.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { utf8 } from '../domain/utf8.ts'

interface Typed {
  type: string
  components?: readonly Typed[]
}
interface Named {
  name: string
  inputs: readonly Typed[]
}

/** keccak-256 of `name(type,…)`: an event's first topic; its first four bytes select a function. */
export function signatureHash({ name, inputs }: Named): Hex {
  return hexOfBytes(keccak256(utf8(name + spell(inputs))))
}

export function selectorOf(entry: Named): Hex {
  return signatureHash(entry).slice(0, 10) as Hex // Safety: a prefix of hex.
}

/** A struct is spelled by its members, as Solidity does; `slice(5)` keeps what makes "tuple[]" a list. */
function spell(inputs: readonly Typed[]): string {
  return `(${inputs.map(({ type, components }) => (components ? spell(components) + type.slice(5) : type)).join(',')})`
}
