import { failureOf, type Failure } from '../../../api/failure.ts'
import { openMarket } from '../../../api/market.ts'
import type { Config, Hex } from '../../../api/model.ts'
import { readCredit } from '../../../chain/readDeal.ts'
import { addressOf, readMarket } from '../../../chain/readMarket.ts'
import { faucetDigest } from '../../../domain/faucetDigest.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import { solveStampInChunks } from '../../../domain/solveStampInChunks.ts'
import { gateway } from '../../../state/gateway.svelte.ts'
import { followCall } from '../../calls/followCall.ts'
import { chainOf } from '../chainOf.ts'

/** What the account has to pay with: TAG for people, coin for the network, credit that came back. */
export class Funds {
  tag = $state<bigint | null>(null)
  coin = $state<bigint | null>(null)
  credit = $state<bigint | null>(null)
  canDrip = $state(false)
  dripping = $state(false)
  failure = $state.raw<Failure | null>(null)

  async load(config: Config, account: Hex): Promise<void> {
    try {
      const { provider } = chainOf(config)
      const reads = readMarket(provider, config.contracts)
      ;[this.tag, this.coin, this.credit, this.canDrip] = await Promise.all([
        reads.balance(account),
        reads.coin(account),
        readCredit(provider, addressOf(config.contracts, 'DataMarket'), account),
        reads.canDrip(account),
      ])
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }

  /** Test TAG from the faucet of a test network, carried by the gateway; the balance is read again. */
  async drip(config: Config, account: Hex): Promise<void> {
    if (this.dripping) return
    this.dripping = true
    this.failure = null
    try {
      const market = openMarket(gateway.api.base)
      const time = Math.floor(Date.now() / 1000)
      const { nonce } = await solveStampInChunks(faucetDigest(account, time), config.stampBits.faucet, time)
      const stamp = { nonce: hexOfBytes(nonce), bits: config.stampBits.faucet, time }
      const call = await market.drip(account, stamp)
      await followCall(market, call.callId)
      await this.load(config, account)
    } catch (cause) {
      this.failure = failureOf(cause)
    } finally {
      this.dripping = false
    }
  }
}
