import { buildPath, type Query } from './endpoints.ts'
import type { ConsentBody, Deal, Offer, Payee, SaleResponse, StoredBlob } from './marketModel.ts'
import type { CallStatus, Hex, Page, Stamp } from './model.ts'
import { requestBytes, requestJson } from './request.ts'

export interface MarketCall {
  call: string
  arguments: Record<string, unknown>
  stamp: Stamp
}

const uploadMilliseconds = 120_000

/** The market's routes of one gateway as functions: nothing here knows state. */
export function openMarket(base: string) {
  const get = <T>(path: string, query: Query = {}, headers: Record<string, string> = {}) =>
    requestJson<T>(base, buildPath(path, query), { headers })
  const send = <T>(path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
    requestJson<T>(base, path, { method, body: JSON.stringify(body), contentType: 'application/json' })
  return {
    base,
    listOffers: (query: Query) => get<Page<Offer>>('/v1/offers', query),
    getOffer: (offerId: string) => get<Offer>(`/v1/offers/${offerId}`),
    getDeal: (dealId: string) => get<Deal>(`/v1/deals/${dealId}`),
    listOfferDeals: (offerId: string, query: Query = {}) =>
      get<Page<Deal>>(`/v1/offers/${offerId}/deals`, query),
    listProfileDeals: (profileId: string, query: Query = {}) =>
      get<Page<Deal>>(`/v1/profiles/${profileId}/deals`, query),
    getPayee: (address: string) => get<Payee>(`/v1/payees/${address}`),
    submitResponse: (
      offerId: string,
      response: { consent: ConsentBody; signature: Hex; envelope: string },
    ): Promise<{ dealId: Hex }> => send(`/v1/offers/${offerId}/responses`, response),
    /** For the buyer alone, who proves it by a signed `OffersAccess`. */
    listResponses: (
      offerId: string,
      access: { gateway: string; deadline: number; signature: Hex },
      query: Query = {},
    ) =>
      get<Page<SaleResponse>>(`/v1/offers/${offerId}/responses`, query, {
        Authorization: `Hashtagspace gateway=${access.gateway},deadline=${access.deadline},signature=${access.signature}`,
      }),
    submitEpoch: (dealId: string, epoch: { epoch: number; envelope: string; authorisation: Hex }) =>
      send<{ dealId: Hex }>(`/v1/deals/${dealId}/epochs`, epoch),
    submitCall: (body: MarketCall) => send<CallStatus>('/v1/calls', body),
    getCall: (callId: string) => get<CallStatus>(`/v1/calls/${callId}`),
    drip: (address: Hex, stamp: Stamp) => send<CallStatus>('/v1/faucet', { address, stamp }),
    /** The document's bytes are on the gateway's content store. */
    putContent: (bytes: Uint8Array<ArrayBuffer>) =>
      requestJson<{ cid: string; digest: Hex; size: number }>(base, '/v1/content', {
        method: 'POST',
        body: bytes,
        contentType: 'application/octet-stream',
      }),
    putBlob: (bytes: Uint8Array<ArrayBuffer>) =>
      requestJson<StoredBlob>(base, '/v1/blobs', {
        method: 'POST',
        body: bytes,
        contentType: 'application/octet-stream',
        timeoutMilliseconds: uploadMilliseconds,
      }),
    getCar: (cid: string) =>
      requestBytes(base, `/ipfs/${encodeURIComponent(cid)}?format=car`, {
        timeoutMilliseconds: uploadMilliseconds,
      }),
  }
}
export type Market = ReturnType<typeof openMarket>
