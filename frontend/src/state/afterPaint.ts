import { ownScript } from './trustedScript.ts'

/** The shell is kept for offline starts, once the first page is painted. Never in a frame, never without TLS. */
export async function startAfterPaint(): Promise<void> {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return
  try {
    await navigator.serviceWorker.register(ownScript('./sw.js'))
  } catch {
    // Some hosts forbid workers; the app works without its offline shell.
  }
}
