import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadScreenWords } from '../words/index.ts'
import { speak } from './api/client.ts'
import { recallLiking } from './effects/kept.ts'
import './look/layers.css'
import './look/fonts.css'
import './look/tokens.css'
import './look/base.css'
import './look/look.css'
import './shell/shell.css'
import { makeQueries } from './shell/query-client.ts'
import { makeRouter } from './shell/router.tsx'
import { WithLiking } from './shell/liking.tsx'

const { language } = recallLiking()
speak(language)
const queries = makeQueries()
const router = makeRouter(queries)
const words = await loadScreenWords(language)
const place = document.querySelector('#screens')
if (place === null) throw new TypeError('The page has no place for the screens.')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <WithLiking first={words}>
        <RouterProvider router={router} />
      </WithLiking>
    </QueryClientProvider>
  </StrictMode>,
)
