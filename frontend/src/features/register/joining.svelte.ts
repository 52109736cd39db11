import { Failure, failureOf } from '../../api/failure.ts'
import type { Hex, Profile } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session, type LocalProfile } from '../../state/session.svelte.ts'
import { everydayMask } from '../calls/kinds.ts'
import { keyLifeSeconds, zeroWord } from '../calls/plan.ts'
import { planAuthorise, planRegister } from '../calls/plans.ts'
import { CallRun } from '../calls/callRun.svelte.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { encodeProfile } from './encodeProfile.ts'

/** From a connected wallet to a profile this browser can write for: a new one, or one the wallet holds. */
export class Joining {
  run = $state.raw<CallRun | null>(null)
  failure = $state.raw<Failure | null>(null)
  preparing = $state(false)
  #profile: LocalProfile | null = null

  /** Prepares the registration of a new handle for its preview; nothing is signed yet. */
  register(account: Hex, handle: string, name: string): Promise<void> {
    return this.#prepare(async (grantFor) => {
      const { readNextProfileId } = await import('../../chain/readRegistry.ts')
      const config = gateway.config
      if (!config || !connection.wallet) throw new Failure('wallet.disconnected')
      await connection.useNetwork(config)
      const profileId = await readNextProfileId(connection.wallet.provider, config, account)
      const grant = await grantFor(String(profileId))
      const document = name ? encodeProfile(name) : { digest: zeroWord, base64: null }
      const plan = planRegister(
        {
          custody: account,
          profileId,
          handle,
          contentDigest: document.digest,
          content: document.base64,
          grant,
        },
        Date.now(),
      )
      this.#profile = localProfile(String(profileId), handle, name || null, account, grant, 'registering')
      return new CallRun(plan)
    })
  }

  /** Prepares a session key of this browser for a profile that the wallet already holds. */
  takeUp(
    profile: Pick<Profile, 'profileId' | 'handle' | 'name'>,
    custody: Hex,
    kinds = everydayMask,
  ): Promise<void> {
    return this.#prepare(async (grantFor) => {
      const grant = await grantFor(profile.profileId, kinds)
      const plan = planAuthorise(
        { custody, profileId: BigInt(profile.profileId), handle: profile.handle, grant },
        Date.now(),
      )
      this.#profile = localProfile(profile.profileId, profile.handle, profile.name, custody, grant, 'ready')
      return new CallRun(plan)
    })
  }

  /** The gateway took the call: the profile is in use at once, and what it writes waits for the chain. */
  keep(): void {
    if (!this.#profile || !this.run) return
    const known = session.profiles.find(({ profileId }) => profileId === this.#profile?.profileId)
    const lastCreatedAt = Math.max(known?.lastCreatedAt ?? 0, this.#profile.lastCreatedAt)
    session.put({ ...this.#profile, callId: this.run.status?.callId ?? null, lastCreatedAt })
    void import('./watchRegistration.ts').then(({ watchRegistrations }) => watchRegistrations())
  }

  cancel(): void {
    this.run = null
  }

  async #prepare(
    build: (grantFor: (profileId: string, kinds?: number) => Promise<Grant>) => Promise<CallRun>,
  ): Promise<void> {
    this.preparing = true
    this.failure = null
    try {
      const scope = gateway.scope
      if (!scope) throw new Failure('gateway.unreachable')
      const { createSessionKey } = await import('../../wallet/sessionKeys.ts')
      this.run = await build(async (profileId, kinds = everydayMask) => ({
        key: await createSessionKey(scope, profileId),
        untilSeconds: Math.floor(Date.now() / 1000) + keyLifeSeconds,
        kinds,
      }))
    } catch (cause) {
      this.failure = failureOf(cause)
    } finally {
      this.preparing = false
    }
  }
}

interface Grant {
  key: Hex
  untilSeconds: number
  kinds: number
}

function localProfile(
  profileId: string,
  handle: string,
  name: string | null,
  custody: Hex,
  grant: Grant,
  state: LocalProfile['state'],
): LocalProfile {
  const key = { address: grant.key, untilSeconds: grant.untilSeconds, kinds: grant.kinds }
  return { profileId, handle, name, custody, state, callId: null, key, lastCreatedAt: 0 }
}
