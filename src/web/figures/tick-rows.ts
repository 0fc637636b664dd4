/** Widths of letters in ems, rather too wide: a language's own are not known here. */
const NARROW_EM = 0.62
const FULL_EM = 1
const FULL_WIDTH = /[\u2e80-\u9fff\uff00-\uffef]/u
/** Between two labels of a row. */
const GAP_EM = 0.5

/** In how many rows labels stand at equal steps, so that none runs into the next: in two, every other one stands lower. */
export function tickRows(labels: readonly string[], stepPx: number, emPx: number): 1 | 2 {
  const widest = Math.max(0, ...labels.map(widthOf))
  return (widest + GAP_EM) * emPx <= stepPx ? 1 : 2
}

function widthOf(label: string): number {
  let em = 0
  for (const letter of label) em += FULL_WIDTH.test(letter) ? FULL_EM : NARROW_EM
  return em
}
