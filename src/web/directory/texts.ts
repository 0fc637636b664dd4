/** What somebody wrote with commas, blanks or line ends between. */
export const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;，；、]+/u)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
]
