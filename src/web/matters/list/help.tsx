import { type ReactNode, useState } from 'react'
import { hasLetters, keepLetters } from '../../effects/kept-lists.ts'
import { Button } from '../../look/button.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { Check } from '../../look/field.tsx'
import { useWords } from '../../look/words.tsx'

const KEYS = [
  ['j / \u2193', 'matters.key-next'],
  ['k / \u2191', 'matters.key-before'],
  ['Enter', 'matters.key-open'],
  ['x', 'matters.key-select'],
  ['a', 'matters.key-assign'],
  ['f', 'matters.key-follow'],
  ['Esc', 'matters.key-leave'],
  ['Home / End', 'matters.key-ends'],
  ['?', 'matters.key-help'],
] as const

/** What the keys of a list do, and the way to turn the letters off. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const [isOn, setOn] = useState(hasLetters)
  return (
    <Dialog title={words('shell.keys')} isOpen onClose={onClose}>
      <dl className="lists-keys">
        {KEYS.map(([key, word]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words(word)}</dd>
          </div>
        ))}
      </dl>
      <Check
        isSelected={isOn}
        onChange={(wanted) => {
          keepLetters(wanted)
          setOn(wanted)
        }}
      >
        {words('matters.letters')}
      </Check>
      <div className="row">
        <Button kind="main" onPress={onClose}>
          {words('shell.close')}
        </Button>
      </div>
    </Dialog>
  )
}
