import { type Failure, failureOf } from '../../api/failure.ts'
import type { Hex, SessionKey } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import type { LocalProfile } from '../../state/session.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { CallRun } from '../calls/callRun.svelte.ts'
import { everydayMask, maskOf } from '../calls/kinds.ts'
import { planRevoke } from '../calls/plans.ts'
import { Joining } from '../register/joining.svelte.ts'

/** The session keys of one profile as the chain lists them, and the two things one can do with them. */
export class KeyRing {
  keys = $state.raw<SessionKey[]>([])
  failure = $state.raw<Failure | null>(null)
  run = $state.raw<CallRun | null>(null)
  readonly #profile: LocalProfile
  #joining: Joining | null = null

  constructor(profile: LocalProfile) {
    this.#profile = profile
  }

  async load(): Promise<void> {
    try {
      const { sessionKeys } = await gateway.api.listSessionKeys(this.#profile.profileId)
      this.keys = sessionKeys
      this.failure = null
    } catch (cause) {
      const failure = failureOf(cause)
      this.failure = failure.status === 404 ? null : failure
    }
  }

  /** Prepares a fresh key for this browser: a slot is never used twice, so renewing means a new key. */
  async renew(extraKinds: number[]): Promise<void> {
    this.#joining = new Joining()
    await this.#joining.takeUp(this.#profile, this.#profile.custody, everydayMask | maskOf(extraKinds))
    this.run = this.#joining.run
    this.failure = this.#joining.failure
  }

  async revoke(key: Hex): Promise<void> {
    this.#joining = null
    const { profileId, handle, custody } = this.#profile
    const now = Date.now()
    this.run = new CallRun(
      planRevoke(
        { custody, profileId: BigInt(profileId), handle, key, voidFromSeconds: Math.floor(now / 1000) },
        now,
      ),
    )
  }

  /** The gateway took the call; the list is read again when the chain has it. */
  accepted(): void {
    const run = this.run
    this.#joining?.keep()
    this.run = null
    toasts.show('On its way to the chain.')
    run?.finish().then(
      () => setTimeout(() => void this.load(), 1500),
      (cause: unknown) => (this.failure = failureOf(cause)),
    )
  }

  cancel(): void {
    this.run = null
  }
}
