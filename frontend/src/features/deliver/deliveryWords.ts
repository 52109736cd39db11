import { formatMoment } from '../../ui/time.ts'
import type { DeliveryState } from './dealDelivery.ts'

/** What a person has to do something about; everything else goes on by itself. */
export function needsPerson(state: DeliveryState): boolean {
  if (state.is === 'failed') return !isPassing(state.failure.code)
  return state.is === 'stopped' && state.code === 'deliver.other_consent'
}

/** Failures that the next attempts may well get over. */
function isPassing(code: string): boolean {
  return /^(gateway\.(unreachable|timeout|unavailable)|chain\.|rate\.|relay\.(?!silent)|store\.|ipfs\.|page\.cancelled|deliver\.not_final)/.test(
    code,
  )
}

/** A delivery in one sentence, and until when it can still be made. */
export function deliveryWords(state: DeliveryState): string {
  switch (state.is) {
    case 'waiting':
      if (state.why === 'not_accepted') return 'Waiting for the business to accept.'
      if (state.why === 'not_final')
        return 'Accepted. Waiting until nothing can undo it; then the key is delivered.'
      return state.fromSeconds === null
        ? 'Waiting for the next delivery.'
        : `The next delivery is due from ${formatMoment(state.fromSeconds * 1000)}.`
    case 'working':
      return 'Making the key and its proof.'
    case 'sent':
      return 'The key is on its way to the chain.'
    case 'delivered':
      return 'Delivered.'
    case 'failed':
      return 'Not delivered yet.'
    case 'stopped':
      return stopWords[state.code]
  }
}

const stopWords = {
  'deliver.other_consent':
    'The chain has another consent than any that this vault signed. Nothing is delivered for it: withdraw it.',
  'deliver.too_late':
    'Too late: in the last tenth of its window a key could be seen and not be paid, so it stays here. The price goes back to the business.',
  'deliver.over': 'The window passed without a delivery. The price went back to the business.',
  'deliver.unaccepted':
    'The business did not accept in time. Nothing was sold, and what you sealed stays closed.',
  'deliver.withdrawn': 'You withdrew, so nothing is delivered any more.',
} as const
