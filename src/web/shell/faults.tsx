import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ProblemError } from '../api/client.ts'
import { isIncomplete } from '../api/code.ts'
import { Button, ButtonLink } from '../look/button.tsx'
import { Empty, PageHead, Row, Stack } from '../look/parts.tsx'
import { refusalText, Technical } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'

/** An address where nothing is. */
export function Missing(): ReactNode {
  const words = useWords()
  return (
    <Stack>
      <PageHead title={words('shell.not-found')} lead={words('shell.not-found-hint')} />
      <Row>
        <ButtonLink to="/">{words('shell.today')}</ButtonLink>
        <ButtonLink to="/search">{words('shell.search')}</ButtonLink>
      </Row>
    </Stack>
  )
}

/** A screen that could not be shown: why, in one sentence, and what to do. What was typed is kept elsewhere. */
export function Faulty({ error, reset }: ErrorComponentProps): ReactNode {
  const words = useWords()
  const router = useRouter()
  const isMissing = error instanceof ProblemError && error.problem.status === 404
  if (isMissing) return <Missing />
  const isRefused = error instanceof ProblemError
  return (
    <Stack>
      <PageHead title={words('shell.fault')} />
      <Empty title={words(isRefused ? 'shell.refused' : 'shell.fault')}>
        <p role="alert">{isRefused ? refusalText(error, words) : words('shell.fault-hint')}</p>
        <Technical of={error} />
        {isIncomplete() ? (
          <Button onPress={() => globalThis.location.reload()}>{words('shell.reload')}</Button>
        ) : (
          <Button
            onPress={() => {
              reset()
              void router.invalidate()
            }}
          >
            {words('shell.try-again')}
          </Button>
        )}
      </Empty>
    </Stack>
  )
}
