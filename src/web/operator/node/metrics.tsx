import { type ReactNode, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { TextInput } from '../../look/field.tsx'
import { Panel, Stack } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { CopyButton } from '../copy-button.tsx'
import { shortId } from '../names.ts'

const HEX_ID = /^[0-9a-f]{64}$/

/** The figures that monitoring reads, for who has none yet. Names and helps are the same that stand under `/metrics`. */
export function MetricTable({ origin }: { readonly origin: string }): ReactNode {
  const words = useWords()
  const [wanted, setWanted] = useState('entente_')
  const [isOpen, setOpen] = useState(false)
  const { data, error } = useRead('metrics.list', {}, { enabled: isOpen })
  const address = `${origin}/metrics`
  const sought = wanted.trim().toLowerCase()
  const rows = (data?.items ?? [])
    .filter(({ help, name }) => `${name} ${help}`.toLowerCase().includes(sought))
    .flatMap(({ help, name, values }) => values.map((value) => ({ name, help, ...value })))
    .slice(0, ROWS_MAX)
  return (
    <Panel title={words('operator.metrics')}>
      <p>{words('operator.metrics-lead')}</p>
      <div className="row">
        <code className="code">{address}</code>
        <CopyButton text={address} label={words('operator.copy-address')} />
      </div>
      <details className="operator-more" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{words('operator.metrics-show')}</summary>
        <Stack>
          <Refusal of={error} />
          <TextInput label={words('look.filter')} type="search" value={wanted} onChange={setWanted} />
          <Table
            label={words('operator.table', { what: words('operator.metrics') })}
            head={[words('operator.metric'), words('operator.labels'), { number: words('operator.value') }]}
          >
            {rows.map(({ help, labels, name, value }, i) => (
              <tr key={i}>
                <th scope="row">
                  <code>{name}</code>
                  <div className="small soft" lang="en">
                    {help}
                  </div>
                </th>
                <td className="small">{labelsText(labels)}</td>
                <td className="number">{numberText(value, words.language)}</td>
              </tr>
            ))}
          </Table>
          {data !== undefined && rows.length === 0 && <p role="status">{words('shell.nothing')}</p>}
        </Stack>
      </details>
    </Panel>
  )
}

/** Histograms have many; whoever wants all of them asks by name, or reads `/metrics`. */
const ROWS_MAX = 200

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, label]) => `${name}=${HEX_ID.test(label) ? shortId(label) : label}`)
    .join(', ')
