import type { QueryClient } from '@tanstack/react-query'
import { type AnyRouter, createRootRouteWithContext, createRoute, createRouter } from '@tanstack/react-router'
import { type Piece, piece } from '../look/piece.tsx'
import type { ComponentType, ReactNode } from 'react'
import { Faulty, Missing } from './faults.tsx'
import { Frame } from './frame.tsx'
import { Waiting } from './waiting.tsx'
import { WholeWords } from './whole-words.tsx'

interface Needs {
  readonly queries: QueryClient
  /** Kept when all words are here. */
  readonly wholeWords: () => Promise<unknown>
}

const root = createRootRouteWithContext<Needs>()({
  component: Frame,
  // Today and the frame need the first words alone.
  beforeLoad: async ({ context, location }) => {
    if (location.pathname !== '/') await context.wholeWords()
  },
  notFoundComponent: Missing,
  errorComponent: Faulty,
})

/** Every screen but Today says more than the first words. */
function screen(load: () => Promise<ComponentType>): Piece<object> {
  const Screen = piece(load)
  const Whole = (): ReactNode => (
    <WholeWords>
      <Screen />
    </WholeWords>
  )
  return Object.assign(Whole, { preload: Screen.preload })
}

/** Text in the address, as far as it is one. */
const texts =
  <const Names extends readonly string[]>(...names: Names) =>
  (search: Readonly<Record<string, unknown>>): { readonly [N in Names[number]]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = search[name]
        return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
      }),
    ) as { readonly [N in Names[number]]?: string }

export const Today = piece(async () => (await import('../today/today.tsx')).Today)
const today = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: Today,
})
const matters = createRoute({
  getParentRoute: () => root,
  path: '/matters',
  validateSearch: texts('list', 'channel', 'kind', 'status', 'party', 'sort'),
  component: screen(async () => (await import('../matters/matters.tsx')).Matters),
})
const matter = createRoute({
  getParentRoute: () => root,
  path: '/channels/$channel/matters/$matter',
  validateSearch: texts('act'),
  component: screen(async () => (await import('../matters/matter.tsx')).Matter),
})
const newRequest = createRoute({
  getParentRoute: () => root,
  path: '/requests/new',
  validateSearch: texts('channel', 'draft', 'copy'),
  component: screen(async () => (await import('../forms/new-request.tsx')).NewRequest),
})
const drafts = createRoute({
  getParentRoute: () => root,
  path: '/drafts',
  validateSearch: texts('list', 'draft'),
  component: screen(async () => (await import('../forms/drafts.tsx')).Drafts),
})
const hotline = createRoute({
  getParentRoute: () => root,
  path: '/hotline',
  validateSearch: texts('channel', 'view', 'call', 'matter', 'show'),
  component: screen(async () => (await import('../hotline/hotline.tsx')).Hotline),
})
const directory = createRoute({
  getParentRoute: () => root,
  path: '/directory',
  validateSearch: texts('view', 'channel', 'week', 'agency', 'seat'),
  component: screen(async () => (await import('../directory/directory.tsx')).Directory),
})
const evidence = createRoute({
  getParentRoute: () => root,
  path: '/evidence',
  validateSearch: texts('channel', 'matter', 'exhibit'),
  component: screen(async () => (await import('../evidence/evidence.tsx')).Evidence),
})
const figures = createRoute({
  getParentRoute: () => root,
  path: '/figures',
  validateSearch: texts('channel', 'from', 'to', 'key', 'party', 'kind', 'urgency'),
  component: screen(async () => (await import('../figures/figures.tsx')).Figures),
})
const record = createRoute({
  getParentRoute: () => root,
  path: '/record',
  validateSearch: texts('channel', 'party', 'view'),
  component: screen(async () => (await import('../record/record.tsx')).Record),
})
const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: texts('q', 'channel', 'kind'),
  component: screen(async () => (await import('../search/search.tsx')).Search),
})
const operator = createRoute({
  getParentRoute: () => root,
  path: '/operator',
  validateSearch: texts('part', 'id'),
  component: screen(async () => (await import('../operator/operator.tsx')).Operator),
})
const you = createRoute({
  getParentRoute: () => root,
  path: '/you',
  validateSearch: texts('part'),
  component: screen(async () => (await import('../you/you.tsx')).You),
})

const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: screen(async () => (await import('../help/help.tsx')).Help),
})

const tree = root.addChildren([
  today,
  matters,
  matter,
  newRequest,
  drafts,
  hotline,
  directory,
  evidence,
  figures,
  record,
  search,
  operator,
  you,
  help,
])

/** Every screen and its address. What a screen needs of code comes when it is first shown. */
export function makeRouter(queries: QueryClient, wholeWords: () => Promise<unknown>): AnyRouter {
  return build({ queries, wholeWords })
}

const build = (context: Needs) =>
  createRouter({
    routeTree: tree,
    context,
    defaultPreload: 'intent',
    defaultPendingComponent: Waiting,
    defaultPendingMs: 150,
    defaultErrorComponent: Faulty,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof build>
  }
}
