import type { ReactNode } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { browserIn } from '../look/browser-name.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Ago, Instant } from '../look/instant.tsx'
import { Facts, Panel, Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

/** Where one is signed in; what is strange is ended from here. */
export function Sessions(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('own.sessions', {})
  const end = useDo('own.end-session')
  const endOthers = useDo('own.end-others')
  const others = data.items.filter(({ isThis }) => !isThis)
  return (
    <Panel
      title={words('you.sessions')}
      aside={
        others.length > 0 && (
          <ConfirmButton
            size="small"
            label={words('you.sessions-end-others')}
            title={words('you.sessions-end-others')}
            explains={words('you.sessions-end-explain')}
            confirm={words('you.sessions-end-others')}
            onConfirm={() => endOthers.mutateAsync({})}
          />
        )
      }
    >
      <ul className="stack" data-gap="small">
        {data.items.map(({ id, agent, strength, made, used, ends, isThis }) => (
          <li key={id} className="you-item">
            <div>
              <strong>
                {agent === '' ? words('you.session-unnamed') : <Foreign text={browserIn(agent) ?? agent} />}
              </strong>{' '}
              {isThis && <Tag tone="good">{words('you.session-this')}</Tag>}
            </div>
            <Facts
              of={[
                [words('you.came-by'), words.term('strength', strength)],
                [words('you.session-since'), <Instant key="made" at={made} zones={[]} />],
                [words('you.used'), <Ago key="used" at={used} />],
                [words('you.session-until'), <Instant key="ends" at={ends} zones={[]} />],
              ]}
            />
            {!isThis && (
              <ConfirmButton
                size="small"
                label={words('you.session-end')}
                title={words('you.session-end')}
                explains={words('you.sessions-end-explain')}
                confirm={words('you.session-end')}
                onConfirm={() => end.mutateAsync({ params: { id } })}
              />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
