import { addSentences } from '../../ui/sentences.ts'

/** Sentences for what people pages meet; what a contract refuses speaks for itself (chain/peopleErrors.ts). */
addSentences({
  'people.none': 'This network has no people registry: nobody has a level here, and nobody can vouch.',
  'people.contracts':
    'Only this gateway names the contracts that would take your TAG. Compare and accept them on this page first.',
  'people.other_profile':
    'The chain gives this handle to another profile than the gateway does. Nothing was signed; ask another gateway.',
  'people.other_price':
    'The contract takes another amount than this gateway says. Nothing was signed; reload the page or ask another gateway.',
  'people.unseen':
    'The gateway says that it is done, but your wallet’s node does not show it. Send it from your wallet below, or look again later.',
  'people.other_case':
    'The chain knows this case otherwise than the gateway shows it. Do not vote by what you see here; ask another gateway.',
  'people.vote_lost':
    'This browser does not have the vote that is sealed on the chain. Open it where you sealed it.',
  'people.epoch_unknown': 'The gateway has not computed that epoch yet. Try again in a minute.',
})
