import { Link, Outlet } from '@tanstack/react-router'
import { type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'
import { whenTypingPauses } from '../effects/typing.ts'
import { Button } from '../look/button.tsx'
import { Coming } from '../look/coming.tsx'
import { Callout, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { Toasts } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { RingingBanner } from '../hotline/ringing.tsx'
import { UploadsUnderWay } from '../uploads/under-way.tsx'
import { NoticeBell } from './notices.tsx'
import { NotWhole } from './not-whole.tsx'
import { useReturned } from './returned.ts'
import { Standing } from './standing.tsx'
import { Settings } from './settings.tsx'
import { WithFresh } from './fresh.tsx'
import { type Me, useMe, useSession, WithSession } from './session.tsx'
import { Waiting } from './waiting.tsx'
import { WholeWords } from './whole-words.tsx'
import { Closed, piece } from '../look/piece.tsx'

const SignIn = piece(async () => (await import('../sign-in/sign-in.tsx')).SignIn)
const SignInAgain = piece(async () => (await import('../sign-in/again.tsx')).SignInAgain)
const Palette = piece(async () => (await import('./palette.tsx')).Palette, Closed)
const Trail = piece(async () => (await import('./trail.tsx')).Trail)

/** Around every screen: where one can go, what rings, whether what is shown is true now. */
export function Frame(): ReactNode {
  const { me, fault } = useMe()
  const [seated, setSeated] = useState<Me>()
  const isSeated = me !== undefined && me !== null && me.strength !== 'invitation'
  if (isSeated && me !== seated) setSeated(me)
  if (fault !== null && me === undefined)
    return (
      <main className="alone">
        <Refusal of={fault} />
      </main>
    )
  if (me === undefined) return <Waiting />
  if (seated === undefined)
    return isSeated ? null : (
      <>
        <Suspense fallback={<Waiting />}>
          <WholeWords>
            <SignIn me={me} />
          </WholeWords>
        </Suspense>
        <aside>
          <NotWhole />
        </aside>
      </>
    )
  return (
    <WithSession me={seated} hasEnded={!isSeated}>
      <WithFresh>
        <House />
      </WithFresh>
      {!isSeated && (
        <BetweenKeys>
          <Suspense fallback={null}>
            <WholeWords>
              <SignInAgain was={seated} me={me} />
            </WholeWords>
          </Suspense>
        </BetweenKeys>
      )}
    </WithSession>
  )
}

/** What takes the keys waits for a pause: half a word would go into its own field, and be lost to the one beneath. */
function BetweenKeys({ children }: { readonly children: ReactNode }): ReactNode {
  const [isNow, setNow] = useState(false)
  useEffect(() => whenTypingPauses(() => setNow(true)), [])
  return isNow ? children : null
}

function House(): ReactNode {
  const words = useWords()
  useReturned()
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const closePalette = useCallback(() => setPaletteOpen(false), [])
  const [isMenuOpen, setMenuOpen] = useState(false)
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setPaletteOpen((open) => !open)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
  return (
    <div className="house">
      <a className="skip" href="#content">
        {words('shell.skip')}
      </a>
      <header className="top no-print">
        <Button
          kind="quiet"
          aria-expanded={isMenuOpen}
          aria-controls="rooms"
          onPress={() => setMenuOpen(!isMenuOpen)}
        >
          <span className="menu-mark" aria-hidden="true">
            {'\u2630'}
          </span>
          <span className="menu-word">{words('shell.menu')}</span>
        </Button>
        <Brand />
        <Button kind="plain" onPress={() => setPaletteOpen(true)} aria-keyshortcuts="Control+K">
          <span className="palette-word">{words('shell.palette')}</span>
          <kbd>{words('shell.palette-hint')}</kbd>
        </Button>
        <div className="top-end">
          <Standing />
          <UploadsUnderWay />
          <NoticeBell />
          <Settings />
        </div>
      </header>
      <Rooms isOpen={isMenuOpen} onGo={() => setMenuOpen(false)} />
      <main id="content" className="content" tabIndex={-1}>
        <RingingBanner />
        <Offline />
        <NotWhole>{words('shell.not-whole-kept')}</NotWhole>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      <Toasts />
      <Suspense fallback={null}>
        <Trail />
      </Suspense>
      {isPaletteOpen && (
        <Suspense fallback={<Coming onClose={closePalette} />}>
          <WholeWords>
            <Palette onClose={closePalette} />
          </WholeWords>
        </Suspense>
      )}
    </div>
  )
}

function Brand(): ReactNode {
  const { me } = useSession()
  const words = useWords()
  const { isDemo, partyName, party } = useReader()
  return (
    <Link to="/" className="brand">
      <img src="/icon.svg" alt="" width="28" height="28" />
      <span>{partyName(party) === party ? me.node : partyName(party)}</span>
      {isDemo && <Tag tone="warn">{words('shell.demo')}</Tag>}
    </Link>
  )
}

const ROOMS = [
  ['/', 'shell.today', 'read'],
  ['/matters', 'shell.matters', 'read'],
  ['/drafts', 'shell.drafts', 'draft'],
  ['/hotline', 'shell.hotline', 'read'],
  ['/directory', 'shell.directory', 'read'],
  ['/evidence', 'shell.evidence', 'read'],
  ['/figures', 'shell.figures', 'read'],
  ['/record', 'shell.record', 'read'],
  ['/search', 'shell.search', 'read'],
  ['/operator', 'shell.operator', 'operate', 'people', 'audit'],
] as const

function Rooms({ isOpen, onGo }: { readonly isOpen: boolean; readonly onGo: () => void }): ReactNode {
  const words = useWords()
  const { may } = useReader()
  return (
    <nav id="rooms" className="rooms no-print" aria-label={words('shell.main')} data-open={isOpen}>
      <ul>
        {ROOMS.filter(([, , ...permissions]) => permissions.some(may)).map(([to, word]) => (
          <li key={to}>
            <Link
              to={to}
              className="room"
              onClick={onGo}
              activeOptions={{ exact: to === '/' }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {words(word)}
            </Link>
          </li>
        ))}
        <li>
          <Link to="/you" className="room" onClick={onGo} activeProps={{ 'aria-current': 'page' }}>
            {words('shell.you')}
          </Link>
        </li>
        <li>
          <Link to="/help" className="room" onClick={onGo} activeProps={{ 'aria-current': 'page' }}>
            {words('shell.help')}
          </Link>
        </li>
      </ul>
    </nav>
  )
}

function Offline(): ReactNode {
  const { liveness } = useSession()
  const words = useWords()
  const { zone } = useReader()
  if (liveness.state !== 'lost') return null
  const hour = new Intl.DateTimeFormat(words.language, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (
    <Callout tone="warn" role="status">
      <p>{words('shell.offline', { hour: hour.format(liveness.sinceMs) })}</p>
    </Callout>
  )
}
