import { createTransport } from 'nodemailer'
import type { Clock } from '../exchange/index.ts'
import { codeOf, failed, sent } from './parcel.ts'
import type { Outcome, Parcel } from './parcel.ts'
import type { MailSettings } from './ways.ts'

/** A mail server answers within seconds; the whole dialogue gets this long, each silence a third of it. */
const MAIL_LIMIT_MS = 30_000

/** Hands the notice to the mail server of the own house. Its `Message-ID` is the same at every attempt. */
export function sendByMail(
  to: string,
  { id, notice, letter }: Parcel,
  needs: { readonly clock: Clock; mail(): MailSettings | undefined },
): Promise<Outcome> {
  const settings = needs.mail()
  if (settings === undefined) return Promise.resolve(failed('mail-not-set-up'))
  const transport = createTransport(transportOf(settings))
  const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1)
  const message = {
    from: settings.from,
    to,
    subject: letter.subject,
    text: letter.text,
    messageId: `<${id}@${domain}>`,
    // RFC 3834: no holiday greeting comes back.
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
    ...(notice.urgency === 'flash' ? { priority: 'high' as const } : {}),
  }
  return new Promise((resolve) => {
    const cancel = needs.clock.after(MAIL_LIMIT_MS, () => {
      transport.close()
      resolve(failed('timed-out'))
    })
    transport
      .sendMail(message)
      .then(
        () => sent,
        (error: unknown) => refusalOf(error),
      )
      .then((outcome) => {
        cancel()
        resolve(outcome)
      }, resolve)
  })
}

function transportOf(settings: MailSettings) {
  const { host, port, tls, user, password, ca } = settings
  const silence = MAIL_LIMIT_MS / 3
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    connectionTimeout: silence,
    greetingTimeout: silence,
    socketTimeout: silence,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
  }
}

/** A reply of 5yz is for good (RFC 5321, 4.2.1); all else may pass. */
function refusalOf(error: unknown): Outcome {
  const reply =
    error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
      ? error.responseCode
      : undefined
  return reply === undefined ? failed(codeOf(error)) : failed(`smtp-${reply}`, reply >= 500)
}
