import type { Page } from 'playwright-core'

/** A kept connection may be closed in the very moment in which it is used again: a browser asks once more, and so is it here. */
const KEPT_CONNECTION = { maxRetries: 5 }

export interface Shown {
  readonly page: Page
  readonly origin: string
  /** Brings another address onto the page: by loading it, or within the application as a link does. */
  readonly go: (path: string) => Promise<void>
}

export interface Screen {
  readonly name: string
  readonly seat: 'desk' | 'operator'
  /** It leaves something behind (a dialogue, an answer made up) that only a new load clears away. */
  readonly lingers?: true
  open(shown: Shown): Promise<void>
}

/** A page to which every address is loaded anew. */
export function loading(page: Page, link: string): Shown {
  const { origin } = new URL(link)
  return {
    page,
    origin,
    go: async (path) => {
      await page.goto(origin + path)
    },
  }
}

const at =
  (path: string) =>
  async ({ page, go }: Shown): Promise<void> => {
    await go(path)
    await page.waitForSelector('#content h1')
  }

/** The newest matter of a kind, as the list of the node has it. */
const ofKind =
  (kind: string) =>
  async (shown: Shown): Promise<void> => {
    const { page, origin } = shown
    const channel = await openChannel(shown)
    const address = `${origin}/api/v1/channels/${channel}/matters?kind=${kind}&limit=50`
    const found = (await (await page.request.get(address, KEPT_CONNECTION)).json()) as {
      items: { id: string }[]
    }
    await at(`/channels/${channel}/matters/${found.items.at(-1)?.id ?? ''}`)(shown)
  }

async function palette(shown: Shown): Promise<void> {
  await at('/matters?list=all')(shown)
  await shown.page.keyboard.press('Control+k')
  await shown.page.getByRole('combobox').fill('demo')
  await shown.page.getByRole('option').nth(1).waitFor()
}

/** The ledger and deeds of the newest exhibit. */
const newestExhibit = async (shown: Shown): Promise<void> => {
  const { page, origin } = shown
  const found = (await (
    await page.request.get(`${origin}/api/v1/exhibits?limit=1`, KEPT_CONNECTION)
  ).json()) as {
    items: { channel: string; matter: string; sealed: string }[]
  }
  const [{ channel, matter, sealed } = { channel: '', matter: '', sealed: '' }] = found.items
  await at(`/evidence?channel=${channel}&matter=${matter}&exhibit=${sealed}`)(shown)
}

/** The form in which evidence is brought in. */
const deposit = async (shown: Shown): Promise<void> => {
  await at('/evidence')(shown)
  await shown.page.locator('.page-head .button').click()
  await shown.page.waitForSelector('.uploads-drop')
}

/** The channel of a demonstration. */
async function openChannel({ page, origin }: Shown): Promise<string> {
  const channels = (await (await page.request.get(`${origin}/api/v1/channels`, KEPT_CONNECTION)).json()) as {
    items: { id: string; status: string }[]
  }
  return channels.items.find(({ status }) => status === 'open')?.id ?? ''
}

async function firstOf(shown: Shown, list: 'calls' | 'agencies'): Promise<string> {
  const { page, origin } = shown
  const address = `${origin}/api/v1/channels/${await openChannel(shown)}/${list}`
  const found = (await (await page.request.get(address, KEPT_CONNECTION)).json()) as {
    items: { id: string }[]
  }
  return found.items.at(-1)?.id ?? ''
}

async function aCall(shown: Shown): Promise<void> {
  await at(`/hotline?call=${await firstOf(shown, 'calls')}`)(shown)
}

async function anAgency(shown: Shown): Promise<void> {
  await at(`/directory?agency=${await firstOf(shown, 'agencies')}`)(shown)
}

/** The demonstration rings the second party: its own list tells the first that somebody calls it. */
async function ringing(shown: Shown): Promise<void> {
  const { page } = shown
  await page.route(/\/matters\?|\/call$/, async (route) => {
    const answer = await route.fetch(KEPT_CONNECTION)
    const text = (await answer.text()).replaceAll('"onClock":"cn"', '"onClock":"us"')
    await route.fulfill({ response: answer, body: text })
  })
  try {
    await at('/help')(shown)
    await page.locator('.hotline-ring').waitFor()
  } finally {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  }
}

/** What is told before an exhibit is opened. */
async function asked(shown: Shown): Promise<void> {
  await newestExhibit(shown)
  await shown.page.locator('.evidence-ledger').waitFor()
  await shown.page.locator('.panel .row > .button').first().click()
  await shown.page.locator('.dialog').waitFor()
}

