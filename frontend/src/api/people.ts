import type { CasePage, EpochList, Neighbourhood, Personhood, TipPage } from './peopleModel.ts'
import { buildPath, type Query } from './endpoints.ts'
import type { CallStatus, Hex, Stamp } from './model.ts'
import { requestJson } from './request.ts'

/** The people registry's routes of one gateway as functions: nothing here knows state. */
export function openPeople(base: string) {
  const get = <T>(path: string, query: Query = {}) => requestJson<T>(base, buildPath(path, query))
  const post = <T>(path: string, body: BodyInit, contentType: string) =>
    requestJson<T>(base, path, { method: 'POST', body, contentType })
  return {
    getPersonhood: (profileId: string) => get<Personhood>(`/v1/profiles/${profileId}/personhood`),
    listEpochs: (limit: number) => get<EpochList>('/v1/people/epochs', { limit }),
    getNeighbourhood: (epoch: number, profile: string) =>
      get<Neighbourhood>(`/v1/people/epochs/${epoch}/neighbourhood`, { profile }),
    listCases: (query: { profile?: string; juror?: string; state?: string; cursor?: string | null }) =>
      get<CasePage>('/v1/people/cases', query),
    listTips: (profileId: string, cursor: string | null = null) =>
      get<TipPage>(`/v1/profiles/${profileId}/tips`, { cursor }),
    putContent: (bytes: Uint8Array<ArrayBuffer>) =>
      post<{ digest: Hex }>('/v1/content', bytes, 'application/octet-stream'),
    drip: (address: Hex, stamp: Stamp) =>
      post<CallStatus>('/v1/faucet', JSON.stringify({ address, stamp }), 'application/json'),
  }
}
export type PeopleApi = ReturnType<typeof openPeople>
