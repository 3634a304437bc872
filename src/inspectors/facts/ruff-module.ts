import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

type RuffModule = typeof import('@astral-sh/ruff-wasm-nodejs')

let loaded: RuffModule | null = null

/** Ruff's module. It compiles its WebAssembly while it is required: done on first use, so that other audits do not pay. */
export function ruffModule(): RuffModule {
  loaded ??= load()
  return loaded
}

function load(): RuffModule {
  compileOnce()
  // The package's own types; require gives no better.
  const ruff: RuffModule = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs')
  return ruff
}

/**
 * Optimising 10 MB of WebAssembly in the background takes 300 MB and more time than it ever saves on one repository.
 * Read by V8 when a module is compiled, so it must be said before.
 */
function compileOnce(): void {
  setFlagsFromString('--no-wasm-dynamic-tiering')
  setFlagsFromString('--no-wasm-tier-up')
}
