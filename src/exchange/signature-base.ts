/**
 * The bytes that an HTTP message signature signs: RFC 9421 section 2.5, for components whose values are already known.
 * This part is general; the one profile that nodes speak is in `signature.ts`.
 */
export interface Component {
  /** The serialised component identifier, e.g. `"@method"` or `"signature";req`. */
  readonly id: string
  /** The component's value, one line. */
  readonly value: string
}

/** A signature parameter; strings are written in quotes and must hold neither quote, backslash nor control character. */
export type Parameter = readonly [name: string, value: string | number]

/** The inner list that stands in `Signature-Input` and as `@signature-params` (section 2.3). */
export function signatureParams(ids: readonly string[], parameters: readonly Parameter[]): string {
  let text = `(${ids.join(' ')})`
  for (const [name, value] of parameters) {
    text += typeof value === 'number' ? `;${name}=${value}` : `;${name}="${value}"`
  }
  return text
}

/** The signature base: one line per component and the parameters as the last, without a newline at the end. */
export function signatureBase(components: readonly Component[], params: string): Uint8Array {
  let text = ''
  for (const { id, value } of components) text += `${id}: ${value}\n`
  return Buffer.from(`${text}"@signature-params": ${params}`, 'latin1')
}
