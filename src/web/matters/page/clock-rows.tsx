import type { ReactNode } from 'react'
import { Instant, Left } from '../../look/instant.tsx'
import { Tag } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { actText } from './act-text.ts'
import type { Done, Due } from './clocks.ts'
import { instantOf, type Rule } from './given.ts'

/** A node plans a moment before it records; further apart, somebody has set another instant than the rule. */
const NEAR_MS = 600_000

/** One planned instant: whether it was met, where it was moved from, and by which rule it stands there. */
export function DueRow({
  due,
  number,
  isStopped,
}: {
  readonly due: Due
  readonly number: number
  /** The clock of the answer stands still now. */
  readonly isStopped: boolean
}): ReactNode {
  const words = useWords()
  const { atMs, isMere, isOver, line, metMs, rule, ruleMs, setMs, what } = due
  const at = instantOf(atMs)
  const isLate = metMs !== null && metMs > atMs
  return (
    <div className="matter-due-row">
      <span className="matter-due" aria-hidden="true" data-tone="plain">
        {number}
      </span>
      <div className="stack" data-gap="small">
        <p>
          <strong>
            {words.term('matter', `due.${what}`)}
            {line !== null && words('matter.clock-line', { line: words.term('notice', `line.${line}`) })}
          </strong>{' '}
          <Instant at={at} />{' '}
          {metMs !== null ? (
            <Tag tone={isLate ? 'warn' : 'good'}>{words(isLate ? 'matter.met-late' : 'matter.met')}</Tag>
          ) : isOver ? (
            <Tag>{words('matter.due-over')}</Tag>
          ) : what === 'answer' && isStopped ? (
            <Tag tone="warn">{words('matter.stopped')}</Tag>
          ) : (
            !isMere && <Left until={at} />
          )}
        </p>
        {setMs !== null && (
          <p className="small">
            {words('matter.moved-from')} <Instant at={instantOf(setMs)} />
          </p>
        )}
        {rule !== null && (
          <p className="small soft">
            <RuleText rule={rule} />
            {ruleMs !== null && Math.abs(ruleMs - (setMs ?? atMs)) > NEAR_MS && (
              <>
                {' '}
                {words('matter.rule-alone')} <Instant at={instantOf(ruleMs)} />
              </>
            )}
          </p>
        )}
      </div>
    </div>
  )
}

/** Where a deadline comes from, and whether anybody has held that against the official text. */
function RuleText({ rule }: { readonly rule: Rule }): ReactNode {
  const words = useWords()
  const { article, checked, instrument, length, origin, source, starts } = rule
  const named =
    article === null
      ? words.term('instrument', instrument)
      : words('rule.article', { instrument: words.term('instrument', instrument), article })
  return (
    <>
      {words('matter.rule', {
        rule: named,
        length:
          length === null ? words('rule.unset') : words.term('length', length.unit, { count: length.count }),
        starts: words.term('starts', starts),
      })}{' '}
      {origin === 'charter' && instrument !== 'charter' && `${words('rule.by-charter')}. `}
      {words('matter.rule-source', { source: source === '' ? named : source })}{' '}
      <Tag tone={checked ? 'plain' : 'warn'}>{words(checked ? 'rule.checked' : 'rule.unchecked')}</Tag>
    </>
  )
}

export function DoneRow({ done, letter }: { readonly done: Done; readonly letter: string }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <div className="matter-due-row">
      <span className="matter-done" aria-hidden="true">
        {letter}
      </span>
      <p>
        <a href={`#act-${done.act}`}>{`${partyName(done.by)} ${actText(words, done.type)}`}</a>{' '}
        <Instant at={instantOf(done.atMs)} />
      </p>
    </div>
  )
}
