import { buildScreens } from './screens.ts'

/** Before the first test: browsers are shown what was built of these sources. */
export async function setup(): Promise<void> {
  const { files, isNew } = await buildScreens()
  console.log(isNew ? `screens: ${files} files built` : 'screens: built already')
}
