import type { Gateway } from '../../api/endpoints.ts'
import { failureOf, type Failure } from '../../api/failure.ts'
import type { Profile } from '../../api/model.ts'

export class ProfileView {
  profile = $state.raw<Profile | null>(null)
  failure = $state.raw<Failure | null>(null)
  readonly #api: Gateway
  readonly #idOrHandle: string
  readonly #viewer: string | null

  constructor(api: Gateway, idOrHandle: string, viewer: string | null) {
    this.#api = api
    this.#idOrHandle = idOrHandle
    this.#viewer = viewer
  }

  async load(): Promise<void> {
    try {
      this.profile = await this.#api.getProfile(this.#idOrHandle, this.#viewer)
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }
}
