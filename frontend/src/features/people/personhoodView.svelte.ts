import type { Gateway } from '../../api/endpoints.ts'
import { failureOf, type Failure } from '../../api/failure.ts'
import type { Profile } from '../../api/model.ts'
import { openPeople } from '../../api/people.ts'
import type { Case, Partner, Personhood, TipPage } from '../../api/peopleModel.ts'

const settleMilliseconds = 2_500

/** A profile with the reasons for its level, and what the person who looks has to do with it. */
export class PersonhoodView {
  profile = $state.raw<Profile | null>(null)
  personhood = $state.raw<Personhood | null>(null)
  /** The viewer's own; null for a stranger. The same as `personhood` on one's own page. */
  mine = $state.raw<Personhood | null>(null)
  cases = $state.raw<Case[]>([])
  duties = $state.raw<Case[]>([])
  tips = $state.raw<TipPage | null>(null)
  failure = $state.raw<Failure | null>(null)
  readonly #api: Gateway
  readonly #idOrHandle: string
  readonly #viewer: string | null

  constructor(api: Gateway, idOrHandle: string, viewer: string | null) {
    this.#api = api
    this.#idOrHandle = idOrHandle
    this.#viewer = viewer
  }

  get isOwn(): boolean {
    return this.profile !== null && this.profile.profileId === this.#viewer
  }

  /** The viewer's own vouch for this profile, and the other's for the viewer; null where there is neither. */
  readonly between: Partner | null = $derived(
    this.mine?.partners.find(({ profile }) => profile.profileId === this.profile?.profileId) ?? null,
  )

  async load(): Promise<void> {
    const people = openPeople(this.#api.base)
    try {
      const profile = await this.#api.getProfile(this.#idOrHandle, this.#viewer)
      const { profileId } = profile
      const [personhood, mine] = await Promise.all([
        people.getPersonhood(profileId),
        this.#viewer && this.#viewer !== profileId ? people.getPersonhood(this.#viewer) : null,
      ])
      this.profile = profile
      this.personhood = personhood
      this.mine = this.#viewer === profileId ? personhood : mine
      this.failure = null
      if (personhood.epochNow === null) return
      const [cases, duties, tips] = await Promise.all([
        people.listCases({ profile: profileId }),
        this.isOwn && personhood.juror ? people.listCases({ juror: profileId, state: 'voting' }) : null,
        people.listTips(profileId),
      ])
      this.cases = cases.items
      this.duties = duties?.items ?? []
      this.tips = tips
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }

  /** What a block has changed is shown once the gateway has seen it too. */
  async reload(): Promise<void> {
    await this.load()
    setTimeout(() => void this.load(), settleMilliseconds)
  }
}
