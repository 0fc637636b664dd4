/** The one way we read a `content-length`: plain decimal digits. */
export const LENGTH: RegExp = /^(?:0|[1-9][0-9]{0,14})$/

/**
 * Headers as one value per lower-case name, from the flat list of names and values as received.
 * Undefined when there are more than `maxCount`, or when a name is repeated: two readers could each believe another one.
 */
export function readHeaders(
  rawHeaders: readonly string[],
  maxCount: number,
): Record<string, string> | undefined {
  if (rawHeaders.length > 2 * maxCount) return undefined
  // Without a prototype, a header called `__proto__` is a header like any other.
  const headers: Record<string, string> = Object.create(null)
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? ''
    if (name in headers) return undefined
    headers[name] = rawHeaders[at + 1] ?? ''
  }
  return headers
}
