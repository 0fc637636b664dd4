import type { Reply } from '../../api/client.ts'

/** One matter in a list. */
export type Row = Reply<'inbox.all'>['items'][number]
export type Heading = Reply<'headings.list'>['items'][number]
export type Assigned = Reply<'assignments.mine'>['items'][number]
export type MatterName = Pick<Row, 'channel' | 'id'>

/** A matter among those of all channels. */
export const nameOf = ({ channel, id }: MatterName): string => `${channel} ${id}`

const SHORT_DIGITS = 8
/** So much of an id is told to people; the palette finds a matter by it. */
export const shortId = (id: string): string => id.slice(0, SHORT_DIGITS)
