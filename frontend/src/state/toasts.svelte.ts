export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'bad'
  action?: { label: string; run: () => void }
}

class Toasts {
  items = $state<Toast[]>([])
  #next = 1

  /** Shows one sentence for a while; a failure stays until it is read. */
  show(text: string, tone: Toast['tone'] = 'plain', action?: Toast['action']): void {
    const id = this.#next++
    this.items.push({ id, text, tone, ...(action ? { action } : {}) })
    if (this.items.length > 3) this.items.shift()
    setTimeout(() => this.close(id), tone === 'bad' ? 12_000 : 5_000)
  }

  close(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id)
  }
}
export const toasts = new Toasts()
