import { dotted, keyName } from './script-name.ts'
import { isFunction, type Node, walk } from './script-node.ts'
import { literalText } from './script-text.ts'
import type { TypeScriptTree } from './trees.ts'

export interface Invention {
  /** What is made up, as a phrase: "mockUsers", "success: true". */
  readonly what: string
  readonly kind: 'mock' | 'success' | 'records' | 'random'
  readonly line: number
}

const mockName =
  /^(?:(?:get|generate|create|build|make|load|use)_?)?(?:mock|fake|dummy|sample|demo|placeholder)(?:[A-Z_]\w*|s?)$|^(?:MOCK|FAKE|DUMMY|SAMPLE|DEMO|PLACEHOLDER)_\w+$/
const notAResult = /placeholder(?:Text|Image|Src|Url|Avatar)?$|(?:sample|demo)(?:Rate|Mode|Size|s)?$/i
const chance = /jitter|delay|backoff|timeout|wait|retry|sleep|\bid\b|uuid|key|nonce|seed|token|Id$/i

/** What a catch body or a handler hands out that no computation gave: mock data, a claim of success, random numbers. */
export function invention(tree: TypeScriptTree, body: Node): Invention | null {
  let found: Invention | null = null
  const expected: Node[] = []
  const note = (node: Node, made: Omit<Invention, 'line'> | null): void => {
    if (made === null) return
    const isAnswer = made.kind === 'success' || made.kind === 'records'
    if (isAnswer && expected.some((one) => one.start <= node.start && node.end <= one.end)) return
    found ??= { ...made, line: tree.line(node.start) }
  }
  walk(body, (node, above) => {
    if (node.type === 'IfStatement' && guardsDevelopment(node.test)) return 'skip'
    if (node.type === 'IfStatement' && namesTheError(node.test)) expected.push(node.consequent)
    if (isFunction(node) && above.length > 0 && !isUpdater(above)) return 'skip'
    if (node.type === 'ReturnStatement' && node.argument !== null) note(node, inventedValue(node.argument))
    if (node.type === 'CallExpression') note(node, handedOut(node))
    if (node.type === 'AssignmentExpression' && node.operator === '=' && !isCounter(node.left))
      note(node, assigned(inventedValue(node.right)))
    return undefined
  })
  if (found === null && body.type !== 'BlockStatement') note(body, inventedValue(body))
  return found
}

/** A test that names development, a demo or mocks. */
export function guardsDevelopment(test: Node): boolean {
  let found = false
  walk(test, (one) => {
    if (one.type === 'Identifier' && /mock|demo|^NODE_ENV$|^DEV$|isDev|__DEV__|development/i.test(one.name))
      found = true
    return undefined
  })
  return found
}

/** A test for one kind of error: what it answers was thought of. */
function namesTheError(test: Node): boolean {
  let found = false
  walk(test, (one) => {
    if (one.type === 'BinaryExpression' && one.operator === 'instanceof') found = true
    if (
      one.type === 'MemberExpression' &&
      /^(?:code|status|statusCode|name|errno|type)$/.test(keyName(one.property, one.computed) ?? '')
    )
      found = true
    return undefined
  })
  return found
}

/** Literal figures and rows in a variable are most often defaults. */
function assigned(made: Omit<Invention, 'line'> | null): Omit<Invention, 'line'> | null {
  return made?.kind === 'records' ? null : made
}

function isUpdater(above: readonly Node[]): boolean {
  return above.at(-1)?.type === 'CallExpression'
}

function isCounter(left: Node): boolean {
  return chance.test(dotted(left) ?? '')
}

/** `setUsers(mockUsers)`, `res.json({ success: true })`, `resolve([...])`. */
function handedOut(node: Extract<Node, { type: 'CallExpression' }>): Omit<Invention, 'line'> | null {
  const callee =
    dotted(node.callee) ?? (node.callee.type === 'MemberExpression' ? (keyName(node.callee.property, false) ?? '') : '')
  if (!/^set[A-Z]\w*$|(?:^|\.)(?:json|send|resolve|success|setData|setState|setQueryData)$/.test(callee)) return null
  if (/^set(?:Timeout|Interval|Immediate)$/.test(callee)) return null
  const argument = node.arguments.at(-1)
  const made = argument === undefined ? null : inventedValue(argument)
  // What sets mocks deals in mocks: `setMockServers(mockServers)` is a product's own word.
  return made?.kind === 'mock' && /mock|fake|dummy|sample|demo|placeholder/i.test(callee) ? null : made
}

