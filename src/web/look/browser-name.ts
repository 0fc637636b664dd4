/** The order matters: most browsers say that they are others as well. */
const BROWSERS: readonly (readonly [name: string, said: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+).*\bSafari\//],
]
const SYSTEMS: readonly (readonly [name: string, said: RegExp])[] = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
]

/** `Firefox 140, Windows`, as far as a browser says it of itself; undefined for what says nothing known. */
export function browserIn(agent: string): string | undefined {
  const browser = BROWSERS.flatMap(([name, said]) => {
    const version = said.exec(agent)?.[1]
    return version === undefined ? [] : [`${name} ${version}`]
  })[0]
  const system = SYSTEMS.find(([, said]) => said.test(agent))?.[0]
  if (browser === undefined) return undefined
  return system === undefined ? browser : `${browser}, ${system}`
}
