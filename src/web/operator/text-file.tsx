import { type ReactNode, useState } from 'react'
import { Button } from '../look/button.tsx'
import { TextBox } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Row, Stack } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { DropZone } from '../uploads/drop-zone.tsx'
import '../uploads/uploads.css'

/** What one request of the node takes; a card has some kilobytes, a founding file with its charter a megabyte at most. */
const FILE_BYTES_MAX = 3 * 1024 * 1024

export interface TextFile {
  readonly name: string
  readonly text: string
}

/** Files of text that somebody was handed: dropped, picked or pasted. Nothing in them is looked at here: the node reads them. */
export function TextFiles({
  hint,
  pasteLabel,
  isBusy = false,
  onRead,
}: {
  readonly hint: string
  readonly pasteLabel: string
  readonly isBusy?: boolean
  /** Whether they were taken: what was pasted stays until then. */
  readonly onRead: (files: readonly TextFile[]) => Promise<boolean>
}): ReactNode {
  const words = useWords()
  const [pasted, setPasted] = useState('')
  const [tooLarge, setTooLarge] = useState<string>()
  const read = async (files: readonly File[]): Promise<void> => {
    const large = files.find(({ size }) => size > FILE_BYTES_MAX)
    setTooLarge(large?.name)
    if (large === undefined)
      await onRead(
        await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))),
      )
  }
  const readPasted = async (): Promise<void> => {
    if (await onRead([{ name: words('operator.pasted'), text: pasted }])) setPasted('')
  }
  return (
    <Stack>
      <DropZone hint={hint} onPick={(picked) => void read(picked.map(({ file }) => file))} />
      <TextBox
        label={pasteLabel}
        rows={2}
        value={pasted}
        onChange={setPasted}
        {...(tooLarge === undefined
          ? {}
          : { fault: words('operator.file-too-large', { file: plainForeign(tooLarge) }) })}
      />
      <Row>
        <Button isBusy={isBusy} isDisabled={pasted.trim() === ''} onPress={() => void readPasted()}>
          {words('operator.read-pasted')}
        </Button>
      </Row>
    </Stack>
  )
}