export function inventedValue(node: Node): Omit<Invention, 'line'> | null {
  switch (node.type) {
    case 'AwaitExpression':
      return inventedValue(node.argument)
    case 'TSAsExpression':
      return inventedValue(node.expression)
    case 'Identifier':
      return isMock(node.name) ? { kind: 'mock', what: node.name } : null
    case 'MemberExpression':
      return node.object.type === 'Identifier' && isMock(node.object.name)
        ? { kind: 'mock', what: node.object.name }
        : null
    case 'CallExpression':
      return inventedCall(node)
    case 'ObjectExpression':
      return inventedObject(node)
    case 'ArrayExpression':
      return inventedRecords(node)
    default:
      return null
  }
}

function isMock(name: string): boolean {
  return mockName.test(name) && !notAResult.test(name)
}

function inventedCall(node: Extract<Node, { type: 'CallExpression' }>): Omit<Invention, 'line'> | null {
  const callee = dotted(node.callee) ?? ''
  const last = callee.split('.').at(-1) ?? ''
  if (isMock(last)) return { kind: 'mock', what: `${last}()` }
  if (/^(?:NextResponse|Response)\.json$|^Promise\.resolve$/.test(callee) && node.arguments[0] !== undefined)
    return inventedValue(node.arguments[0])
  return null
}

function inventedObject(node: Extract<Node, { type: 'ObjectExpression' }>): Omit<Invention, 'line'> | null {
  let success: Omit<Invention, 'line'> | null = null
  let numbers = 0
  for (const part of node.properties) {
    if (part.type !== 'Property') continue
    const key = keyName(part.key, part.computed) ?? ''
    if (/^(?:error|errors|err|warning|fallback|degraded|isFallback|message_error)$/i.test(key)) return null
    if (/^(?:success|ok)$/.test(key) && isTrue(part.value)) success = { kind: 'success', what: `${key}: true` }
    if (isRandom(part.value) && !chance.test(key)) return { kind: 'random', what: `${key} from Math.random()` }
    const inner =
      part.value.type === 'ObjectExpression' ||
      part.value.type === 'ArrayExpression' ||
      part.value.type === 'Identifier'
        ? inventedValue(part.value)
        : null
    if (inner !== null && inner.kind !== 'success') return inner
    if (isFigure(part.value) && !settings.test(key)) numbers += 1
  }
  if (success !== null) return success
  return numbers >= 3 ? { kind: 'records', what: `an object with ${numbers} literal figures` } : null
}

const settings =
  /status|code|timeout|port|limit|page|size|max|min|width|height|delay|version|ttl|interval|duration|x|y|z|zoom|lat|lng|lon|retries|count$/i

function isTrue(node: Node): boolean {
  return node.type === 'Literal' && node.value === true
}

function isFigure(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'number' && Math.abs(node.value) > 1
}

export function isRandom(node: Node): boolean {
  let found = false
  walk(node, (one) => {
    if (one.type === 'CallExpression' && dotted(one.callee) === 'Math.random') found = true
    return isFunction(one) ? 'skip' : undefined
  })
  return found
}

/** An array of at least one object with an identity and two more literal values: rows that nobody stored. */
function inventedRecords(node: Extract<Node, { type: 'ArrayExpression' }>): Omit<Invention, 'line'> | null {
  const rows = node.elements.filter((one) => one?.type === 'ObjectExpression')
  const literal = rows.filter((row) => {
    const values = row.properties.filter(
      (part) => part.type === 'Property' && (literalText(part.value) !== null || part.value.type === 'Literal'),
    )
    return values.length >= 3
  })
  if (!areCounted(rows.map(idOf))) return null
  return literal.length > 1 && literal.length === node.elements.length
    ? { kind: 'records', what: `${literal.length} made-up records` }
    : null
}

function idOf(row: Extract<Node, { type: 'ObjectExpression' }>): string {
  for (const part of row.properties) {
    if (part.type !== 'Property' || !/^(?:id|_id|uuid)$/i.test(keyName(part.key, part.computed) ?? '')) continue
    return part.value.type === 'Literal' ? String(part.value.value) : ''
  }
  return ''
}

/** Made-up rows are numbered: 1 and 2, "alert-1" and "alert-2". Entries of a catalogue have names of their own. */
export function areCounted(ids: readonly string[]): boolean {
  const parts = ids.map((id) => /^(.*?)(\d{1,9})$/.exec(id))
  return parts.every(
    (part, index) =>
      part !== null &&
      part[1] === parts[0]?.[1] &&
      (index === 0 || Number(part[2]) === Number(parts[index - 1]?.[2]) + 1),
  )
}
