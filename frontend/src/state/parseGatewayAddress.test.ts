import { describe, expect, it } from 'vitest'
import { parseGatewayAddress } from './parseGatewayAddress.ts'

describe('parseGatewayAddress', () => {
  it.each([
    'nonsense',
    'ftp://a.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    '//a.example',
  ])('%s is refused', (text) =>
    expect(() => parseGatewayAddress(text)).toThrow(expect.objectContaining({ code: 'gateway.address' })),
  )
  it.each([
    ['', ''],
    ['  ', ''],
    ['https://a.example/', 'https://a.example'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['https://a.example/hash/?x=1#y', 'https://a.example/hash'],
  ])('%j is %j', (text, url) => expect(parseGatewayAddress(text)).toBe(url))
})
