import { encodeRecord } from './encodeRecord.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import type { Hex } from './hex.ts'
import type { Intent } from './intent.ts'
import { joinBytes } from './joinBytes.ts'

/** The first argument of `publish`: profile ‖ kind ‖ createdAt ‖ 15 zero bytes. */
export function encodeHead(intent: Intent): Hex {
  const record = encodeRecord(intent)
  return hexOfBytes(joinBytes(record.subarray(0, 9), record.subarray(73), new Uint8Array(15)))
}
