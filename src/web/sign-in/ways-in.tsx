import { type ReactNode, useState } from 'react'
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { Reply } from '../api/client.ts'
import { keepWay, recallWay, type WayIn } from '../effects/place.ts'
import { useWords } from '../look/words.tsx'
import { ByLink } from './by-link.tsx'
import { ByPasskey } from './by-passkey.tsx'
import { ByPassword } from './by-password.tsx'
import { ByProvider } from './by-provider.tsx'
import { BySeal } from './by-seal.tsx'
import { knowsPasskeys, type SignedIn } from './passkey.ts'

/** Every way in: the best one first and in sight, the others behind their names. */
export function WaysIn({
  ways,
  level,
  onIn,
}: {
  readonly ways: Reply<'sign-in.ways'> | undefined
  /** Of the headings of the other ways. */
  readonly level: 2 | 3
  readonly onIn: (signedIn: SignedIn) => void
}): ReactNode {
  const words = useWords()
  const isDemo = ways?.isDemo ?? false
  const [chosen, setChosen] = useState<WayIn | null>()
  const usual = isDemo ? 'link' : (recallWay() ?? (knowsPasskeys() ? null : 'password'))
  const open = chosen === undefined ? usual : chosen
  const by = (way: WayIn) => (signedIn: SignedIn) => {
    keepWay(way === 'password' ? 'password' : undefined)
    onIn(signedIn)
  }
  const parts: readonly (readonly [WayIn, string, ReactNode])[] = [
    ['password', words('sign-in.way-password'), <ByPassword key="password" onIn={by('password')} />],
    ['link', words('sign-in.way-link'), <ByLink key="link" isDemo={isDemo} onIn={by('link')} />],
    ['seal', words('sign-in.way-seal'), <BySeal key="seal" onIn={by('seal')} />],
  ]
  return (
    <div className="stack">
      <ByPasskey onIn={by('passkey')} />
      {ways?.oidc === true && <ByProvider party={ways.party} />}
      <div className="sign-in-ways">
        {parts.map(([way, name, form]) => (
          <Disclosure
            key={way}
            className="sign-in-way"
            isExpanded={open === way}
            onExpandedChange={(isOpen) => setChosen(isOpen ? way : null)}
          >
            <Heading level={level} className="sign-in-way-head">
              <AriaButton slot="trigger" className="sign-in-way-name">
                <span aria-hidden="true" className="sign-in-way-mark">
                  {'\u25B8'}
                </span>
                {name}
              </AriaButton>
            </Heading>
            <DisclosurePanel className="sign-in-way-panel">{form}</DisclosurePanel>
          </Disclosure>
        ))}
      </div>
    </div>
  )
}
