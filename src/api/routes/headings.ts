import { z } from 'zod'
import { isActId } from '../../record/index.ts'
import type { Contract, Known, RoutesOf } from '../contract.ts'
import type { ApiContext } from '../context.ts'
import { mayAt } from '../guard.ts'
import { withNews } from '../news.ts'
import { type ChannelParams, channelParams } from '../params.ts'
import { type HeadedMatter, headedMatter } from '../views.ts'

/** Each reads a body or two from the disk; an address holds so many ids without trouble at any proxy. */
const MATTERS_MAX = 50
const ID_CHARACTERS = 64

interface HeadingsQuery {
  /** Ids, separated by commas; those that there are none of, or that you may not read, are left out. */
  readonly matters?: string | undefined
  /** First digits of the id of a matter, or of any act in it. */
  readonly prefix?: string | undefined
}
interface Headings {
  readonly items: readonly HeadedMatter[]
}
export interface HeadingRoutes {
  'headings.list': Contract<ChannelParams, HeadingsQuery, undefined, Headings>
}

const ids = z
  .string()
  .max(MATTERS_MAX * (ID_CHARACTERS + 1))
  .refine((list) => list.split(',').every(isActId), 'must be ids, separated by commas')

/** Matters by name instead of by list. */
export const headingRoutes: RoutesOf<HeadingRoutes> = {
  'headings.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/headings',
    summary: 'Some matters of a channel with their titles, numbers and who works on them.',
    needs: 'read',
    etag: true,
    params: channelParams,
    query: z
      .strictObject({
        matters: ids.optional(),
        prefix: z
          .string()
          .regex(/^[0-9a-f]{4,64}$/, 'must be 4 to 64 of 0-9 and a-f')
          .optional(),
      })
      .refine(({ matters, prefix }) => (matters === undefined) !== (prefix === undefined), {
        path: ['matters'],
        message: 'or prefix must be given, and not both',
      }),
    reply: z.object({ items: z.array(headedMatter) }),
    handle: headings,
  },
}

async function headings(
  context: ApiContext,
  { params: { channel }, principal, query }: Known<HeadingRoutes['headings.list']>,
): Promise<Headings> {
  const { node, restricted, side } = context
  const wanted =
    query.prefix === undefined ? (query.matters ?? '').split(',') : await node.locate(channel, query.prefix)
  const told: Omit<HeadedMatter, 'isNew'>[] = []
  for (const id of new Set(wanted)) {
    const place = { channel, matter: id }
    if (!(await mayAt(principal, 'read', place, restricted))) continue
    const heading = await node.heading(channel, id)
    if (heading === undefined) continue
    const { matter, ...words } = heading
    const holders = (await mayAt(principal, 'draft', place, restricted))
      ? (await side.assignments.of(channel, id)).map(({ holder }) => holder)
      : null
    told.push({ ...matter, ...words, channel, holders })
  }
  const news = new Map((await withNews(context, principal, told)).map(({ id, isNew }) => [id, isNew]))
  return { items: told.map((one) => ({ ...one, isNew: news.get(one.id) ?? false })) }
}
