import { untrack } from 'svelte'
import type { Gateway } from '../../api/endpoints.ts'
import type { Space } from '../../api/model.ts'

/** What the gateway counts about one space. A space nobody has written in simply has no numbers yet. */
export class SpaceView {
  space = $state.raw<Space | null>(null)

  async load(api: Gateway, tag: string, viewer: string | null): Promise<void> {
    if (untrack(() => this.space?.tag) !== tag) this.space = null
    try {
      const space = await api.getSpace(tag, viewer)
      this.space = space
    } catch {
      this.space = null
    }
  }
}
