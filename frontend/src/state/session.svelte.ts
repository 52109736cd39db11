import type { Hex } from '../api/model.ts'
import { readPreference, writePreference } from './preferences.ts'

export interface KeyInUse {
  address: Hex
  untilSeconds: number
  kinds: number
}
/** A profile this browser may speak for. Secrets are elsewhere (wallet/sessionKeys): nothing here can sign. */
export interface LocalProfile {
  profileId: string
  handle: string
  name: string | null
  custody: Hex
  state: 'registering' | 'ready'
  callId: string | null
  key: KeyInUse | null
  lastCreatedAt: number
}

interface Kept {
  activeId: string | null
  profiles: LocalProfile[]
}

/** Who is speaking: the profiles of this browser on this network, and the one in use. */
class Session {
  profiles = $state<LocalProfile[]>([])
  activeId = $state<string | null>(null)
  readonly active = $derived(this.profiles.find((profile) => profile.profileId === this.activeId) ?? null)
  readonly viewer = $derived(this.active?.state === 'ready' ? this.active.profileId : null)
  #scope: string | null = null

  /** Opens the profiles kept for one network; '' opens those of the last one, before its config is known. */
  open(scope: string | null): void {
    const name = scope ?? readPreference('scope')
    if (!name || name === this.#scope) return
    this.#scope = name
    if (scope) writePreference('scope', scope)
    const kept = parseKept(readPreference(`session:${name}`))
    this.profiles = kept.profiles
    this.activeId = kept.activeId
  }

  put(profile: LocalProfile): void {
    const index = this.profiles.findIndex((known) => known.profileId === profile.profileId)
    if (index < 0) this.profiles.push(profile)
    else this.profiles[index] = profile
    this.activeId = profile.profileId
    this.#keep()
  }

  change(profileId: string, values: Partial<LocalProfile>): void {
    const profile = this.profiles.find((known) => known.profileId === profileId)
    if (profile) Object.assign(profile, values)
    this.#keep()
  }

  use(profileId: string | null): void {
    this.activeId = profileId
    this.#keep()
  }

  forget(profileId: string): void {
    this.profiles = this.profiles.filter((profile) => profile.profileId !== profileId)
    if (this.activeId === profileId) this.activeId = this.profiles[0]?.profileId ?? null
    this.#keep()
  }

  /** A creation time in milliseconds, later than every one this profile has used here. */
  nextCreatedAt(profileId: string, now: number): number {
    const profile = this.profiles.find((known) => known.profileId === profileId)
    const next = Math.max(now, (profile?.lastCreatedAt ?? 0) + 1)
    this.change(profileId, { lastCreatedAt: next })
    return next
  }

  #keep(): void {
    if (!this.#scope) return
    writePreference(
      `session:${this.#scope}`,
      JSON.stringify({ activeId: this.activeId, profiles: this.profiles }),
    )
  }
}

function parseKept(text: string | null): Kept {
  try {
    // Safety: written by #keep; anything else fails the check below and counts as nothing kept.
    const kept = JSON.parse(text ?? '') as Kept
    if (Array.isArray(kept.profiles)) return kept
  } catch {
    // Nothing kept, or not ours.
  }
  return { activeId: null, profiles: [] }
}

export const session = new Session()
