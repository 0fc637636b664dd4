import { type Card, RecordError, parseCard } from '../record/index.ts'

/** A card of several that came in; `field` is where it stood. Throws RecordError as `parseCard`, with the field inside of it. */
export function cardIn(text: string, field: string): Card {
  try {
    return parseCard(text.trim())
  } catch (cause) {
    if (!(cause instanceof RecordError)) throw cause
    const inside = cause.field === undefined ? field : `${field}.${cause.field}`
    throw new RecordError(cause.code, `${field}: ${cause.message}`, { field: inside, cause })
  }
}
