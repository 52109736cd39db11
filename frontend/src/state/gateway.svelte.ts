import { openGateway } from '../api/endpoints.ts'
import { type Failure, failureOf } from '../api/failure.ts'
import type { Config } from '../api/model.ts'
import { readPreference, writePreference } from './preferences.ts'
import { networkScope } from './scope.ts'

/** The gateway this page talks to. It is a cache and a relay; the page can leave it for another. */
class GatewayState {
  url = $state(readPreference('gateway') ?? '')
  config = $state.raw<Config | null>(null)
  status = $state<'unknown' | 'up' | 'down'>('unknown')
  failure = $state.raw<Failure | null>(null)
  readonly api = $derived(openGateway(this.url))
  readonly scope = $derived(this.config ? networkScope(this.config) : null)
  readonly name = $derived(this.url ? new URL(this.url).host : window.location.host || 'this page')
  #retry: ReturnType<typeof setTimeout> | undefined
  #waitMilliseconds = 2_000

  /** Reads /v1/config; while the gateway is down, asks again with growing pauses. */
  async load(): Promise<void> {
    clearTimeout(this.#retry)
    try {
      this.config = await this.api.getConfig()
      this.status = 'up'
      this.failure = null
      this.#waitMilliseconds = 2_000
      writePreference(`config:${this.url}`, JSON.stringify(this.config))
    } catch (cause) {
      this.status = 'down'
      this.failure = failureOf(cause)
      this.config ??= this.#lastConfig()
      this.#retry = setTimeout(() => void this.load(), this.#waitMilliseconds)
      this.#waitMilliseconds = Math.min(this.#waitMilliseconds * 2, 60_000)
    }
  }

  /** Goes on with another gateway; '' is the page's own. */
  async use(url: string): Promise<void> {
    writePreference('gateway', url || null)
    this.url = url
    this.config = null
    this.status = 'unknown'
    await this.load()
  }

  /** What this gateway said last time: enough to sign and to publish directly while it is away. */
  #lastConfig(): Config | null {
    try {
      // Safety: written by `load` above from the same type; a broken text gives null.
      return JSON.parse(readPreference(`config:${this.url}`) ?? 'null') as Config | null
    } catch {
      return null
    }
  }
}

export const gateway = new GatewayState()
