import { Failure, failureOf } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import { openPeople } from '../../api/people.ts'
import { faucetDigest } from '../../domain/faucetDigest.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { solveStampInChunks } from '../../domain/solveStampInChunks.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { followCall } from '../calls/followCall.ts'

/** More than a minute of work is too much. */
const mostBits = 24

/** Test TAG of a test network, carried by the gateway. */
export class Faucet {
  busy = $state(false)
  failure = $state.raw<Failure | null>(null)

  /** True once the account has it. */
  async drip(config: Config, account: Hex): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.failure = null
    try {
      const time = Math.floor(Date.now() / 1000)
      const bits = config.stampBits.faucet
      if (bits > mostBits) throw new Failure('stamp.too_much')
      const { nonce } = await solveStampInChunks(faucetDigest(account, time), bits, time)
      const stamp = { nonce: hexOfBytes(nonce), bits, time }
      const call = await openPeople(gateway.api.base).drip(account, stamp)
      await followCall(gateway.api, call.callId)
      return true
    } catch (cause) {
      this.failure = failureOf(cause)
      return false
    } finally {
      this.busy = false
    }
  }
}
