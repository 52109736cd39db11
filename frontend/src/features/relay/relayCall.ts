import type { AbiFunction, AbiParametersToPrimitiveTypes } from 'abitype'
import { openMarket } from '../../api/market.ts'
import type { CallStatus, Config, Hex } from '../../api/model.ts'
import { encodeCall } from '../../chain/encodeCall.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { keccak256 } from '../../domain/keccak256.ts'
import { followCall } from '../calls/followCall.ts'
import { payStamp } from '../calls/payStamp.ts'

/** A call of the market that a gateway carries for free. */
export interface RelayWish {
  call: string
  arguments: Record<string, unknown>
  /** What the stamp is paid on: the digest of what is signed, else Keccak-256 of the call data. */
  stampOver: Uint8Array
}

/** The wish for a call that needs no signature: its arguments or its proof speak for it. */
export function wishFor<const Entry extends AbiFunction>(
  entry: Entry,
  args: AbiParametersToPrimitiveTypes<Entry['inputs'], 'inputs'>,
  spelled: Record<string, unknown>,
): RelayWish & { data: Hex } {
  const data = encodeCall(entry, args)
  return { call: entry.name, arguments: spelled, stampOver: keccak256(bytesOfHex(data)), data }
}

/** The gateway at `base` took the call; `followRelayed` goes on. Raises its refusal. */
export async function relayCall(base: string, config: Config, wish: RelayWish): Promise<CallStatus> {
  const stamp = await payStamp(wish.stampOver, config.stampBits.call)
  return openMarket(base).submitCall({ call: wish.call, arguments: wish.arguments, stamp })
}

/** The call's status once it is in a block. Raises the refusal's own code when the gateway gave it up. */
export function followRelayed(base: string, callId: string): Promise<CallStatus> {
  return followCall(openMarket(base), callId)
}
