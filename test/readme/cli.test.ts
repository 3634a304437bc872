import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { programOf } from '../../src/cli/program.ts'
import { Terminal } from '../../src/cli/terminal.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')
const redactor = { text: (text: string) => text, json: <T>(value: T) => value }
const terminal = new Terminal(process.stdout, process.stderr, { json: false, colour: false, redactor: () => redactor })
const program = programOf(terminal, [{ name: 'full-stack-audit', about: '' }], () => {})

/** `run`, `ledger show` and so on. */
const verbs = program.commands.flatMap((command) => [command, ...command.commands])

test('the page explains every verb and knows no other', () => {
  const told = [...page.matchAll(/^\| `([a-z][a-z -]*?)(?: [[A-Z].*?)?` \|/gm)].map((match) => match[1] ?? '')
  const offered = verbs.map(pathOf).filter((name) => name !== 'ledger' && name !== 'full-stack-audit')
  expect(told.toSorted()).toEqual(offered.toSorted())
})

test('the page explains every option and knows no other', () => {
  const told = [...page.matchAll(/(?<=[`"\s])--[a-z][a-z-]+/g)].map(([option]) => option)
  const offered = [program, ...verbs].flatMap(({ options }) => options.map(({ long }) => long ?? ''))
  expect([...new Set(told)].toSorted()).toEqual([...new Set([...offered, '--help', '--version'])].toSorted())
})

function pathOf(command: Command): string {
  const above = command.parent
  return above === null || above === program ? command.name() : `${above.name()} ${command.name()}`
}
