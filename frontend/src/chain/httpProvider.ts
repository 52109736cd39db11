import { Failure } from '../api/failure.ts'
import type { Provider } from '../wallet/provider.ts'

let nextId = 1

/** A chain node behind an http(s) address. Raises `chain.unreachable`; a node's own error keeps its code. */
export function httpProvider(url: string): Provider {
  return {
    async request({ method, params = [] }) {
      let answer: unknown
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          credentials: 'omit',
          signal: AbortSignal.timeout(15_000),
          body: JSON.stringify({ jsonrpc: '2.0', id: nextId++, method, params }),
        })
        answer = await response.json()
      } catch (cause) {
        throw new Failure('chain.unreachable', String(cause), true)
      }
      if (typeof answer !== 'object' || answer === null)
        throw new Failure('chain.unreachable', 'no JSON-RPC answer', true)
      if ('error' in answer && answer.error) throw answer.error
      return 'result' in answer ? answer.result : null
    },
  }
}
