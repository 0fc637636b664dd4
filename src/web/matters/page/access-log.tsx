import { type ReactNode, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { useWords } from '../../look/words.tsx'
import { useColleagues } from './here.ts'

const SHOWN_MAX = 100

/** Who of ours has looked at this matter or done something about it, newest first. */
export function AccessLog({ matter }: { readonly matter: string }): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="stack" data-gap="small" aria-labelledby="matter-log">
      <h3 id="matter-log">{words('matter.log')}</h3>
      <div className="row">
        <Button size="small" kind="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {words(isOpen ? 'matter.log-hide' : 'matter.log-show')}
        </Button>
      </div>
      {isOpen && <Entries matter={matter} />}
    </section>
  )
}

function Entries({ matter }: { readonly matter: string }): ReactNode {
  const words = useWords()
  const { userName } = useColleagues()
  const { data, error } = useRead('access-log.list', { query: { matter, limit: SHOWN_MAX } })
  return (
    <>
      <Refusal of={error} />
      {data !== undefined && (
        <Table
          label={words('matter.log')}
          head={[
            words('matter.log-when'),
            words('matter.log-who'),
            words('matter.log-what'),
            words('matter.log-result'),
          ]}
        >
          {data.items.map(({ at, result, seq, user, what }) => (
            <tr key={seq}>
              <td>
                <Instant at={at} />
              </td>
              <td>
                <Foreign text={userName(user)} />
              </td>
              <td className="code">{what}</td>
              <td className="code">{result}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}
