import { openStream, type PostNotice } from '../api/stream.ts'

type Listener = (notice: PostNotice) => void

/** What the gateway announces while the page is open. */
class Live {
  blockNumber = $state(0)
  #listeners = new Set<Listener>()
  #close: (() => void) | null = null

  connect(url: string): void {
    this.disconnect()
    this.#close = openStream(url, {
      onPost: (notice) => this.#listeners.forEach((listener) => listener(notice)),
      onBlock: ({ number }) => (this.blockNumber = number),
    })
  }

  disconnect(): void {
    this.#close?.()
    this.#close = null
  }

  /** Calls back for each new post until the returned function is called. */
  onPost(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
export const live = new Live()
