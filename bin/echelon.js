#!/usr/bin/env node
// Plain JavaScript for the oldest Node that has modules: it only finds out which Node and which build to run.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const sources = join(home, 'src', 'cli', 'main.ts')
const built = join(home, 'dist', 'cli', 'main.js')
const ownNode = join(home, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const version = process.versions.node

// Node does not strip types from files below node_modules, so an installed package always runs its build.
const isCheckout = existsSync(sources) && !/[\\/]node_modules[\\/]/.test(sources)

if (isCheckout && isAtLeast(22, 18)) start(sources)
else if (existsSync(built) && isAtLeast(22, 13)) start(built)
else if (isCheckout && existsSync(ownNode) && process.env.ECHELON_OWN_NODE === undefined) runWithOwnNode()
else refuse()

function start(file) {
  hideSqliteWarning()
  import(pathToFileURL(file).href).then((cli) => cli.main(process.argv.slice(2)))
}

/** The checkout brought its own Node with `npm ci`; the machine's is older. */
function runWithOwnNode() {
  const env = Object.assign({}, process.env, { ECHELON_OWN_NODE: version })
  const child = spawn(ownNode, process.argv.slice(1), { stdio: 'inherit', env })
  // A signal may reach both of us or only this process; the child takes two within an instant for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (cause) => {
    console.error(`The Node of this checkout, ${ownNode}, does not start: ${cause.message}. Run "npm ci" again.`)
    process.exit(1)
  })
  child.on('exit', (code) => process.exit(code === null ? 1 : code))
}

function refuse() {
  const why = isAtLeast(22, 13)
    ? `Echelon is not built here, and this Node (${version}) cannot run its sources`
    : `Echelon needs Node 22.13 or newer, and this is Node ${version}`
  const remedy = existsSync(sources)
    ? `run "npm ci" in ${home}, which brings its own Node, or install Node 22.18 or newer`
    : 'install Node 22.13 or newer from https://nodejs.org'
  console.error(`${why}: ${remedy}.`)
  process.exit(1)
}

function isAtLeast(major, minor) {
  const parts = version.split('.').map(Number)
  return parts[0] > major || (parts[0] === major && parts[1] >= minor)
}

/** node:sqlite carries the ledger and is tested with each Node we support; every other warning is shown. */
function hideSqliteWarning() {
  const emitWarning = process.emitWarning
  process.emitWarning = (...warning) => {
    if (/SQLite is an experimental feature/.test(String(warning[0]))) return
    emitWarning.apply(process, warning)
  }
}
