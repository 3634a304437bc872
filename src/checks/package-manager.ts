import { z } from 'zod'

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** What of a package.json says how the package is checked and installed. Anything else in it is left alone. */
const Package = z.looseObject({
  scripts: z.record(z.string(), z.unknown()).catch({}).default({}),
  packageManager: z.string().catch('').default(''),
  workspaces: z.unknown().optional(),
  dependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
  devDependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
})
export type Package = z.infer<typeof Package>

/** Lockfiles by who writes them. Where several lie side by side, the first of this list counts. */
export const lockfiles: readonly (readonly [name: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
]

/** Null: not JSON, or no object. */
export function parsePackage(text: string): Package | null {
  try {
    return Package.safeParse(JSON.parse(text.replace(/^\uFEFF/, ''))).data ?? null
  } catch {
    // A broken package.json declares nothing; npm itself will say so when it is asked.
    return null
  }
}

/** What `packageManager` names, else who wrote a lockfile that is there. Null: nobody said. */
export function managerOf(declared: Package | null, has: (lockfile: string) => boolean): PackageManager | null {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(declared?.packageManager ?? '')?.[1]
  const known = lockfiles.find(([, manager]) => manager === named)?.[1]
  return known ?? lockfiles.find(([name]) => has(name))?.[1] ?? null
}

/** How one of its scripts is run. */
export function runScript(manager: PackageManager, script: string): readonly string[] {
  return script === 'test' && manager !== 'bun' ? [manager, 'test'] : [manager, 'run', script]
}
