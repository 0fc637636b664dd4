import { encodeQR } from 'qr'
import { type ReactNode, useMemo } from 'react'

/** Light around the code, in its own squares: scanners find it by that. */
const MARGIN = 4

/** A text for a camera. It is no more than a picture: whatever it says stands beside it in letters. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { path, side } = useMemo(
    () => drawn(encodeQR(text, 'raw', { ecc: 'medium', border: MARGIN })),
    [text],
  )
  return (
    <svg
      className="sign-in-qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}

/** One flat box for each run of dark squares in a row. */
function drawn(rows: readonly (readonly boolean[])[]): { readonly path: string; readonly side: number } {
  const boxes = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1] === true) return []
      const end = row.indexOf(false, x)
      const length = (end === -1 ? row.length : end) - x
      return [`M${x} ${y}h${length}v1h-${length}z`]
    }),
  )
  return { path: boxes.join(''), side: rows.length }
}
