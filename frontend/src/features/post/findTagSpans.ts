export { findHashtagSpans as findTagSpans } from '../../domain/hashtag.ts'
