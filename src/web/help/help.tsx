import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { loadTerms } from '../../words/index.ts'
import { TextInput } from '../look/field.tsx'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import './help.css'

const KEYS = [
  ['Ctrl K', 'guide.k-palette'],
  ['Tab, Shift Tab', 'guide.k-tab'],
  ['↑ ↓ ← →', 'guide.k-arrows'],
  ['Esc', 'guide.k-leave'],
  ['?', 'guide.k-help'],
] as const
const LIST_KEYS = [
  ['J, K', 'guide.k-next'],
  ['Enter', 'guide.k-open'],
  ['X', 'guide.k-select'],
  ['A', 'guide.k-assign'],
  ['F', 'guide.k-follow'],
] as const

/** The words of this house, and what the keyboard can do. */
export function Help(): ReactNode {
  const words = useWords()
  return (
    <Stack gap="large">
      <PageHead title={words('guide.title')} lead={words('guide.lead')} />
      <Panel title={words('guide.keys')}>
        <div className="help-keys">
          <Keys label={words('guide.anywhere')} keys={KEYS} />
          <Keys label={words('guide.lists')} keys={LIST_KEYS} />
        </div>
      </Panel>
      <Glossary />
    </Stack>
  )
}

function Keys({
  label,
  keys,
}: {
  readonly label: string
  readonly keys: typeof KEYS | typeof LIST_KEYS
}): ReactNode {
  const words = useWords()
  return (
    <div>
      <h3>{label}</h3>
      <Table label={label} head={[words('guide.key'), words('guide.does')]}>
        {keys.map(([key, does]) => (
          <tr key={key}>
            <th scope="row">
              <kbd>{key}</kbd>
            </th>
            <td>{words(does)}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

function Glossary(): ReactNode {
  const words = useWords()
  const [wanted, setWanted] = useState('')
  const { data: terms } = useSuspenseQuery({
    queryKey: ['terms', words.language],
    queryFn: () => loadTerms(words.language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const sought = wanted.trim().toLowerCase()
  const shown = terms.filter(({ word, means }) => `${word} ${means}`.toLowerCase().includes(sought))
  return (
    <Panel title={words('guide.words')}>
      <TextInput label={words('guide.find')} type="search" value={wanted} onChange={setWanted} />
      <dl className="help-words">
        {shown.map(({ id, word, means }) => (
          <div key={id}>
            <dt>
              <strong>{word}</strong>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 && <p role="status">{words('shell.nothing')}</p>}
    </Panel>
  )
}