/** The page of a waiting request with one of its deeds begun: asked once more, or written. */
const begun =
  (which: 'confirming' | 'composing') =>
  async (shown: Shown): Promise<void> => {
    await at('/matters')(shown)
    const { page } = shown
    await page.locator('.matter-link').first().click()
    const kind = which === 'confirming' ? '[data-kind="main"]' : '[data-kind="plain"]'
    await page.locator(`.matter-deeds .button${kind}`).first().click()
    await page.locator(which === 'confirming' ? '.matter-sure' : '.matter-composer .panel').waitFor()
  }

/** What opens under a name at the top: notices, or the reader's own. */
const opened =
  (which: 'notices' | 'settings') =>
  async (shown: Shown): Promise<void> => {
    await at('/help')(shown)
    const openers = shown.page.locator('.top-end .button')
    await (which === 'notices' ? openers.first() : openers.last()).click()
    await shown.page.locator('.popover').waitFor()
  }

async function verified(shown: Shown): Promise<void> {
  await at('/record?view=verify')(shown)
  await shown.page.locator('.button[data-kind="main"]').first().click()
  await shown.page.locator('.record-verdict').waitFor()
}

/** Every screen, and how it is reached. */
export const SCREENS: readonly Screen[] = [
  { name: 'today', seat: 'desk', open: at('/') },
  { name: 'matters', seat: 'desk', open: at('/matters') },
  { name: 'matters-all', seat: 'desk', open: at('/matters?list=all') },
  { name: 'request', seat: 'desk', open: ofKind('request') },
  { name: 'case', seat: 'desk', open: ofKind('case') },
  { name: 'call', seat: 'desk', open: ofKind('call') },
  { name: 'lead', seat: 'desk', open: ofKind('lead') },
  { name: 'new-request', seat: 'desk', open: at('/requests/new') },
  { name: 'drafts', seat: 'desk', open: at('/drafts') },
  { name: 'hotline', seat: 'desk', open: at('/hotline') },
  { name: 'place-call', seat: 'desk', open: at('/hotline?view=place') },
  { name: 'hotline-call', seat: 'desk', open: aCall },
  { name: 'ringing', seat: 'desk', lingers: true, open: ringing },
  { name: 'directory', seat: 'desk', open: at('/directory') },
  { name: 'agency', seat: 'desk', open: anAgency },
  { name: 'rota', seat: 'desk', open: at('/directory?view=rota') },
  { name: 'contacts', seat: 'desk', open: at('/directory?view=contacts') },
  { name: 'evidence', seat: 'desk', open: at('/evidence') },
  { name: 'exhibit', seat: 'desk', open: newestExhibit },
  { name: 'deposit', seat: 'desk', lingers: true, open: deposit },
  { name: 'figures', seat: 'desk', open: at('/figures') },
  { name: 'record', seat: 'desk', open: at('/record') },
  { name: 'record-held', seat: 'desk', open: at('/record?view=held') },
  { name: 'record-verify', seat: 'desk', open: verified },
  { name: 'record-carry', seat: 'desk', open: at('/record?view=carry') },
  { name: 'search', seat: 'desk', open: at('/search?q=mailbox') },
  { name: 'help', seat: 'desk', open: at('/help') },
  { name: 'search-empty', seat: 'desk', open: at('/search') },
  { name: 'palette', seat: 'desk', lingers: true, open: palette },
  { name: 'matters-none', seat: 'desk', open: at('/matters?list=followed') },
  { name: 'confirming', seat: 'desk', lingers: true, open: begun('confirming') },
  { name: 'composing', seat: 'desk', lingers: true, open: begun('composing') },
  { name: 'exhibit-asked', seat: 'desk', lingers: true, open: asked },
  { name: 'notices', seat: 'desk', lingers: true, open: opened('notices') },
  { name: 'settings', seat: 'desk', lingers: true, open: opened('settings') },
  { name: 'nowhere', seat: 'desk', open: at('/nowhere') },
  { name: 'you', seat: 'desk', open: at('/you') },
  { name: 'today-operator', seat: 'operator', open: at('/') },
  { name: 'operator', seat: 'operator', open: at('/operator') },
  { name: 'operator-links', seat: 'operator', open: at('/operator?part=links') },
  { name: 'operator-founding', seat: 'operator', open: at('/operator?part=founding') },
  { name: 'operator-propose', seat: 'operator', open: at('/operator?part=founding&id=new') },
  { name: 'operator-keys', seat: 'operator', open: at('/operator?part=keys') },
  { name: 'operator-users', seat: 'operator', open: at('/operator?part=people') },
  { name: 'operator-seats', seat: 'operator', open: at('/operator?part=people&id=seats') },
  { name: 'operator-sessions', seat: 'operator', open: at('/operator?part=people&id=sessions') },
  { name: 'operator-envelope', seat: 'operator', open: at('/operator?part=people&id=break-glass') },
  { name: 'operator-backups', seat: 'operator', open: at('/operator?part=backups') },
  { name: 'operator-notices', seat: 'operator', open: at('/operator?part=notices') },
]
