export { locateHashtags as findTagSpans } from '../../domain/locateHashtags.ts'
