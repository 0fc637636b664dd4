/** A refusal as it was answered. */
export interface Told {
  readonly status: number
  readonly code: string
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

export async function told(response: Response): Promise<Told> {
  const body: Record<string, unknown> = (await response.json()) as Record<string, unknown>
  return {
    status: response.status,
    code: String(body['code']),
    type: response.headers.get('content-type') ?? '',
    body,
  }
}
