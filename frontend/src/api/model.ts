import type { components } from './types.gen.ts'

/** The gateway's shapes under this project's words; the types themselves are generated from openapi.json. */
type Schemas = components['schemas']

export type Hex = `0x${string}`
export type Config = Schemas['GatewayConfig']
export type Author = Schemas['ProfileCard']
export type Profile = Schemas['Profile']
export type Post = Schemas['Post']
export type PostDocument = Schemas['PostDocument']
export type Media = Schemas['Media']
export type Mention = Schemas['Mention']
export type Thread = Schemas['Thread']
export type Space = Schemas['Space']
export type TrendingSpace = Schemas['TrendingSpace']
export type FollowerPage = Schemas['FollowerPage']
export type FollowingPage = Schemas['FollowingPage']
export type ProfileKeys = Schemas['ProfileKeys']
export type SessionKey = Schemas['SessionKey']
export type Proof = Schemas['Proof']
export type SignedVersion = Schemas['SignedVersion']
export type Inclusion = Schemas['Inclusion']
export type IntentStatus = Schemas['IntentStatus']
export type IntentResults = Schemas['IntentResults']
export type CallBody = Schemas['CallBody']
export type CallStatus = Schemas['CallStatus']
export type Stamp = Schemas['Stamp']
export type StoredContent = Schemas['StoredContent']
export type StoredMedia = Schemas['StoredMedia']
export type Problem = Schemas['Problem']

export interface Page<T> {
  items: T[]
  nextCursor: string | null
}
