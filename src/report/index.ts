export {
  CALL_COUNTS,
  CALL_MONTH_COUNTS,
  CONTACT_COUNTS,
  FIGURE_CODES,
  REQUEST_COUNTS,
  REQUEST_MONTH_COUNTS,
} from './codes.ts'
export type {
  CallCount,
  CallMonthCount,
  ContactCount,
  RequestCount,
  RequestMonthCount,
  SpanCode,
} from './codes.ts'
export { FIGURE_KINDS, factOf, needsAnswers } from './facts.ts'
export type { AnswerAct, Fact } from './facts.ts'
export { standsBehind } from './entries.ts'
export { Tally } from './tally.ts'
export { figuresOf } from './figures.ts'
export type {
  CallFigures,
  ContactFigures,
  Count,
  Counts,
  Figures,
  MonthFigures,
  OpenedFigures,
  RequestFigures,
  Timing,
} from './figures.ts'
export { figureMatter } from './matter.ts'
export type { FigureMatter } from './matter.ts'
export { MONTH, MONTHS_MAX, monthsBetween, windowOf } from './window.ts'
export type { Window } from './window.ts'
