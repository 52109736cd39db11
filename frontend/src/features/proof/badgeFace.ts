import type { OutboxState } from '../../state/outbox.svelte.ts'
import type { IconName } from '../../ui/icons.ts'
import type { BadgeState } from './badges.svelte.ts'

export interface BadgeFace {
  name: string
  label: string
  title: string
  icon: IconName
  tone: 'good' | 'word' | 'bad' | 'quiet'
}

/** How a badge looks and reads. Only `verified` may say so: every chain fact came from the reader's own source. */
export function badgeFace(state: BadgeState['state'], pending: OutboxState | null): BadgeFace {
  if (pending === 'failed') return face('unsent', 'Not sent', 'This post was not sent.', 'alert', 'bad')
  if (pending === 'sending' || pending === 'pending')
    return face('pending', 'Pending', 'Signed and on its way to the chain.', 'clock', 'quiet')
  switch (state) {
    case 'verified':
      return face(
        'verified',
        'Verified',
        'Your browser checked this post against the chain.',
        'shield',
        'good',
      )
    case 'word':
      return face(
        'word',
        'Gateway’s word',
        'Signature checked; the chain part is this gateway’s word.',
        'shield',
        'word',
      )
    case 'failed':
      return face('failed', 'Does not match', 'This post failed a check. Do not trust it.', 'alert', 'bad')
    case 'incomplete':
      return face('incomplete', 'Not checked', 'Some checks could not be done.', 'shield', 'quiet')
    case 'checking':
      return face('checking', 'Checking', 'Your browser is checking this post.', 'clock', 'quiet')
    case 'unchecked':
      return face('unchecked', 'Check', 'Not checked yet.', 'shield', 'quiet')
  }
}

function face(
  name: string,
  label: string,
  title: string,
  icon: IconName,
  tone: BadgeFace['tone'],
): BadgeFace {
  return { name, label, title, icon, tone }
}
