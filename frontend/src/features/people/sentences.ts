import { addSentences } from '../../ui/sentences.ts'

/** Sentences for what people pages meet; what a contract refuses speaks for itself (chain/peopleErrors.ts). */
addSentences({
  'people.none': 'This network has no people registry: nobody has a level here, and nobody can vouch.',
  'people.contracts':
    'Only this gateway names the contracts that would take your TAG. Compare and accept them on this page first.',
  'people.epoch_unknown': 'The gateway has not computed that epoch yet. Try again in a minute.',
})
