import { Failure } from './failure.ts'
import type { Problem } from './model.ts'

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT'
  body?: BodyInit
  contentType?: string
  headers?: Record<string, string>
  signal?: AbortSignal
  timeoutMilliseconds?: number
}

/**
 * The gateway's answer as JSON.
 * Raises Failure: the problem's own code; `gateway.unreachable`, `gateway.timeout`, `gateway.not_json`.
 */
export async function requestJson<T>(
  gateway: string,
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const response = await requestBytes(gateway, path, options)
  try {
    // Safety: the shape is the gateway's contract (openapi.json); bytes that matter are verified later.
    return (await response.json()) as T
  } catch {
    throw new Failure('gateway.not_json', `${path} did not answer with JSON`, true, response.status)
  }
}

/** A response with a 2xx status. Raises Failure as `requestJson` does. */
export async function requestBytes(
  gateway: string,
  path: string,
  options: RequestOptions = {},
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMilliseconds ?? 20_000)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  const headers = { ...options.headers }
  if (options.contentType) headers['Content-Type'] = options.contentType
  let response: Response
  try {
    response = await fetch(gateway + path, {
      method: options.method ?? 'GET',
      headers,
      signal,
      credentials: 'omit',
      ...(options.body === undefined ? {} : { body: options.body }),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw new Failure('page.cancelled')
    if (timeout.aborted) throw new Failure('gateway.timeout', path, true)
    throw new Failure('gateway.unreachable', cause instanceof Error ? cause.message : '', true)
  }
  if (!response.ok) throw await failureOfResponse(response)
  return response
}

async function failureOfResponse(response: Response): Promise<Failure> {
  const retryable = response.status >= 500 || response.status === 429
  try {
    // Safety: only strings are read from it, each with a fallback.
    const problem = (await response.json()) as Partial<Problem>
    if (typeof problem.code === 'string') {
      return new Failure(problem.code, problem.detail ?? '', problem.retryable ?? retryable, response.status)
    }
  } catch {
    // Not a problem document: the status speaks for itself below.
  }
  const code =
    response.status >= 500
      ? 'gateway.unavailable'
      : response.status === 404
        ? 'gateway.not_found'
        : 'gateway.refused'
  return new Failure(code, `HTTP ${response.status}`, retryable, response.status)
}
