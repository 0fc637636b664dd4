import type { RouteId } from '../../api/index.ts'
import { call, type Call, type Given, ProblemError, type Reply } from './client.ts'
import { after } from '../effects/clock.ts'

/** Sealing or opening many gigabytes takes longer than one request may: the node goes on, and is asked again. */
const STILL_AT_IT: readonly string[] = ['answer-late', 'key-in-use']
const ASK_AGAIN_MS = 1_500
/** An hour: a disk image of some hundred gigabytes. */
const TIMES_MAX = 2_400

/** Does something once, however long it takes: every try has the same key. */
export async function patiently<Id extends RouteId>(id: Id, given: Call<Id>): Promise<Reply<Id>> {
  for (let times = 1; ; times++) {
    try {
      return await call(id, ...([given] as unknown as Given<Id>))
    } catch (cause) {
      const isAtIt = cause instanceof ProblemError && STILL_AT_IT.includes(cause.problem.code)
      if (!isAtIt || times >= TIMES_MAX) throw cause
      await new Promise<void>((resolve) => after(ASK_AGAIN_MS, resolve))
    }
  }
}
