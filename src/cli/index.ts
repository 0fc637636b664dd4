/** What the makers of pages take from the command line: the same words for the same acts. */
export { aboutText, actResult, bodyText, meaningOf, valueText } from './acts-text.ts'
