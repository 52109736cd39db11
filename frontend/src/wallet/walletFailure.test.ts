import { describe, expect, it } from 'vitest'
import { knownCodes } from '../ui/sentences.ts'
import { walletFailure } from './walletFailure.ts'

describe('walletFailure names each way a wallet says no', () => {
  it.each([
    [{ code: 4001, message: 'x' }, 'wallet.rejected'],
    [{ code: -32002, message: 'Already processing' }, 'wallet.pending'],
    [{ code: -32601, message: 'no such method' }, 'wallet.unsupported'],
    [{ code: 4200, message: 'x' }, 'wallet.unsupported'],
    [{ code: 4100, message: 'x' }, 'wallet.unauthorised'],
    [{ code: 4900, message: 'x' }, 'wallet.disconnected'],
    [
      { code: -32603, message: 'boom', data: { originalError: { code: 4001, message: 'denied' } } },
      'wallet.rejected',
    ],
    [new Error('MetaMask Tx Signature: User denied transaction signature.'), 'wallet.rejected'],
    [new Error('insufficient funds for gas * price + value'), 'wallet.no_coin'],
    [{ code: 3, message: 'execution reverted' }, 'wallet.reverted'],
    ['what', 'wallet.failed'],
    [null, 'wallet.failed'],
  ])('%j is %s', (cause, code) => {
    expect(walletFailure(cause).code).toBe(code)
    expect(knownCodes).toContain(code)
  })
})
