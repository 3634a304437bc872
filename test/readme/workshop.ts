import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Block } from './blocks.ts'

const checkout = join(import.meta.dirname, '../..')
const command = `"${process.execPath}" "${join(checkout, 'bin/echelon.js')}"`

export interface Printed {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** An own folder for one block, as its reader would have it: the repository `shop`, and `echelon` installed. */
export class Workshop {
  readonly #folder: string
  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(shop: string): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'echelon-readme-'))
    await cp(shop, join(folder, 'shop'), { recursive: true })
    await mkdir(join(folder, 'node_modules'))
    await symlink(checkout, join(folder, 'node_modules/echelon'))
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    return new Workshop(folder)
  }

  /** Puts a block into the file that its info string names. */
  async write({ text, values, line }: Block): Promise<string> {
    if (values.file === undefined) throw new Error(`the block in line ${line} names no file`)
    const path = join(this.#folder, values.file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    return path
  }

  /** Runs a block for real: TypeScript with Node itself, a shell's lines with `npx echelon` meaning this checkout. */
  async run(block: Block): Promise<Printed> {
    switch (block.language) {
      case 'ts':
        return this.#execute(process.execPath, [...sources, await this.write(block)])
      case 'sh':
        return this.#execute('bash', ['-euo', 'pipefail', '-c', block.text.replaceAll('npx echelon', command)])
      default:
        throw new Error(`the block in line ${block.line} cannot be run: ${block.language}`)
    }
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true })
  }

  #execute(file: string, args: readonly string[]): Promise<Printed> {
    return new Promise((resolve, reject) => {
      const child = execFile(file, args, { cwd: this.#folder }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      )
      child.on('error', reject)
    })
  }
}

/** `import 'echelon'` means the sources of this checkout, through the package's own exports. */
const sources = ['--conditions=source', '--disable-warning=ExperimentalWarning']
