/** What kind of code a path holds, as far as the path can tell. */
export type Region = 'source' | 'test' | 'example' | 'docs' | 'tooling' | 'vendored'

const vendored =
  /(?:^|\/)(?:node_modules|vendor|vendored|third[-_]party|bower_components|\.next|\.output|\.venv|venv|site-packages|__pypackages__|google-cloud-sdk|bundledpython|generated|__generated__)\/|(?:^|\/)(?:cjs|umd|iife)\/[^/]+\.[cm]?js$|\.min\.(?:js|css)$|\.bundle\.js$/
/** Folders for what a build makes; people also give these names to packages of their own. */
const outputs = /(?:^|\/)(?:dist|build|built|out)\//
/** `index-DUhmXSBR.mjs` in a folder for assets, `chunk.582.75249fe6d3786009dfe6.js` anywhere. */
const hashed =
  /(?:^|\/)(?:assets|chunks|static|js|css|_astro|_app|_nuxt)\/(?:[^/]+\/){0,4}[^/]*[-.](?=[\w-]{0,7}[A-Z])(?=[\w-]{0,7}(?:\d|[A-Z]{2}))[\w-]{8}\.(?:[cm]?js|css)$|[-.](?=[0-9a-f]{0,39}[a-f])(?=[0-9a-f]{0,39}\d)[0-9a-f]{8,40}\.(?:[cm]?js|css)$/
const test =
  /(?:^|\/)(?:(?:unit|integration|functional|acceptance|e2e|system|api)?[-_]?test|(?:[\w.-]{1,60}[-_])?tests|unittests|__tests__|__mocks__|test[-_]data|e2e|specs?|cypress|playwright|testing|fixtures|testdata)\/|(?:^|\/)(?:conftest\.py|test_[^/]*\.py|[^/]*_test\.py)$|[.-](?:(?:client|server|unit|integration)?test|spec|e2e|cy|stories)\.[cm]?[jt]sx?$|(?:^|\/)tests?[-_.][^/]*\.[cm]?[jt]sx?$/i
const example =
  /(?:^|\/)(?:examples?|samples?|demos?|templates?|playground|sandbox|starters?|boilerplates?|quickstarts?)\/|\{\{/i
const docs = /(?:^|\/)(?:docs?|documentation|website|wiki)\/|\.(?:md|mdx|rst|adoc|ipynb)$/i
const tooling =
  /(?:^|\/)(?:(?:\w+[-_])?scripts?|tools?|bin|hack|benchmarks?|bench|ci|\.github|\.circleci|\.devcontainer|migrations|alembic)\/|(?:^|\/)[^/]+\.config\.[cm]?[jt]s$|(?:^|\/)(?:setup|noxfile|tasks|fabfile|locustfile)\.py$|(?:^|\/)(?:gulpfile|gruntfile|jakefile)\.[cm]?[jt]s$/i

/** Where a path stands; the first that fits of vendored, test, example, docs, tooling. */
export function regionOf(path: string): Region {
  if (vendored.test(path) || isBuilt(path) || isBundleName(path)) return 'vendored'
  if (test.test(path)) return 'test'
  if (example.test(path)) return 'example'
  if (docs.test(path)) return 'docs'
  if (tooling.test(path)) return 'tooling'
  return 'source'
}

/** A file that a bundler named after its contents, or put into a folder of its own. */
export function isBundleName(path: string): boolean {
  return hashed.test(path) || /(?:^|\/)(?:built\/(?:[^/]+\/)*assets|assets\/built)\/.*\.(?:[cm]?js|css)$/.test(path)
}

const fixtures =
  /(?:^|\/)(?:__fixtures__|testdata|test[-_]data)\/|(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress|playwright|[\w-]{1,60}[-_]tests?)\/(?:[^/]+\/){0,12}fixtures\//i
const samples = /(?:^|\/)tests?\/data\//i
const testName = /(?:^|\/)(?:conftest\.py|test_[^/]*\.py|[^/]*_test\.py)$|[.-](?:test|spec)\.[cm]?[jt]sx?$/

/** What the tests feed to the product: it may be broken on purpose, and nobody runs it. */
export function isTestData(path: string): boolean {
  return fixtures.test(path) || (samples.test(path) && !testName.test(path))
}

/** No build makes TypeScript or, outside `build/lib`, Python; and what stands below `src` was put there by hand. */
function isBuilt(path: string): boolean {
  if (path.endsWith('.py')) return /(?:^|\/)build\/(?:lib|bdist)/.test(path)
  if (/\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path)) return false
  const source = /(?:^|\/)src\//.exec(path)
  return outputs.test(source === null ? path : path.slice(0, source.index + 1))
}
