import { type ReactNode, useState } from 'react'
import { call } from '../../api/client.ts'
import { useDo } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { Radios } from '../../look/field.tsx'
import { Instant } from '../../look/instant.tsx'
import { Callout, Facts } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { Fault } from '../../sign-in/deed.tsx'
import { passkeyFault } from '../../sign-in/passkey.ts'
import { actText } from './act-text.ts'
import type { ActGiven } from './act.tsx'
import { codeText } from './codes.tsx'

/** What the officer says by signing, and what somebody must be allowed for it. */
const MEANINGS = [
  ['sign', 'act'],
  ['receive', 'act'],
  ['witness', 'act'],
  ['approve', 'approve'],
  ['authorise', 'approve'],
] as const
type Meaning = (typeof MEANINGS)[number][0]

/** An officer's signature over one act by their passkey. Nothing for who is no officer in the directory. */
export function SignAct({ given }: { readonly given: ActGiven }): ReactNode {
  const { act, isOfficer, may, number } = given
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const meanings = MEANINGS.filter(([, permission]) => may(permission)).map(([meaning]) => meaning)
  if (!isOfficer || meanings.length === 0 || act.void !== null || act.type === 'attest.sign') return null
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        aria-label={words('matter.sign-long', { number })}
        onPress={() => setOpen(true)}
      >
        {words('matter.sign')}
      </Button>
      <Dialog title={words('matter.sign-title')} isOpen={isOpen} onClose={() => setOpen(false)} width="40rem">
        <Signing given={given} meanings={meanings} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function Signing({
  given: { act, place },
  meanings,
  onDone,
}: {
  readonly given: ActGiven
  readonly meanings: readonly Meaning[]
  readonly onDone: () => void
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const [meaning, setMeaning] = useState<Meaning | null>(null)
  const { sign, fault, isBusy } = useSigning({ ...place, act: act.id }, onDone)
  return (
    <>
      <Facts
        of={[
          [words('matter.sign-act'), `${partyName(act.by)} ${actText(words, act.type)}`],
          [words('matter.made'), <Instant key="made" at={act.made} />],
          [words('matter.sign-hash'), <code key="hash">{act.id.replaceAll(/(.{8})(?=.)/g, '$1 ')}</code>],
        ]}
      />
      <Radios
        label={words('matter.sign-meaning')}
        options={meanings.map((id) => ({ id, label: codeText(words, 'meaning', id) }))}
        value={meaning}
        onChange={setMeaning}
        isRequired
      />
      <Callout>
        <p>{words('matter.sign-explains')}</p>
      </Callout>
      <Fault text={fault} />
      <div className="row">
        <Button
          kind="main"
          isDisabled={meaning === null}
          isBusy={isBusy}
          onPress={() => {
            if (meaning !== null) void sign(meaning)
          }}
        >
          {words('matter.sign-now')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words('shell.cancel')}
        </Button>
      </div>
    </>
  )
}

/** Asks the node what is to be signed, the passkey to sign it, and the node to record it. */
function useSigning(
  params: { readonly channel: string; readonly matter: string; readonly act: string },
  onDone: () => void,
): {
  readonly sign: (as: Meaning) => Promise<void>
  readonly fault: string | undefined
  readonly isBusy: boolean
} {
  const words = useWords()
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const record = useDo('signatures.sign')
  const sign = async (as: Meaning): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      const [optionsJSON, { startAuthentication }] = await Promise.all([
        call('signatures.options', { params, body: { meaning: as } }),
        import('@simplewebauthn/browser'),
      ])
      const answered = await startAuthentication({
        // The node gives what WebAuthn calls PublicKeyCredentialRequestOptionsJSON.
        optionsJSON: optionsJSON as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'],
      })
      const response = JSON.parse(JSON.stringify(answered)) as typeof optionsJSON
      await record.mutateAsync({ params, body: { meaning: as, response } })
      tell(words('matter.signed'))
      onDone()
    } catch (cause) {
      setFault(isLeft(cause) ? words('matter.sign-left') : passkeyFault(cause, words))
    } finally {
      setBusy(false)
    }
  }
  return { sign, fault, isBusy }
}

/** The person closed the browser's question or let it run out, or the device holds no such passkey: browsers do not say which. */
function isLeft(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'NotAllowedError' || cause.name === 'AbortError')
}
