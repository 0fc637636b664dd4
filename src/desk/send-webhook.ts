import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Webhook } from 'standardwebhooks'
import type { Clock } from '../exchange/index.ts'
import { instantFromMs } from '../record/index.ts'
import { codeOf, failed, sent } from './parcel.ts'
import type { Outcome, Parcel } from './parcel.ts'

/** Standard Webhooks asks for 15 to 30 s. */
const WEBHOOK_LIMIT_MS = 20_000

/**
 * Posts the notice as Standard Webhooks has it: `webhook-id` is the same at every attempt, the signature covers id, time and
 * content. Redirects are not followed: they would carry a signed message to an address that nobody agreed to.
 */
export function sendByWebhook(
  { url, ca }: { readonly url: string; readonly ca?: string },
  secret: string,
  parcel: Parcel,
  clock: Clock,
): Promise<Outcome> {
  const body = contentOf(parcel)
  const at = new Date(clock.now())
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'webhook-id': parcel.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(parcel.id, at, body),
  }
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest
    // No shared agent: a silent receiver must not keep connections that others wait for.
    const request = send(url, {
      method: 'POST',
      headers,
      agent: false,
      ...(ca === undefined ? {} : { ca }),
    })
    const end = (outcome: Outcome): void => {
      cancel()
      request.destroy()
      resolve(outcome)
    }
    const cancel = clock.after(WEBHOOK_LIMIT_MS, () => end(failed('timed-out')))
    request.on('error', (error) => end(failed(codeOf(error))))
    // The answer's status is all that is read of it.
    request.on('response', (response) => end(judged(response.statusCode ?? 0)))
    request.end(body)
  })
}

/** Standard Webhooks: 2xx is taken, 410 wants no more; all else is tried again. */
function judged(status: number): Outcome {
  if (status >= 200 && status < 300) return sent
  if (status >= 300 && status < 400) return failed('redirect-refused')
  return failed(`http-${status}`, status === 410)
}

function contentOf({ notice, letter }: Parcel): string {
  const { channel, dueMs, facts, gaps, id, kind, matter, urgency } = notice
  return JSON.stringify({
    type: `notice.${kind}`,
    timestamp: instantFromMs(notice.madeMs),
    data: {
      notice: id,
      urgency,
      channel,
      matter,
      due: dueMs === null ? null : instantFromMs(dueMs),
      drill: facts.drill === true,
      step: facts.step ?? null,
      line: facts.line ?? null,
      gaps,
      language: letter.language,
      text: letter.text,
      link: letter.link,
    },
  })
}
