import type { Gateway } from '../../api/endpoints.ts'
import { failureOf, type Failure } from '../../api/failure.ts'
import type { TrendingSpace } from '../../api/model.ts'

/** The spaces people write in now, as this gateway ranks them. Null = not asked yet. */
class Spaces {
  items = $state.raw<TrendingSpace[] | null>(null)
  failure = $state.raw<Failure | null>(null)

  async load(api: Gateway): Promise<void> {
    try {
      this.items = (await api.listSpaces({ limit: 24 })).items
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }
}
export const spaces = new Spaces()
