import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Bench, soon } from './bench.ts'
import { Killable } from './killable.ts'

/** Something that happens in a night. `task` and `number` choose among what is there. */
export type Deed = {
  readonly verb: 'open' | 'edit' | 'add' | 'commit' | 'close' | 'foreign' | 'kill' | 'check'
  readonly task: number
  readonly number: number
}

export const deeds = fc.array(
  fc.record({
    verb: fc.constantFrom('open', 'open', 'edit', 'edit', 'add', 'commit', 'close', 'foreign', 'kill', 'check'),
    task: fc.nat(3),
    number: fc.nat(60),
  }),
  { minLength: 4, maxLength: 14 },
)

/** Lives through a night with kills in it; answers what was written and is nowhere any more, and what was taken from others. */
export async function liveThrough(
  night: readonly Deed[],
  cleanUp: (bench: Bench) => Promise<void> = openAgain,
): Promise<readonly string[]> {
  const bench = await Bench.make()
  const world = new World(bench)
  try {
    await world.start()
    for (const [index, deed] of night.entries()) await world.act(deed, index)
    await world.kill(0)
    await cleanUp(bench)
    return await world.missing()
  } finally {
    await world.kill(0)
    await bench.remove()
  }
}

/** With no room for spare slots, whatever may go does go. */
async function openAgain(bench: Bench): Promise<void> {
  const { workspaces } = await bench.open({ bounds: { spare: 0 } })
  await (await workspaces.open(bench.order('last'), soon())).close()
  await workspaces.close()
}

class World {
  readonly #bench: Bench
  readonly #open = new Map<string, string>()
  readonly #written: string[] = []
  readonly #foreign: string[] = []
  #child: Killable | null = null
  #opened = 0
  constructor(bench: Bench) {
    this.#bench = bench
  }

  async start(): Promise<void> {
    this.#child = new Killable(this.#bench)
    await this.#child.ask('prepare')
  }

  async act({ verb, task, number }: Deed, index: number): Promise<void> {
    const names = [...this.#open.keys()]
    const name = names[task % Math.max(1, names.length)]
    const path = name === undefined ? undefined : this.#open.get(name)
    const token = `token-${index}-${number}`
    if (verb === 'kill') return this.#killDuring(name, number)
    if (verb === 'foreign') return this.#leaveForeign(token, number)
    if (verb === 'check') return void (await this.#child?.ask('check'))
    if (verb === 'open' || path === undefined || name === undefined) return this.#openOne()
    if (verb === 'close') {
      this.#open.delete(name)
      return void (await this.#child?.ask('close', name))
    }
    if (verb === 'commit') return void (await this.#child?.ask('commit', name, 'a.txt', 'src/b.txt'))
    this.#written.push(token)
    if (verb === 'edit') await appendFile(join(path, 'a.txt'), `${token}\n`)
    else await writeFile(join(path, `${token}.txt`), `${token}\n`)
  }

  async kill(milliseconds: number): Promise<void> {
    await sleep(milliseconds)
    await this.#child?.kill()
    this.#child = null
    this.#open.clear()
  }

  async missing(): Promise<readonly string[]> {
    const log = await this.#bench.repository.git(`--git-dir=${this.#bench.mirror}`, 'log', '--all', '-p', '--format=')
    const slots = join(this.#bench.folder, 'slots')
    const files = readdirSync(slots, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    const lost = this.#written.filter((token) => !log.includes(token) && !texts.some((text) => text.includes(token)))
    return [...lost, ...this.#foreign.filter((file) => !existsSync(file))]
  }

  async #openOne(): Promise<void> {
    const name = `t${++this.#opened}`
    const path = (await this.#child?.ask('open', name)) ?? ''
    if (!path.startsWith(join(this.#bench.folder, 'slots'))) throw new Error(`${path} is no workspace`)
    this.#open.set(name, path)
  }

  /** Dies in the middle of something. */
  async #killDuring(name: string | undefined, number: number): Promise<void> {
    const words =
      name === undefined || number % 3 === 0
        ? ['open', 'dying']
        : [number % 3 === 1 ? 'close' : 'commit', name, 'a.txt']
    this.#child?.tell(...words)
    await this.kill(number * 4)
    await this.start()
  }

  /** Somebody else's folder, where the next slots would come to be. */
  async #leaveForeign(token: string, number: number): Promise<void> {
    const folder = join(this.#bench.folder, 'slots', String(1 + (number % 12)))
    if (existsSync(folder)) return
    await mkdir(folder)
    await writeFile(join(folder, token), token)
    this.#foreign.push(join(folder, token))
  }
}
