import type { ReactNode } from 'react'
import { useDo } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Ago } from '../../look/instant.tsx'
import { Callout, Panel, Row, Tag } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { useWords } from '../../look/words.tsx'
import { useNames } from '../names.ts'
import { usePolled } from '../polled.ts'
import { adviceOf, byLevel, type Finding, findingText } from './findings.ts'

const WHILE_RUNNING_MS = 1_000
const AT_REST_MS = 30_000
const TONES = { good: 'good', warning: 'warn', wrong: 'bad', unknown: 'plain' } as const

/** A look at all that the node stands on, asked for by a button: it waits for every peer. */
export function Doctor(): ReactNode {
  const words = useWords()
  const { data } = usePolled('node.doctor', {}, (told) =>
    told?.running === true ? WHILE_RUNNING_MS : AT_REST_MS,
  )
  const examine = useDo('node.examine')
  const { failed, findings, ran, running } = data
  const good = findings.filter(({ level }) => level === 'good')
  const others = findings.filter(({ level }) => level !== 'good').sort(byLevel)
  return (
    <Panel
      title={words('operator.doctor')}
      aside={
        <Button isBusy={running} onPress={() => examine.mutate({})}>
          {words('operator.examine')}
        </Button>
      }
    >
      <Refusal of={examine.error} />
      <p className="soft" role="status">
        {running
          ? words('operator.examining')
          : ran === null
            ? words('operator.never-examined')
            : words('operator.examined', { found: others.length })}
      </p>
      {!running && ran !== null && <Ago at={ran} />}
      {failed !== null && (
        <Callout tone="bad">
          <p>{words('operator.examine-failed', { why: words.term('error', failed) })}</p>
        </Callout>
      )}
      <Findings of={others} />
      {good.length > 0 && (
        <details className="operator-more">
          <summary>{words('operator.in-order', { count: good.length })}</summary>
          <Findings of={good} />
        </details>
      )}
    </Panel>
  )
}

function Findings({ of: findings }: { readonly of: readonly Finding[] }): ReactNode {
  const words = useWords()
  const names = useNames()
  return (
    <ul className="operator-list">
      {findings.map((finding, i) => {
        const advice = adviceOf(finding)
        return (
          // Findings come in an order of their own and are replaced together.
          <li key={i} className="operator-finding">
            <Row>
              <Tag tone={TONES[finding.level]}>{words(`level.${finding.level}`)}</Tag>
            </Row>
            <div>
              <p>{findingText(finding, words, names)}</p>
              {advice !== undefined && <p className="soft">{words(advice)}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
