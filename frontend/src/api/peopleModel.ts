import type { components } from './types.gen.ts'

/** What the gateway tells about people; the types themselves are generated from openapi.json. */
type Schemas = components['schemas']

export type Personhood = Schemas['Personhood']
export type Partner = Schemas['VouchPartner']
export type MissingPart = Schemas['MissingPart']
export type Coverage = Schemas['Coverage']
export type Appeal = Schemas['Appeal']
export type EpochList = Schemas['EpochList']
export type Neighbourhood = Schemas['Neighbourhood']
export type Case = Schemas['Case']
export type CasePage = Schemas['CasePage']
export type TipPage = Schemas['TipPage']
export type PeopleTerms = Schemas['PeopleConfig']
