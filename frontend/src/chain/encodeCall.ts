import { encodeAbiParameters } from 'viem/utils'
import type { AbiFunction, AbiParametersToPrimitiveTypes } from 'abitype'
import type { Hex } from '../api/model.ts'
import { selectorOf } from './selector.ts'

/** Call data of one function, typed by its ABI entry. */
export function encodeCall<const Entry extends AbiFunction>(
  entry: Entry,
  args: AbiParametersToPrimitiveTypes<Entry['inputs'], 'inputs'>,
): Hex {
  // Safety: `args` is typed by the same entry; viem cannot follow it through the generic.
  const encoded = encodeAbiParameters(entry.inputs, args as never)
  return `${selectorOf(entry)}${encoded.slice(2)}`
}
