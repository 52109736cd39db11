import type { IconName } from '../../ui/icons.ts'
import type { BadgeState } from './badges.svelte.ts'

interface Verdict {
  title: string
  sentence: string
  icon: IconName
  tone: 'good' | 'bad' | 'word' | 'plain'
}

/** The panel's headline: loud when something does not match, never "verified" on a gateway's word. */
export function verdictOf(state: BadgeState['state'], waiting: boolean): Verdict {
  if (waiting) {
    return {
      title: 'On its way',
      sentence: 'Signed in this browser; the chain has not recorded it yet.',
      icon: 'clock',
      tone: 'plain',
    }
  }
  switch (state) {
    case 'verified':
      return {
        title: 'Verified by your browser',
        sentence: 'Every step below was done here, on this device, just now.',
        icon: 'shield',
        tone: 'good',
      }
    case 'word':
      return {
        title: 'Signature checked, chain on the gateway’s word',
        sentence:
          'Bytes and signature are right. That the chain recorded them, and that the key was allowed, is only told by the gateway. Connect a wallet or name a node; Settings names the contracts.',
        icon: 'shield',
        tone: 'word',
      }
    case 'failed':
      return {
        title: 'This does not match. Do not trust this post.',
        sentence: 'A step below failed.',
        icon: 'alert',
        tone: 'bad',
      }
    case 'incomplete':
      return {
        title: 'Not fully checked',
        sentence: 'A step below could not be done.',
        icon: 'shield',
        tone: 'plain',
      }
    case 'checking':
      return {
        title: 'Checking',
        sentence: 'Your browser is going through the steps.',
        icon: 'clock',
        tone: 'plain',
      }
    case 'unchecked':
      return {
        title: 'No proof at hand',
        sentence: 'The gateway gave no proof for this post yet. Check again in a moment.',
        icon: 'shield',
        tone: 'plain',
      }
  }
}
