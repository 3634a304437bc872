#!/usr/bin/env node
// Plain JavaScript that the oldest Node with modules can read: it only finds out which Node and which build to run.
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import { dirname, join } from 'path'
import { fileURLToPath, pathToFileURL } from 'url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const sources = join(home, 'src', 'cli', 'main.ts')
const built = join(home, 'dist', 'cli', 'main.js')
const ownNode = join(home, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const version = process.versions.node

// Node does not strip types from files below node_modules, so an installed package always runs its build.
const isCheckout = existsSync(sources) && !/[\\/]node_modules[\\/]/.test(sources)

if (isCheckout && isAtLeast(22, 18)) start(sources)
else if (existsSync(built) && isAtLeast(22, 13)) start(built)
else if (isCheckout && existsSync(ownNode) && !process.env.ECHELON_OWN_NODE) runWithOwnNode()
else refuse()

function start(file) {
  hideSqliteWarning()
  import(pathToFileURL(file).href).then((cli) => cli.main(process.argv.slice(2)))
}

/** The checkout brought its own Node with `npm ci`; the machine's is older. */
function runWithOwnNode() {
  const environment = Object.assign({}, process.env, { ECHELON_OWN_NODE: '1' })
  const child = spawn(ownNode, process.argv.slice(1), { stdio: 'inherit', env: environment })
  // A signal may reach both of us or only this process. The child takes two within an instant for one.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  signals.forEach((signal) => {
    process.on(signal, () => {
      child.kill(signal)
    })
  })
  child.on('error', (cause) => {
    console.error(
      'The Node of this checkout (' + ownNode + ') does not start: ' + cause.message + '. Run "npm ci" again.',
    )
    process.exit(1)
  })
  child.on('exit', (code) => {
    process.exit(code === null ? 1 : code)
  })
}

function refuse() {
  const old = isAtLeast(22, 13)
    ? 'Echelon is not built here, and this Node (' + version + ') cannot run its sources: '
    : 'Echelon needs Node 22.13 or newer, and this is Node ' + version + ': '
  const remedy = existsSync(sources)
    ? 'run "npm ci" in ' + home + ', which brings its own, or install a current Node.'
    : 'install Node 22.13 or newer from https://nodejs.org.'
  console.error(old + remedy)
  process.exit(1)
}

function isAtLeast(major, minor) {
  const parts = version.split('.').map(Number)
  return parts[0] > major || (parts[0] === major && parts[1] >= minor)
}

/** node:sqlite is the ledger's choice, known and tested; every other warning is shown. */
function hideSqliteWarning() {
  const emitWarning = process.emitWarning
  process.emitWarning = function (warning) {
    if (/SQLite is an experimental feature/.test(String(warning))) return
    return emitWarning.apply(process, arguments)
  }
}
