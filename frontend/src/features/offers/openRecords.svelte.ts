import { vault } from '../../state/vault.svelte.ts'
import { readOpenRecords } from './readOpenRecords.ts'
import type { OpenRecord } from './previewKind.ts'

/** The values of the vault, in memory while it is open; null while it is not, or while they are being read. */
class OpenRecords {
  items = $state.raw<readonly OpenRecord[] | null>(null)
  #run = 0

  /** Follows the vault; call it while a component is set up. */
  follow(): void {
    $effect(() => {
      const isOpen = vault.status === 'open'
      void vault.records
      void this.#read(isOpen)
    })
  }

  async #read(isOpen: boolean): Promise<void> {
    const run = ++this.#run
    if (!isOpen) this.items = null
    const items = isOpen ? await readOpenRecords() : null
    if (run === this.#run) this.items = items
  }
}
export const openRecords = new OpenRecords()
