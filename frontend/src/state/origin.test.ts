import { expect, it } from 'vitest'
import { trustOfOrigin } from './origin.ts'

it.each([
  ['/ipfs/bafkreia/', true, 'shared'],
  ['/ipns/hashtagspace.example/index.html', true, 'shared'],
  ['/', false, 'insecure'],
  ['/ipfs/bafkreia/', false, 'shared'],
  ['/', true, 'own'],
  ['/app/ipfs/', true, 'own'],
] as const)('%s (secure: %s) is %s', (pathname, isSecure, trust) =>
  expect(trustOfOrigin({ pathname }, isSecure)).toBe(trust),
)
