import { buildScreens } from './screens.ts'

/** Builds the screens alone; a node that runs shows them at the next load of a page. */
const { files, isNew } = await buildScreens()
console.log(isNew ? `screens: ${files} files` : 'screens: built already of these sources')
