/** Lines of npm's own output that are shown below the explanation. */
const shownLines = 8

/** What npm prints, what it means, what to do. The first that matches is told. */
const causes = [
  {
    sign: /ENOSPC/,
    meaning:
      'The disk is full. Entente needs about 500 MB for its packages. Make room and run the command again.',
  },
  {
    sign: /\b(EACCES|EPERM|EROFS)\b/,
    meaning: 'This folder cannot be written to. Run the command as the user who owns it, or clone it anew.',
  },
  {
    sign: /SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY|CERT_|certificate/,
    meaning:
      'The registry answered with a certificate that is not trusted here. Behind a company proxy, name its certificate in NODE_EXTRA_CA_CERTS and run the command again.',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|ENOTCACHED|network/i,
    meaning:
      'The npm registry cannot be reached. Entente needs it once per checkout; after that it runs offline. Check the connection, or name a proxy or mirror (npm config set proxy URL, npm config set registry URL), and run the command again.',
  },
  {
    sign: /\b(E404|ETARGET|E403|E401)\b/,
    meaning:
      'The registry does not give out a package that package-lock.json names. Check which registry is set (npm config get registry); a mirror may lag behind.',
  },
  {
    sign: /EINTEGRITY/,
    meaning:
      'A package is not the one that package-lock.json names. Clear the cache (npm cache clean --force) and run the command again; when it happens again, do not go on: the registry is giving out something else.',
  },
  {
    sign: /EUSAGE|in sync/,
    meaning:
      'package.json and package-lock.json do not agree. In a changed checkout, run "npm install" and then "npm run lock".',
  },
  {
    sign: /spawn npm|ENOENT.*npm/,
    meaning: 'npm was not found. It comes with Node.js; install both from https://nodejs.org.',
  },
]

/**
 * @param {string} output all that npm printed
 * @returns {string} what went wrong and what to do, in sentences, then the end of npm's own words
 */
export function explainFailure(output) {
  const cause = causes.find((one) => one.sign.test(output))
  const meaning = cause?.meaning ?? 'The packages could not be installed. npm gives the reason below.'
  const words = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^npm error +at |^npm warn/.test(line))
    .slice(0, shownLines)
  return [`Entente: ${meaning}`, ...words.map((line) => `  ${line}`)].join('\n')
}
