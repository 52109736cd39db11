import { Failure } from '../api/failure.ts'

/** The origin of a gateway address without a trailing slash; '' stays ''. Raises `gateway.address`. */
export function parseGatewayAddress(address: string): string {
  const text = address.trim()
  if (!text) return ''
  try {
    const url = new URL(text)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(url.protocol)
    return (url.origin + url.pathname).replace(/\/+$/, '')
  } catch {
    throw new Failure('gateway.address', text)
  }
}
