import { useSyncExternalStore } from 'react'
import { every } from './clock.ts'

/**
 * Whether this browser can ring aloud: `unasked` and `off` as its reader likes it; `blocked`: it may, once the reader has
 * pressed a key or clicked on the page, since browsers let no page make a sound before that.
 */
export type Sound = 'unasked' | 'off' | 'blocked' | 'ready'
export type Ring = 'call' | 'drill'

const KEY = 'entente-sound'
const GESTURES = ['pointerdown', 'keydown'] as const

/** A tone of a ring: from when, how long, how high. */
interface Tone {
  readonly atS: number
  readonly forS: number
  readonly hertz: number
}

/** A call wails up and down without end; a drill knocks twice, lower and softer, and leaves long pauses. */
const RINGS: Readonly<
  Record<
    Ring,
    {
      readonly everyMs: number
      readonly loud: number
      readonly shape: OscillatorType
      readonly tones: readonly Tone[]
    }
  >
> = {
  call: {
    everyMs: 2_400,
    loud: 0.5,
    shape: 'square',
    tones: [0, 0.4, 0.8, 1.2, 1.6].map((atS, i) => ({ atS, forS: 0.38, hertz: i % 2 === 0 ? 880 : 660 })),
  },
  drill: {
    everyMs: 4_000,
    loud: 0.25,
    shape: 'sine',
    tones: [
      { atS: 0, forS: 0.18, hertz: 440 },
      { atS: 0.3, forS: 0.18, hertz: 440 },
    ],
  },
}
/** A tone that begins and ends at once clicks. */
const SLOPE_S = 0.02

function liking(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** The one loudspeaker of a page. */
class Speaker {
  #context: AudioContext | undefined
  readonly #listeners = new Set<() => void>()

  readonly changed = (): void => {
    for (const listener of this.#listeners) listener()
  }

  /** Only after a gesture: earlier the browser refuses, and complains. */
  readonly wake = (): void => {
    if (liking() !== 'on' || !navigator.userActivation.hasBeenActive) return
    this.#context ??= this.#make()
    if (this.#context.state !== 'running') void this.#context.resume().then(this.changed, this.changed)
  }

  readonly sound = (): Sound => {
    const liked = liking()
    if (liked === 'off') return 'off'
    if (liked !== 'on') return 'unasked'
    return this.#context?.state === 'running' ? 'ready' : 'blocked'
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) {
      for (const gesture of GESTURES) globalThis.addEventListener(gesture, this.wake, { capture: true })
      globalThis.addEventListener('storage', this.changed)
    }
    this.#listeners.add(listener)
    this.wake()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      for (const gesture of GESTURES) globalThis.removeEventListener(gesture, this.wake, { capture: true })
      globalThis.removeEventListener('storage', this.changed)
    }
  }

  hush(): void {
    void this.#context?.suspend()
  }

  /** One turn of a ring, if it may be heard. Gives what breaks it off. */
  play(kind: Ring): () => void {
    const context = this.#context
    if (this.sound() !== 'ready' || context === undefined) return () => undefined
    const { loud, shape, tones } = RINGS[kind]
    const started = tones.map((one) => tone(context, one, shape, loud))
    return () => {
      for (const gain of started) gain.disconnect()
    }
  }

  #make(): AudioContext {
    const made = new AudioContext()
    made.addEventListener('statechange', this.changed)
    return made
  }
}

const speaker = new Speaker()

export function useSound(): Sound {
  return useSyncExternalStore(speaker.subscribe, speaker.sound)
}

/** As the reader presses it; kept in this browser. */
export function likeSound(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? 'on' : 'off')
  } catch {
    // A browser that keeps nothing is asked anew each time.
  }
  if (!isOn) speaker.hush()
  speaker.wake()
  speaker.changed()
}

/** Rings until it is stopped, as soon as and whenever the browser lets it. Gives what stops it. */
export function ring(kind: Ring): () => void {
  const { everyMs } = RINGS[kind]
  let hush: () => void = () => undefined
  const go = (): void => {
    hush()
    hush = speaker.play(kind)
  }
  // Begins at once when the sound is let in, not at the next turn.
  let was = speaker.sound()
  const look = (): void => {
    const is = speaker.sound()
    if (is === 'ready' && was !== 'ready') go()
    was = is
  }
  const leave = speaker.subscribe(look)
  const stop = every(everyMs, go)
  go()
  return () => {
    stop()
    leave()
    hush()
  }
}

function tone(on: AudioContext, { atS, forS, hertz }: Tone, shape: OscillatorType, loud: number): AudioNode {
  const from = on.currentTime + atS
  const gain = on.createGain()
  gain.gain.setValueAtTime(0, from)
  gain.gain.linearRampToValueAtTime(loud, from + SLOPE_S)
  gain.gain.setValueAtTime(loud, from + forS - SLOPE_S)
  gain.gain.linearRampToValueAtTime(0, from + forS)
  const oscillator = on.createOscillator()
  oscillator.type = shape
  oscillator.frequency.value = hertz
  oscillator.connect(gain).connect(on.destination)
  oscillator.start(from)
  oscillator.stop(from + forS)
  return gain
}
