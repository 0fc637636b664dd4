import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Waiters } from './waiters.ts'

it('those who wait hear exactly when their size is reached, in whatever order they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(30), { minLength: 1 }), fc.array(fc.nat(30)), async (sizes, reached) => {
      const waiters = new Waiters(0)
      const heard = new Set<number>()
      for (const [i, size] of sizes.entries()) void waiters.until(size).then(() => heard.add(i))
      let highest = 0
      for (const size of [0, ...reached]) {
        waiters.reach(size)
        highest = Math.max(highest, size)
        await Promise.resolve()
        await Promise.resolve()
        expect([...heard].sort((a, b) => a - b)).toEqual(
          [...sizes.keys()].filter((i) => (sizes[i] ?? 0) <= highest),
        )
      }
    }),
  )
})
