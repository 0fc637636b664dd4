import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import {
  Autocomplete,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  SearchField,
  Text,
} from 'react-aria-components'
import { LANGUAGES, OWN_NAMES } from '../../words/index.ts'
import { usePaused } from '../effects/use-pause.ts'
import { Dialog } from '../look/dialog.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { useLeave } from './leave.ts'
import { useLiking } from './liking.tsx'
import { mattersFor, type PaletteMatter } from './palette-matters.ts'
import { useSession } from './session.tsx'
import './palette.css'

interface Entry {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly go: () => void
}

const PAUSE_MS = 150
/** The list below is gone through, and scrolled, by arrows from here; which list it is the autocompletion adds. */
const DRIVES_THE_LIST = { role: 'combobox', 'aria-expanded': true, 'aria-haspopup': 'listbox' } as const
const SCREENS = [
  ['/', 'shell.today', 'read'],
  ['/matters', 'shell.matters', 'read'],
  ['/drafts', 'shell.drafts', 'draft'],
  ['/hotline', 'shell.hotline', 'read'],
  ['/directory', 'shell.directory', 'read'],
  ['/evidence', 'shell.evidence', 'read'],
  ['/figures', 'shell.figures', 'read'],
  ['/record', 'shell.record', 'read'],
  ['/search', 'shell.search', 'read'],
  ['/operator', 'shell.operator', 'operate'],
  ['/you', 'shell.you', undefined],
] as const

/** Goes anywhere and does the common things, by keyboard alone. It never places a call and records nothing. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const screens = useScreens()
  const deeds = useDeeds(typed)
  const { error, isLooking, matters } = useMatters(typed)
  const navigate = useNavigate()
  const wanted = fold(typed)
  const fits = ({ label }: Entry): boolean => fold(label).includes(wanted)
  const found = matters.map((matter): Entry => ({
    id: `matter ${matter.channel} ${matter.id}`,
    label: matter.title,
    hint: matter.hint,
    go: () =>
      void navigate({
        to: '/channels/$channel/matters/$matter',
        params: { channel: matter.channel, matter: matter.id },
        ...(matter.act === undefined ? {} : { search: { act: matter.act } }),
      }),
  }))
  const sections = [
    { name: words(typed === '' ? 'shell.palette-recent' : 'shell.palette-matters'), entries: found },
    { name: words('shell.palette-go'), entries: screens.filter(fits) },
    { name: words('shell.palette-do'), entries: deeds.filter((deed) => deed.id === 'search' || fits(deed)) },
  ].filter((section) => section.entries.length > 0)
  const entries = sections.flatMap((section) => section.entries)
  const take = (chosen: Entry | undefined): void => {
    if (chosen === undefined) return
    onClose()
    chosen.go()
  }
  // Whoever types and presses Enter at once means what they typed, and not what stood first before it was looked up.
  const [isHasty, setHasty] = useState(false)
  useEffect(() => {
    if (isHasty && !isLooking) take(entries[0])
  })
  return (
    <Dialog title={words('shell.palette')} isOpen onClose={onClose} width="40rem">
      <Autocomplete inputValue={typed} onInputChange={setTyped} disableAutoFocusFirst>
        {/* The palette is opened to be typed into. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <SearchField className="field" autoFocus type="text" onSubmit={() => setHasty(true)}>
          <Label className="field-label">{words('shell.palette-field')}</Label>
          <Input className="input" maxLength={256} {...DRIVES_THE_LIST} />
        </SearchField>
        <ListBox
          className="palette-list"
          aria-label={words('shell.palette-list')}
          onAction={(key) => take(entries.find(({ id }) => id === key))}
          selectionMode="none"
          renderEmptyState={() => <p className="soft">{words('shell.palette-none')}</p>}
        >
          {sections.map(({ entries: within, name }) => (
            <ListBoxSection key={name} id={name}>
              <Header className="palette-head">{name}</Header>
              {within.map(({ hint, id, label }) => (
                <ListBoxItem key={id} id={id} textValue={label} className="option">
                  <Text slot="label" className="palette-name">
                    {label} {hint !== undefined && <span className="option-hint">{hint}</span>}
                  </Text>
                </ListBoxItem>
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
      </Autocomplete>
      <Refusal of={error} />
    </Dialog>
  )
}

/** Vietnamese is often typed without its marks. */
function fold(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd')
}

function useScreens(): readonly Entry[] {
  const words = useWords()
  const { may } = useReader()
  const navigate = useNavigate()
  return SCREENS.filter(([, , permission]) => permission === undefined || may(permission)).map(
    ([to, word]) => ({ id: `go ${to}`, label: words(word), go: () => void navigate({ to }) }),
  )
}

function useDeeds(typed: string): readonly Entry[] {
  const words = useWords()
  const { may } = useReader()
  const { like } = useLiking()
  const navigate = useNavigate()
  const leave = useLeave()
  return [
    ...(typed.trim() !== '' && may('read')
      ? [
          {
            id: 'search',
            label: words('shell.palette-search', { text: typed.trim() }),
            go: () => void navigate({ to: '/search', search: { q: typed.trim() } }),
          },
        ]
      : []),
    ...(may('act')
      ? [
          {
            id: 'new-request',
            label: words('shell.palette-new-request'),
            go: () => void navigate({ to: '/requests/new' }),
          },
        ]
      : []),
    // Never from here: nobody is woken by a slip of the finger.
    ...(may('hotline')
      ? [{ id: 'call', label: words('shell.palette-call'), go: () => void navigate({ to: '/hotline' }) }]
      : []),
    ...LANGUAGES.filter((language) => language !== words.language).map((language) => ({
      id: `language ${language}`,
      label: `${words('shell.language')}: ${OWN_NAMES[language]}`,
      go: () => like({ language }),
    })),
    ...(['system', 'light', 'dark', 'contrast'] as const).map((theme) => ({
      id: `theme ${theme}`,
      label: `${words('shell.theme')}: ${words(`shell.theme-${theme}`)}`,
      go: () => like({ theme }),
    })),
    { id: 'leave', label: words('shell.sign-out'), go: () => void leave() },
  ]
}

/** Matters opened lately; once something is typed, those that it names. */
function useMatters(typed: string): {
  readonly error: unknown
  /** What was found is not yet of what was typed. */
  readonly isLooking: boolean
  readonly matters: readonly PaletteMatter[]
} {
  const words = useWords()
  const { may } = useReader()
  const { channels } = useSession()
  const asked = usePaused(typed.trim(), PAUSE_MS)
  const open = useMemo(
    () => channels.filter(({ status }) => status === 'open').map(({ id }) => id),
    [channels],
  )
  const { data, error, isFetching } = useQuery({
    queryKey: ['palette.matters', { asked, open, language: words.language }],
    queryFn: () => mattersFor(asked, open, words),
    enabled: may('read'),
    placeholderData: (before) => before,
  })
  return { matters: data ?? [], error, isLooking: isFetching || asked !== typed.trim() }
}
