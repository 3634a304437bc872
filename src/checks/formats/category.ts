import type { CheckKind, FailureCategory } from '../../domain/check.ts'

/** Signs of each kind of trouble. The earliest in the text counts: what follows is the code around it, and stack. */
const signs: readonly (readonly [FailureCategory, RegExp])[] = [
  [
    'database',
    /OperationalError|ProgrammingError|IntegrityError|database is locked|no such table|relation "[^"]{1,100}" does not exist|PrismaClient\w{0,40}Error|Mongo\w{0,20}Error|Sequelize\w{0,30}Error|SQLITE_[A-Z]{3,20}|SqliteError|psycopg\d?\.|E(?:CONNREFUSED|NOTFOUND)[^\n]{0,60}(?::5432|:3306|:6379|:27017|postgres|mysql|redis|mongo)/,
  ],
  [
    'timeout',
    /timed out|[Tt]imeout of \d|Exceeded timeout|TimeoutError|TimeoutExpired|deadline exceeded|Test timeout of \d/,
  ],
  [
    'network',
    /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|fetch failed|socket hang up|getaddrinfo|Connection ?[Rr]efused|ConnectionError|ConnectionResetError|Network is unreachable|name resolution|Max retries exceeded/,
  ],
  [
    'import',
    /Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|ModuleNotFoundError|ImportError|No module named|Failed to (?:load url|resolve import)|unresolved import|cannot find package|no required module provides|Could not resolve|error\[E043[23]\]/,
  ],
  [
    'syntax',
    /SyntaxError|IndentationError|TabError|Parsing error|invalid JS syntax|Transform failed|invalid-syntax|expected .{1,60}, found|syntax error/,
  ],
  [
    'environment',
    /ENOENT|EACCES|EADDRINUSE|EMFILE|ENOSPC|FileNotFoundError|PermissionError|No such file or directory|Permission denied|no such file or directory|command not found|KeyError: '[A-Z][A-Z0-9_]{2,60}'|environment variable|KeyNotFound|ImproperlyConfigured/,
  ],
  ['type', /error TS\d{4}|error\[E\d{4}\]|mismatched types|is not assignable to/],
  [
    'assertion',
    /AssertionError|ERR_ASSERTION|assertion .{0,80}failed|\bassert\b|expect\(|[Ee]xpected\b|operator: |should (?:be|have|equal)|\bgot\b.{0,200}\bwant\b/,
  ],
]

/** Signs that say little by themselves: they count where nothing above is found. */
const typeError = /\bTypeError\b/
const crash =
  /panicked at|panic: |SIG(?:SEGV|ABRT|KILL|BUS|ILL)|[Ss]egmentation fault|out of memory|ReferenceError|RangeError|RuntimeError|[Uu]ncaught|[Uu]nhandled|Traceback|Error\b/

/** What kind of trouble a failure is, by what the runner said about it. */
export function categoryOf(kind: CheckKind, detail: string): FailureCategory {
  const syntax = /[Pp]arsing error|SyntaxError|invalid-syntax|error TS1\d{3}\b/
  if (kind === 'lint') return syntax.test(detail) ? 'syntax' : 'lint'
  if (kind === 'types') return syntax.test(detail) ? 'syntax' : 'type'
  const found = signs
    .map(([category, sign]) => ({ category, at: detail.search(sign) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at)[0]
  if (found !== undefined) return found.category
  if (typeError.test(detail)) return 'type'
  return crash.test(detail) ? 'crash' : 'unknown'
}
