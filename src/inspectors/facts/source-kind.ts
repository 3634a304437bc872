import { regionOf } from './region.ts'

export function isTest(path: string): boolean {
  return regionOf(path) === 'test' || /\.(?:mock|mocks)\.[cm]?[jt]sx?$|(?:^|\/)(?:msw|mocks)\//.test(path)
}

/** Tests, examples, documentation, scripts: real code, but not what users meet. */
export function isAside(path: string): boolean {
  return regionOf(path) !== 'source' || isTest(path) || /^(?:\w+[-_])?backups?\//i.test(path)
}

/** Built, vendored or only declared. Generated clients count as ours: they are how calls reach the server. */
export function isForeign(path: string): boolean {
  if (/\.d\.[cm]?ts$/.test(path)) return true
  return regionOf(path.replace(/(?:__)?generated(?:__)?\//g, '')) === 'vendored'
}
