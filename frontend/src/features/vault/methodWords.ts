import type { Method } from '../../vault/wraps.ts'

/** The ways into a vault in plain words: what it is, what speaks for it, what against. */
export const methodWords: Readonly<
  Record<Method, { title: string; what: string; good: string; risk: string }>
> = {
  wallet: {
    title: 'Wallet signature',
    what: 'Your wallet signs one sentence, and the signature is the key.',
    good: 'Nothing to remember.',
    risk: 'Lost with the wallet. A page that tricks you into signing the sentence could open the vault.',
  },
  code: {
    title: 'Recovery code',
    what: 'Thirty-six characters that this page makes up and shows once.',
    good: 'Opens the vault when everything else is lost. Nobody can guess it.',
    risk: 'You have to keep it on paper or in a password manager.',
  },
  passphrase: {
    title: 'Passphrase',
    what: 'Words that you choose and type.',
    good: 'In your head, on every device.',
    risk: 'Forgotten is lost: nobody can reset it. Easy words can be guessed.',
  },
}
export const methods: readonly Method[] = ['wallet', 'code', 'passphrase']
