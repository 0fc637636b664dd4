/** Why a worker failed; a plain event, without a message, when its file was refused before a line of it ran. */
export function workerFault(event: Event): string {
  return event instanceof ErrorEvent ? event.message : 'it could not be started'
}
