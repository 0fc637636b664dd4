import { X509Certificate } from 'node:crypto'
import type { Expiring, ExpiringItem } from '../desk/index.ts'
import type { SignIn } from '../sign-in/index.ts'

export interface ExpiringNeeds {
  /** PEM of the certificate that peers see. Theirs are known by their keys alone, which do not expire. */
  readonly peerDoor: string
  /** PEM of the certificate that the node's own people see; undefined where a proxy shows its own. */
  readonly officersDoor: string | undefined
  readonly signIn: Pick<SignIn, 'apiKeys'>
}

/** Everything that stops working by itself some day: certificates and API keys. */
export async function expiringItems(needs: ExpiringNeeds): Promise<ExpiringItem[]> {
  const doors = needs.officersDoor === undefined ? [needs.peerDoor] : [needs.peerDoor, needs.officersDoor]
  const certificates = doors.map((pem): ExpiringItem => {
    const { fingerprint256, validToDate } = new X509Certificate(pem)
    return itemOf(fingerprint256.replaceAll(':', '').toLowerCase(), 'own-tls', validToDate.getTime())
  })
  const keys = await needs.signIn.apiKeys.list()
  return [...certificates, ...keys.map(({ endsMs, id }) => itemOf(id, 'api-key', endsMs))]
}

function itemOf(id: string, kind: Expiring, expiresMs: number): ExpiringItem {
  return { id, kind, expiresMs }
}
