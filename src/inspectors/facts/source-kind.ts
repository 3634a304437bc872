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

/** Kept beside the product: old copies, archives, experiments, what tools put there. */
const outside =
  /(?:^|\/)(?:google-cloud-sdk|bundledpython|dev-dist|coverage|storybook-static|test[-_]scripts?|old[-_]\w+|\w*backups?|archived?|experiments?|legacy|deprecated)\/|(?:^|\/)(?:workbox-|jquery|test[-_])[^/]*\.[cm]?[jt]s$|(?:[-_.](?:backup|old|orig|copy)\w*)\.\w+$/i

/** Code whose imports and syntax are judged here: product code and its tools. Tests have inspectors of their own. */
export function isKept(file: string): boolean {
  const region = regionOf(file)
  return (region === 'source' || region === 'tooling') && !outside.test(file)
}

/** Product code: not a test, an example, documentation, tooling or something vendored. */
export function isProduct(file: string): boolean {
  return regionOf(file) === 'source' && !outside.test(file)
}
