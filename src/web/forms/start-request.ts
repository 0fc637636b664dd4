import type { Language } from '../../words/index.ts'
import { call, type Reply } from '../api/client.ts'
import { type DraftContent, groupOf } from './content.ts'

type Me = Reply<'me.get'>

interface Beginning {
  readonly me: Pick<Me, 'display' | 'zone'>
  readonly language: Language
  /** The party that is asked, where there is only one other. */
  readonly to: string | undefined
  /** As the other side knows the asking authority. */
  readonly requesting: { readonly name: string; readonly country?: string }
}

/** What a new request can know before anybody has typed. */
export function blankRequest({ me, language, requesting, to }: Beginning): DraftContent {
  return {
    type: 'request.open',
    data: {
      confidentiality: [],
      instrument: { id: 'charter' },
      marks: { handling: [], tlp: 'AMBER' },
      offences: [],
      urgency: 'routine',
      ...(to === undefined ? {} : { to }),
    },
    body: {
      form: 'request/1',
      language,
      requesting: { ...requesting },
      inCharge: { name: me.display, timeZone: me.zone, replyBy: 'entente' },
      identifiers: [],
    },
  }
}

/** What belongs to one request alone, or is worked out anew by the node. */
const OWN_DATA: readonly string[] = [
  'acknowledgeBy',
  'answerBy',
  'exhibits',
  'identifiers',
  'relatesTo',
  'dataLostBy',
]
const OWN_BODY: readonly string[] = ['exhibits', 'ourNumber', 'yourNumber']

/** An earlier request of one's own as a new draft. Undefined when its words are not held any more. */
export async function copiedRequest(channel: string, matter: string): Promise<DraftContent | undefined> {
  const { body, data, type } = await call('acts.get', { params: { channel, matter, act: matter } })
  if (type !== 'request.open' || body?.content === null || body?.content === undefined) return undefined
  return {
    type,
    data: without(groupOf(data), OWN_DATA),
    body: without(groupOf(body.content), OWN_BODY),
  }
}

const without = (group: DraftContent['data'], names: readonly string[]): DraftContent['data'] =>
  Object.fromEntries(Object.entries(group).filter(([name]) => !names.includes(name)))
