import { Failure } from '../api/failure.ts'

const codes: Record<number, string> = {
  4001: 'wallet.rejected',
  4100: 'wallet.unauthorised',
  4200: 'wallet.unsupported',
  4900: 'wallet.disconnected',
  4901: 'wallet.chain_disconnected',
  [-32002]: 'wallet.pending',
  [-32004]: 'wallet.unsupported',
  [-32601]: 'wallet.unsupported',
  5000: 'wallet.rejected',
}

/** A wallet's error (EIP-1193, JSON-RPC, or whatever it throws) as a Failure with a sentence of its own. */
export function walletFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause
  const { code, message } = innermost(cause)
  const known = code === undefined ? undefined : codes[code]
  if (known) return new Failure(known, message)
  if (/user (rejected|denied|cancel)|rejected by user/i.test(message))
    return new Failure('wallet.rejected', message)
  if (/insufficient funds/i.test(message)) return new Failure('wallet.no_coin', message)
  if (/revert/i.test(message)) return new Failure('wallet.reverted', message)
  return new Failure('wallet.failed', message)
}

function innermost(cause: unknown): { code: number | undefined; message: string } {
  let [code, message]: [number | undefined, string] = [undefined, '']
  let at: unknown = cause
  for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null; depth += 1) {
    const error = at as {
      code?: unknown
      message?: unknown
      cause?: unknown
      data?: { originalError?: unknown }
    } // Safety: each field is checked.
    if (typeof error.code === 'number' && (code === undefined || codes[error.code])) code = error.code
    if (typeof error.message === 'string' && !message) message = error.message
    at = error.cause ?? error.data?.originalError
  }
  return { code, message: message || String(cause) }
}
