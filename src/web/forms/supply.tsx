import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { Choice, Radios } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { groupOf } from './content.ts'
import { CodesField, LineField, Placed, useSaid } from './fields.tsx'
import { When } from './more.tsx'
import { useListed, useOptions } from './options.ts'
import { useAt, useForm } from './use-draft.tsx'

const ITEMS = 'form.items'
const FINAL = 'data.final'
const ANSWERS = ['given', 'later', 'not-held', 'not-given'] as const
const LEFT_OUT: readonly string[] = ['data.grounds']

/** What was asked, item by item, each with what becomes of it; and whether this is all of the answer. */
export function SupplyFields({ matter }: { readonly matter: string }): ReactNode {
  const words = useWords()
  const { hold } = useForm()
  const { data } = useRead('acts.get', { params: { channel: hold.channel(), matter, act: matter } })
  const form = groupOf(data?.body?.content)
  const asked: readonly unknown[] = Array.isArray(form['identifiers']) ? form['identifiers'] : []
  const grounds = useListed('grounds')
  const isFinal = useAt(FINAL) === true
  const items = useAt(ITEMS)
  const isAllGiven =
    asked.length > 0 &&
    Array.isArray(items) &&
    asked.every((_one, at) => groupOf(items[at])['answer'] === 'given')
  return (
    <>
      {typeof form['wanted'] === 'string' && (
        <blockquote className="forms-asked">
          <p className="soft small">{words('forms.was-asked')}</p>
          <p>
            <Foreign text={form['wanted']} />
          </p>
        </blockquote>
      )}
      {asked.length > 0 && (
        <fieldset className="forms-group">
          <legend>{words('forms.items')}</legend>
          {asked.map((one, place) => (
            // What was asked stands on the record and keeps its order.
            <Item key={place} place={place} asked={asked} of={groupOf(one)} />
          ))}
        </fieldset>
      )}
      <WholeOrPart />
      <When is={isFinal && !isAllGiven} fields={LEFT_OUT}>
        <div className="forms-many">
          <CodesField
            field="data.grounds"
            label={words('forms.label-left-out')}
            hint={words('forms.hint-left-out')}
            options={grounds}
            keepsEmpty={false}
          />
        </div>
      </When>
    </>
  )
}

function Item({
  place,
  asked,
  of: item,
}: {
  readonly place: number
  readonly asked: readonly unknown[]
  readonly of: ReturnType<typeof groupOf>
}): ReactNode {
  const words = useWords()
  const { hold, isLocked } = useForm()
  const [type, value] = [textIn(item, 'type'), textIn(item, 'value')]
  const options = useOptions(ANSWERS, 'choice')
  const answer = groupOf(useAt(`${ITEMS}[${place}]`))['answer']
  return (
    <div className="forms-item">
      <p>
        <Tag>{words.term('identifier', type)}</Tag>{' '}
        <code>
          <Foreign text={value} />
        </code>
      </p>
      <Choice
        label={words('forms.label-item-answer', { place: place + 1 })}
        options={options}
        isDisabled={isLocked}
        value={typeof answer === 'string' ? answer : null}
        onChange={(id) => {
          const now = hold.at(ITEMS)
          const before: readonly unknown[] = Array.isArray(now) ? now : []
          // The whole list at once: each entry says which item it is of.
          const items = asked.map((one, at) => {
            const { type: kind, value: text } = groupOf(one)
            return {
              type: kind,
              value: text,
              ...groupOf(before[at]),
              ...(at === place ? { answer: id } : {}),
            }
          })
          hold.set(ITEMS, items)
        }}
      />
      {answer !== undefined && (
        <LineField
          field={`${ITEMS}[${place}].text`}
          label={words('forms.label-item-text', { place: place + 1 })}
        />
      )}
    </div>
  )
}

const textIn = (group: ReturnType<typeof groupOf>, name: string): string => {
  const text = group[name]
  return typeof text === 'string' ? text : ''
}

function WholeOrPart(): ReactNode {
  const words = useWords()
  const { hold } = useForm()
  const value = useAt(FINAL)
  const said = useSaid({ field: FINAL, label: words('forms.label-final'), isRequired: true })
  const options = [
    { id: 'part', label: words('forms.supply-part') },
    { id: 'whole', label: words('forms.supply-whole') },
  ] as const
  return (
    <Placed field={FINAL}>
      <Radios
        {...said}
        options={options}
        value={value === true ? 'whole' : 'part'}
        onChange={(id) => hold.set(FINAL, id === 'whole')}
      />
    </Placed>
  )
}
