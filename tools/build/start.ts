import { buildScreens } from './screens.ts'

/** `npm start` in a checkout: the screens are built when they are not, then the command line takes over. */
const began = performance.now()
const { isNew } = await buildScreens()
if (isNew) console.log(`Screens built in ${((performance.now() - began) / 1_000).toFixed(1)} s.`)
await import('../../src/cli/main.ts')
