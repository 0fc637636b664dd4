import { type ReactNode, useState } from 'react'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Misnamed } from './misnamed.ts'

/** Why the node refused a file's name, and what of it would be taken, to be changed before it is sent. */
export function Rename({
  of: refused,
  onRename,
}: {
  readonly of: Misnamed
  readonly onRename: (name: string) => void
}): ReactNode {
  const words = useWords()
  const [name, setName] = useState(refused.proposed)
  return (
    <Callout tone="bad" role="alert">
      <p>
        {refused.why === 'length'
          ? words('uploads.name-too-long', { most: refused.most })
          : words('uploads.misnamed', { characters: refused.characters })}
      </p>
      <form
        className="uploads-rename"
        onSubmit={(event) => {
          event.preventDefault()
          onRename(name.trim())
        }}
      >
        <TextInput
          label={words('uploads.name')}
          value={name}
          onChange={setName}
          autoComplete="off"
          isRequired
        />
        <Button type="submit" isDisabled={name.trim() === ''}>
          {words('uploads.rename')}
        </Button>
      </form>
    </Callout>
  )
}
