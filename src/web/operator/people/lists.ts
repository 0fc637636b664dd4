/** `en, vi` or one a line, as a list. */
export const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '')

/** Every zone that this browser knows by name. */
export const zones: readonly string[] = Intl.supportedValuesOf('timeZone')
