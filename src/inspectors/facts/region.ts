/** What kind of code a path holds, as far as the path can tell. */
export type Region = 'source' | 'test' | 'example' | 'docs' | 'tooling' | 'vendored'

const vendored =
  /(?:^|\/)(?:node_modules|vendor|vendored|third[-_]party|bower_components|\.next|\.output|\.venv|venv|site-packages|__pypackages__|generated|__generated__)\/|(?:^|\/)(?:cjs|umd|iife)\/[^/]+\.[cm]?js$|\.min\.(?:js|css)$|\.bundle\.js$/
/** Folders for what a build makes; people also give these names to packages of their own. */
const outputs = /(?:^|\/)(?:dist|build|out)\//
const test =
  /(?:^|\/)(?:(?:unit|integration|functional|acceptance|e2e|system|api)?[-_]?test|(?:[\w.-]{1,60}[-_])?tests|unittests|__tests__|__mocks__|test[-_]data|e2e|specs?|cypress|playwright|testing|fixtures|testdata)\/|(?:^|\/)(?:conftest\.py|test_[^/]*\.py|[^/]*_test\.py)$|[.-](?:(?:client|server|unit|integration)?test|spec|e2e|cy|stories)\.[cm]?[jt]sx?$|(?:^|\/)tests?[-_.][^/]*\.[cm]?[jt]sx?$/i
const example =
  /(?:^|\/)(?:examples?|samples?|demos?|templates?|playground|sandbox|starters?|boilerplates?|quickstarts?)\/|\{\{/i
const docs = /(?:^|\/)(?:docs?|documentation|website|wiki)\/|\.(?:md|mdx|rst|adoc|ipynb)$/i
const tooling =
  /(?:^|\/)(?:(?:\w+[-_])?scripts?|tools?|bin|hack|benchmarks?|bench|ci|\.github|\.circleci|\.devcontainer|migrations|alembic)\/|(?:^|\/)[^/]+\.config\.[cm]?[jt]s$|(?:^|\/)(?:setup|noxfile|tasks|fabfile|locustfile)\.py$|(?:^|\/)(?:gulpfile|gruntfile|jakefile)\.[cm]?[jt]s$/i

/** Where a path stands; the first that fits of vendored, test, example, docs, tooling. */
export function regionOf(path: string): Region {
  if (vendored.test(path) || isBuilt(path)) return 'vendored'
  if (test.test(path)) return 'test'
  if (example.test(path)) return 'example'
  if (docs.test(path)) return 'docs'
  if (tooling.test(path)) return 'tooling'
  return 'source'
}

/** No build makes TypeScript or, outside `build/lib`, Python; and what stands below `src` was put there by hand. */
function isBuilt(path: string): boolean {
  if (path.endsWith('.py')) return /(?:^|\/)build\/(?:lib|bdist)/.test(path)
  if (/\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path)) return false
  const source = /(?:^|\/)src\//.exec(path)
  return outputs.test(source === null ? path : path.slice(0, source.index + 1))
}
