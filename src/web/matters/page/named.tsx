import { Link } from '@tanstack/react-router'
import { type Context, createContext, type ReactNode, use } from 'react'
import { Foreign } from '../../look/foreign.tsx'
import { useHeading } from '../list/heading.ts'
import { CodeTag } from './copy.tsx'
import { type Detail, shortened } from './given.ts'

interface Known {
  readonly channel: string
  readonly exhibits: Detail['exhibits']
}
const NAME_CHARACTERS = 160

/** Names of what acts of a matter point at, for whatever shows them. */
export const KnownHere: Context<Known | undefined> = createContext<Known | undefined>(undefined)

/** What a hash in an act stands for, by its name: a file or a matter; by its digits where it is neither. */
export function Named({ code, field }: { readonly code: string; readonly field: string }): ReactNode {
  const here = use(KnownHere)
  const file = here?.exhibits.find(({ sealed }) => sealed === code)
  if (file !== undefined && file.name !== '')
    return (
      <>
        <Foreign text={shortened(file.name, NAME_CHARACTERS)} /> <CodeTag code={code} />
      </>
    )
  if (here !== undefined && field === 'matter') return <NamedMatter channel={here.channel} matter={code} />
  return <CodeTag code={code} />
}

function NamedMatter({ channel, matter }: { readonly channel: string; readonly matter: string }): ReactNode {
  const heading = useHeading({ channel, id: matter })
  const title = heading?.title ?? heading?.numbers[0]?.number
  if (title === undefined) return <CodeTag code={matter} />
  return (
    <>
      <Link to="/channels/$channel/matters/$matter" params={{ channel, matter }}>
        <Foreign text={shortened(title, NAME_CHARACTERS)} lang={heading?.language ?? undefined} />
      </Link>{' '}
      <CodeTag code={matter} />
    </>
  )
}
