import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button as AriaButton, Dialog as AriaDialog, DialogTrigger, Popover } from 'react-aria-components'
import { LANGUAGES, OWN_NAMES } from '../../words/index.ts'
import { call } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { PageHead } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { useLiking } from '../shell/liking.tsx'
import { useRefused } from '../shell/returned.ts'
import type { Me } from '../shell/session.tsx'
import { Likings } from '../shell/likings.tsx'
import { Fault } from './deed.tsx'
import { Enrolment } from './enrolment.tsx'
import './sign-in.css'
import { WaysIn } from './ways-in.tsx'

/** What somebody sees who is not signed in, or came by an invitation and has to enrol first. */
export function SignIn({ me }: { readonly me: Me | null }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const { data: ways } = useRead('sign-in.ways', {})
  const refused = useRefused()
  const onIn = (): void => void client.invalidateQueries({ queryKey: ['me.get'] })
  const leave = async (): Promise<void> => {
    await call('sign-in.out')
    onIn()
  }
  return (
    <main className="alone sign-in">
      <Languages />
      <p className="brand">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>{plainForeign(ways?.node ?? '')}</span>
      </p>
      {me === null ? (
        <>
          <PageHead title={words('sign-in.title')} />
          <Fault text={refused} />
          <WaysIn ways={ways} level={2} onIn={onIn} />
        </>
      ) : (
        <>
          <PageHead title={words('sign-in.enrol-title', { name: plainForeign(me.display) })} />
          <Enrolment me={me} level={2} onIn={onIn} />
          <div className="row no-print">
            <Button kind="quiet" onPress={() => void leave()}>
              {words('shell.sign-out')}
            </Button>
          </div>
        </>
      )}
    </main>
  )
}

/** Each language by its own name, and how the screens look: for whoever cannot read what stands here. */
function Languages(): ReactNode {
  const words = useWords()
  const { liking, like } = useLiking()
  return (
    <div className="sign-in-likings no-print">
      <div className="sign-in-languages" role="group" aria-label={words('shell.language')}>
        {LANGUAGES.map((language) => (
          <AriaButton
            key={language}
            className="sign-in-language"
            aria-pressed={liking.language === language}
            onPress={() => like({ language })}
          >
            <span lang={language}>{OWN_NAMES[language]}</span>
          </AriaButton>
        ))}
      </div>
      <DialogTrigger>
        <Button kind="quiet" size="small">
          {words('shell.theme')}
        </Button>
        <Popover className="popover" placement="bottom end">
          <AriaDialog aria-label={words('shell.theme')} className="stack settings">
            <Likings />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
    </div>
  )
}
