/** What the page's policy leaves to make of a text: the URL of a worker, and nothing else. Not yet in the compiler's library. */
interface ScriptUrlPolicy {
  createScriptURL(url: string): URL
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy
}

declare global {
  var trustedTypes: TrustedTypes | undefined
}

/** By the one name that the content security policy allows; made once in the page and once in each worker. */
const policy = globalThis.trustedTypes?.createPolicy('entente', { createScriptURL: ownUrl })

/**
 * The URL of a script of our own, in the form in which `new Worker` takes it under the page's policy.
 * Throws TypeError for one of another origin.
 */
export function workerUrl(url: URL): URL {
  return policy === undefined ? new URL(ownUrl(url.href)) : policy.createScriptURL(url.href)
}

function ownUrl(url: string): string {
  if (new URL(url).origin !== globalThis.location.origin)
    throw new TypeError('A worker runs only what this node has served.')
  return url
}
