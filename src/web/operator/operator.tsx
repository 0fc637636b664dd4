import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { PageHead, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { LinkTabs } from '../look/tabs.tsx'
import { useWords } from '../look/words.tsx'
import { Waiting } from '../shell/waiting.tsx'
import './operator.css'
import { piece } from '../look/piece.tsx'

const part = {
  node: piece(async () => (await import('./node/node.tsx')).NodePart),
  links: piece(async () => (await import('./links.tsx')).LinksPart),
  founding: piece(async () => (await import('./founding/founding.tsx')).FoundingPart),
  keys: piece(async () => (await import('./keys.tsx')).KeysPart),
  people: piece(async () => (await import('./people/people.tsx')).PeoplePart),
  backups: piece(async () => (await import('./backups.tsx')).BackupsPart),
  notices: piece(async () => (await import('./notices/notices.tsx')).NoticesPart),
  log: piece(async () => (await import('./access-log.tsx')).AccessLogPart),
}

const PARTS = [
  ['node', 'operate'],
  ['links', 'operate'],
  ['founding', 'operate'],
  ['keys', 'operate'],
  ['people', 'people'],
  ['backups', 'operate'],
  ['notices', 'operate'],
  ['log', 'audit'],
] as const

/** Whoever looks after the node: all of it, and nothing of what passes through it. */
export function Operator(): ReactNode {
  const words = useWords()
  const { may } = useReader()
  const { id, part: asked } = useSearch({ from: '/operator' })
  const mine = PARTS.filter(([, permission]) => may(permission)).map(([name]) => name)
  const shown = mine.find((name) => name === asked) ?? mine[0]
  const Part = shown === undefined ? undefined : part[shown]
  return (
    <Stack gap="large">
      <PageHead title={words('operator.title')} lead={words('operator.lead')} />
      <LinkTabs label={words('operator.parts')}>
        {mine.map((name) => (
          <Link
            key={name}
            to="/operator"
            search={{ part: name }}
            className="tab"
            aria-current={name === shown ? 'page' : undefined}
          >
            {words(`operator.part-${name}`)}
          </Link>
        ))}
      </LinkTabs>
      {/* Each thing that is shown begins anew: nothing of the one before stands in its fields. */}
      <Suspense fallback={<Waiting />} key={`${shown} ${id ?? ''}`}>
        {Part === undefined ? (
          <p>{words('operator.not-yours')}</p>
        ) : (
          <div className="operator-part">
            <Part />
          </div>
        )}
      </Suspense>
    </Stack>
  )
}
