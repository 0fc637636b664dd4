import { z } from 'zod'
import type { CharterAmendment, CharterTerms } from '../instruments/index.ts'
import type {
  CardInfo,
  CardRead,
  ChannelLimitsInfo,
  CharterGiven,
  CharterInfo,
  FoundingDetail,
  FoundingInfo,
  OwnCard,
} from './founding-port.ts'

/** As much as one request takes. */
const FILE_CHARACTERS_MAX: number = 3 * 1024 * 1024

const cardFields = {
  party: z.string(),
  name: z.string(),
  address: z.string(),
  made: z.string(),
  keys: z.string(),
  fingerprint: z.array(z.int()),
}
const cardInfo: z.ZodType<CardInfo> = z.object(cardFields)
export const ownCard: z.ZodType<OwnCard> = z.object({
  ...cardFields,
  text: z.string(),
  bytes: z.string(),
  file: z.string(),
})
export const cardRead: z.ZodType<CardRead> = z.object({ ...cardFields, ours: z.boolean() })

/** The text of a file that somebody chose. */
export const fileText: z.ZodString = z.string().min(1).max(FILE_CHARACTERS_MAX)

const texts = z.record(z.string(), z.string())
/** Titles, texts and terms are read by the room that reads charters: its rules are the ones that hold for files too. */
export const charterGiven: z.ZodType<CharterGiven> = z
  .strictObject({
    file: fileText.optional(),
    title: texts.optional(),
    text: texts.optional(),
    terms: z.custom<CharterAmendment>(isObject, 'must be an object').optional(),
  })
  .refine(
    ({ file, terms, text, title }) =>
      file === undefined
        ? title !== undefined && text !== undefined
        : title === undefined && text === undefined && terms === undefined,
    'must have either `file`, or `title` and `text`',
  )

export const charterTerms: z.ZodType<CharterTerms> = z.custom<CharterTerms>(isObject)

export const charterInfo: z.ZodType<CharterInfo> = z.object({
  form: z.enum(['charter/1', 'text']),
  title: texts,
  text: texts,
  terms: charterTerms,
  sha256: z.string(),
  bytes: z.int(),
})
export const channelLimits: z.ZodType<ChannelLimitsInfo> = z.object({
  leafBytes: z.int(),
  bodyBytes: z.int(),
  exhibitBytes: z.int(),
})

const foundingFields = {
  channel: z.string(),
  by: z.enum(['us', 'them']),
  state: z.enum(['received', 'waiting', 'unconfirmed', 'open']),
  parties: z.array(z.object({ id: z.string(), name: z.string(), agreed: z.boolean() })),
  missing: z.array(z.string()),
  founded: z.string(),
  fingerprint: z.array(z.int()),
  confirmed: z.string().nullable(),
  taken: z.string(),
}
export const foundingInfo: z.ZodType<FoundingInfo> = z.object(foundingFields)
export const foundingDetail: z.ZodType<FoundingDetail> = z.object({
  ...foundingFields,
  charter: charterInfo,
  cards: z.array(cardInfo),
  limits: channelLimits,
})

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
