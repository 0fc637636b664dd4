import { type ReactNode, useState } from 'react'
import { addressOf } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Choice, TextBox } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { fileText } from '../matters/page/given.ts'
import { PURPOSES } from './codes.ts'
import { type At, barOf, type Exhibit } from './standing.tsx'

/** Opening an exhibit: told before it is done, recorded before a byte leaves, and never shown by the browser. */
export function ViewDeed({
  at,
  exhibit,
  size,
}: {
  readonly at: At
  readonly exhibit: Exhibit
  readonly size?: 'small'
}): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const view = useDo('evidence.view', { patient: true })
  const [purpose, setPurpose] = useState<(typeof PURPOSES)[number] | null>(null)
  const [recipients, setRecipients] = useState('')
  const bar = barOf(exhibit, party)
  if (bar !== undefined) return <p className="soft small">{words(`evidence.barred-${bar}`)}</p>
  const named = recipients.split(/[\s,]+/).filter((each) => each !== '')
  const open = async (): Promise<void> => {
    if (purpose === null) return
    const body = { purpose, ...(named.length === 0 ? {} : { recipients: named }) }
    const made = await view.mutateAsync({ params: { ...at, exhibit: exhibit.sealed }, body })
    fetchFile(addressOf('downloads.get', { params: { ...at, id: made.download } }))
    tell(words('evidence.opened', { name: plainForeign(made.name) }))
  }
  return (
    <ConfirmButton
      label={words('evidence.open')}
      {...(size === undefined ? {} : { size })}
      title={words('evidence.open-title', {
        name: plainForeign(fileText(exhibit)),
      })}
      explains={
        <>
          <p>{words('evidence.open-explains')}</p>
          {exhibit.malware && (
            <Callout tone="bad">
              <p>{words('evidence.open-malware')}</p>
            </Callout>
          )}
        </>
      }
      confirm={words('evidence.open-confirm')}
      isReady={purpose !== null && (!exhibit.malware || named.length > 0)}
      onConfirm={open}
      confirmKind="main"
      busy={words('evidence.busy')}
    >
      <Choice
        label={words('evidence.purpose')}
        options={PURPOSES.map((id) => ({ id, label: words(`evidence.purpose-${id}`) }))}
        value={purpose}
        onChange={setPurpose}
        isRequired
      />
      <TextBox
        label={words('evidence.recipients')}
        hint={words(exhibit.malware ? 'evidence.recipients-malware' : 'evidence.recipients-hint')}
        value={recipients}
        onChange={setRecipients}
        rows={2}
        isRequired={exhibit.malware}
      />
    </ConfirmButton>
  )
}

/** The browser writes it to the disk itself; the node names it, and says that it is nothing to be shown. */
export function fetchFile(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}
