/** A file that the officer chose, and where the browser has such, by what it is read again after a reload. */
export interface Picked {
  readonly file: File
  readonly handle: FileSystemFileHandle | undefined
}

/** Not yet in the compiler's library: Chromium has them, Firefox and Safari do not. */
interface PickerWindow {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<readonly FileSystemFileHandle[]>
}
interface HandledItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}
interface AskedHandle {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>
}

const pickerOf = (): PickerWindow => globalThis as unknown as PickerWindow

export const canKeepHandles = (): boolean => pickerOf().showOpenFilePicker !== undefined

/** Asks for files by the browser's own picker that gives handles. Nothing when the officer closes it. */
export async function pickWithHandles(multiple: boolean): Promise<Picked[]> {
  try {
    const handles = (await pickerOf().showOpenFilePicker?.({ multiple })) ?? []
    return await Promise.all(handles.map(async (handle) => ({ handle, file: await handle.getFile() })))
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return []
    throw cause
  }
}

/** The files that were dropped. Folders are none. The event's data must still be there: called before anything is awaited. */
export async function dropped({ items }: DataTransfer): Promise<Picked[]> {
  const found = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ file: item.getAsFile(), handle: (item as HandledItem).getAsFileSystemHandle?.() }))
  const picked = await Promise.all(found.map(async ({ file, handle }) => pickedOf(file, await handle)))
  return picked.filter((each) => each !== undefined)
}

function pickedOf(file: File | null, handle: FileSystemHandle | null | undefined): Picked | undefined {
  if (file === null || handle?.kind === 'directory') return undefined
  return { file, handle: handle instanceof FileSystemFileHandle ? handle : undefined }
}

/** The file behind a handle; `ask` shows the browser's question and needs a press of the officer. */
export async function readAgain(
  handle: FileSystemFileHandle,
  ask: boolean,
): Promise<File | 'allow' | 'pick'> {
  const asked = handle as AskedHandle
  try {
    let may = (await asked.queryPermission?.({ mode: 'read' })) ?? 'granted'
    if (may === 'prompt' && ask) may = (await asked.requestPermission?.({ mode: 'read' })) ?? 'denied'
    if (may === 'prompt') return 'allow'
    return may === 'granted' ? await handle.getFile() : 'pick'
  } catch {
    // The file is gone from where it was.
    return 'pick'
  }
}
