/** What runners print when they find no test at all. */
const said: readonly RegExp[] = [
  /^No tests found, exiting with code [1-9]\d{0,2}$/,
  // An older jest, playwright and bun.
  /^(?:Error: )?No tests found[.!]?$/,
  /^No test files found, exiting with code [1-9]\d{0,2}$/,
  /^Error: No test files found(?:: .{1,500})?$/,
  /^\u2718 Couldn\u2019t find any files to test$/,
  /^No specs found$/,
  /^NO TESTS RAN$/,
  /^no packages to test$/,
  /^no tests ran in \d[\d.]{0,20}s\b/,
]

/** Lines of another trouble: tests that could not be loaded, a folder that is not there, somebody's Ctrl-C. */
const trouble = /^(?:\w{0,60}Error\b|\w{0,20}ERROR\b|!{3,}|E {2,})/

/**
 * The line by which a test runner that is not content says that there are no tests, or null. To be asked only where nothing
 * was counted: of several runners one may have none.
 */
export function noTestsIn(output: string): string | null {
  const lines = linesOf(output)
  const line = lines.find((one) => said.some((pattern) => pattern.test(one)))
  return line === undefined || lines.some((one) => one !== line && trouble.test(one)) ? null : line
}

/** The same of go, which is content: every package that it names has no test files. */
export function noGoTestsIn(output: string): string | null {
  const lines = linesOf(output)
  const line = lines.find((one) => /^\?\s{1,10}\S{1,300}\s{1,10}\[no test files\]$/.test(one))
  return lines.some((one) => /^(?:ok|FAIL|---|===|panic:)/.test(one)) ? null : (line ?? null)
}

function linesOf(output: string): readonly string[] {
  return output.split('\n').flatMap((line) => (line.length > 1_000 ? [] : [bare(line.trim())]))
}

/** pytest draws a line to both sides of its sum. */
function bare(line: string): string {
  return line.replace(/^={2,1000} /, '').replace(/ ={2,1000}$/, '')
}
