import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { recallLiking } from './effects/kept.ts'
import { watchStyles, isStyled } from './effects/styles.ts'
import './look/layers.css'
import './look/fonts.css'
import './look/tokens.css'
import './look/base.css'
import './look/look.css'
import './shell/shell.css'
import { tellIncomplete } from './api/code.ts'
import { askAhead } from './shell/ahead.ts'
import { makeQueries } from './shell/query-client.ts'
import { makeRouter, Today } from './shell/router.tsx'
import { WithLiking } from './shell/liking.tsx'
import { WordsStore } from './shell/words-store.ts'

watchStyles()
if (!isStyled()) tellIncomplete(new TypeError('The styles of the screens did not come.'))
const queries = makeQueries()
const { pathname } = globalThis.location
void askAhead(queries, pathname).catch(() => undefined)
if (pathname === '/') void Today.preload()
const store = await WordsStore.open(recallLiking().language)
const router = makeRouter(queries, store.whole)
const place = document.querySelector('#screens')
if (place === null) throw new TypeError('The page has no place for the screens.')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <WithLiking store={store}>
        <RouterProvider router={router} />
      </WithLiking>
    </QueryClientProvider>
  </StrictMode>,
)
