import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Left } from '../../look/instant.tsx'
import { Panel, Row } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { Once } from '../once.tsx'

/** A link by which somebody comes in once, to enrol what lets them in from then on. */
export function OneTimeLink({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { may } = useReader()
  const { data } = useNeeded('invitations.list', {})
  const invite = useDo('users.invite')
  const withdraw = useDo('invitations.withdraw')
  const [link, setLink] = useState<string>()
  const out = data.items.filter((one) => one.user === user)
  const make = (): void =>
    invite.mutate(
      { params: { id: user } },
      { onSuccess: ({ token }) => setLink(`${location.origin}/enter/${encodeURIComponent(token)}`) },
    )
  return (
    <Panel
      title={words('operator.link')}
      aside={
        <Button isBusy={invite.isPending} onPress={make}>
          {words('operator.link-make')}
        </Button>
      }
    >
      <p className="soft">{words('operator.link-lead')}</p>
      <Refusal of={invite.error ?? withdraw.error} />
      {link !== undefined && (
        <Once title={words('operator.link-here')} secret={link} onDone={() => setLink(undefined)}>
          <p>{words('operator.link-how')}</p>
        </Once>
      )}
      {out.map(({ ends, id }) => (
        <Row key={id}>
          <span>
            {words('operator.link-good')} <Left until={ends} />
          </span>
          <Button
            size="small"
            isDisabled={!may('people')}
            onPress={() =>
              withdraw.mutate(
                { params: { id } },
                {
                  onSuccess: () => {
                    setLink(undefined)
                    tell(words('operator.link-withdrawn'))
                  },
                },
              )
            }
          >
            {words('operator.link-withdraw')}
          </Button>
        </Row>
      ))}
    </Panel>
  )
}
