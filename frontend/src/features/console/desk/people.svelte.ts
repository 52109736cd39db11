import type { Gateway } from '../../../api/endpoints.ts'

/** The handles of profiles, asked for once each; the number stands in until they are known. */
export class People {
  handles = $state.raw<ReadonlyMap<string, string>>(new Map())
  readonly #asked = new Set<string>()
  readonly #api: Pick<Gateway, 'getProfile'>

  constructor(api: Pick<Gateway, 'getProfile'>) {
    this.#api = api
  }

  /** "@ada", or "profile 77" while the handle is not known. Reading it asks for the handle. */
  nameOf(profileId: string): string {
    const handle = this.handles.get(profileId)
    return handle ? `@${handle}` : `profile ${profileId}`
  }

  /** Asks for the handles that are missing, one after another. */
  async find(profileIds: readonly string[]): Promise<void> {
    for (const profileId of profileIds) {
      if (this.#asked.has(profileId)) continue
      this.#asked.add(profileId)
      try {
        const { handle } = await this.#api.getProfile(profileId)
        this.handles = new Map([...this.handles, [profileId, handle]])
      } catch {
        // The number says who it is.
      }
    }
  }
}
