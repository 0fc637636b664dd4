import { useEffect, useRef, useSyncExternalStore } from 'react'
import { ProblemError } from '../api/client.ts'

/** The sentence of a refusal beside the field that it names. */
export interface RefusedField {
  readonly refusal: ProblemError
  readonly text: string
}

const never = (): (() => void) => () => undefined
const always = (): boolean => true

/** Whether what went wrong is true of the form still: a refusal goes when the field that it names is changed. */
export function useStands(cause: unknown): boolean {
  const refusal = cause instanceof ProblemError ? cause : undefined
  return useSyncExternalStore(refusal?.subscribe ?? never, refusal?.stands ?? always)
}

/**
 * What is said under a field. What was refused goes when the value is changed, by typing or by a button beside it, here
 * and wherever else the form says it; a rule that the form itself holds against each value stays.
 */
export function useFault(
  fault: string | RefusedField | undefined,
  value: string | readonly string[] | null,
): string | undefined {
  const refused = typeof fault === 'object' ? fault : undefined
  const refusal = refused?.refusal
  const held = JSON.stringify(value)
  const met = useRef<{ readonly refusal: ProblemError; readonly held: string }>(undefined)
  useEffect(() => {
    if (refusal === undefined) return
    if (met.current?.refusal !== refusal) met.current = { refusal, held }
    else if (met.current.held !== held) refusal.mend()
  }, [refusal, held])
  const stands = useStands(refusal)
  if (typeof fault !== 'object') return fault
  return stands ? fault.text : undefined
}
