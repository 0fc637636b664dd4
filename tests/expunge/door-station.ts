import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type ApiClient, createClient } from '../../src/api/index.ts'
import type { OrderName, Orders, Said } from './door-process.ts'

const PROGRAM = join(import.meta.dirname, 'door-process.ts')

/** A node with a door in a process of its own, as its parent sees it. */
export class DoorStation {
  readonly dir: string
  #child: ChildProcess | undefined
  #gone: Promise<unknown> = Promise.resolve()
  #asked: { resolve(value: string | null): void; reject(cause: Error): void }[] = []
  #cookie = ''
  #origin = ''

  constructor(dir: string) {
    this.dir = dir
  }

  /** Starts the process. Resolves when it may write, which takes the other one. */
  start(): Promise<void> {
    const child = fork(PROGRAM, [this.dir], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child = child
    const ended = new Error(`the node of ${this.dir} ended`)
    this.#gone = once(child, 'exit').then(() => {
      for (const asked of this.#asked.splice(0)) asked.reject(ended)
    })
    return new Promise((resolve, reject) => {
      child.on('message', (said: Said) => {
        if ('ready' in said) {
          this.#origin = said.ready
          resolve()
          return
        }
        const asked = this.#asked.shift()
        if ('error' in said) asked?.reject(new Error(said.error))
        else asked?.resolve(said.answer)
      })
      child.once('exit', () => reject(ended))
    })
  }

  ask<N extends OrderName>(name: N, ask: Orders[N]['ask']): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      this.#child?.send({ name, ask })
    })
  }

  async seat(): Promise<void> {
    this.#cookie = (await this.ask('seat', null)) ?? ''
  }

  /** The officer's, wherever the door is in this life of the node. */
  get client(): ApiClient {
    return createClient(this.#origin, { cookie: this.#cookie })
  }

  /** Resolves when the process has ended, by itself or by somebody. */
  async gone(): Promise<void> {
    await this.#gone
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#gone
  }

  async stop(): Promise<void> {
    await this.ask('stop', null)
    await this.#gone
  }
}
