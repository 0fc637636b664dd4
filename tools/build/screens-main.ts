import { buildScreens } from './screens.ts'

/** Builds the screens unless they are built; a node that runs shows them at the next load of a page. */
const began = performance.now()
const { files, isNew } = await buildScreens()
if (isNew)
  console.log(`Screens: ${files} files built in ${((performance.now() - began) / 1_000).toFixed(1)} s.`)
