import type { Draft } from '../../domain/finding.ts'

/** What a Ruff rule means to a reader: what is wrong, how bad it is, and how sure one hit is. */
export interface BugPattern {
  readonly what: string
  readonly fix: string
  readonly impact: Draft['impact']
  readonly confidence: 'high' | 'medium'
}

const raises = (what: string, fix: string): BugPattern => ({ what, fix, impact: 'feature-broken', confidence: 'high' })
const wrong = (what: string, fix: string): BugPattern => ({ what, fix, impact: 'quality', confidence: 'high' })
const doubtful = (what: string, fix: string): BugPattern => ({ what, fix, impact: 'quality', confidence: 'medium' })

const format = raises(
  'A format string and its arguments do not fit: the line raises',
  'Make placeholders and arguments agree.',
)
const spare = wrong(
  'A format call passes arguments that its string ignores',
  'Drop the argument or add its placeholder.',
)
const logging = wrong(
  'A logging call whose arguments do not fit its message: the record is lost',
  'Make placeholders and arguments agree.',
)
const invalid = raises('Code that Python refuses to compile', 'Move the statement to where Python allows it.')

/** Pinned to the version of the tool: codes, not names. */
export const bugPatterns: Readonly<Record<string, BugPattern>> = {
  F502: format,
  F503: format,
  F505: format,
  F506: format,
  F507: format,
  F508: format,
  F509: format,
  F521: format,
  F524: format,
  F525: format,
  PLE1300: format,
  PLE1307: format,
  F504: spare,
  F522: spare,
  F523: spare,
  PLE1205: logging,
  PLE1206: logging,
  F621: invalid,
  F622: invalid,
  F702: invalid,
  F706: invalid,
  F707: invalid,
  PLE0116: invalid,
  PLE0117: invalid,
  PLE0118: invalid,
  PLE1142: invalid,
  PLE0101: wrong('__init__ returns a value', 'Return nothing from __init__.'),
  PLE0302: raises('A special method takes the wrong number of parameters', 'Give it the parameters Python passes.'),
  PLE1310: wrong(
    'A strip call repeats a character: it strips characters, not a prefix',
    'Use removeprefix or removesuffix.',
  ),
  PLE1519: wrong('singledispatch on a method', 'Use functools.singledispatchmethod.'),
  PLE1520: wrong('singledispatchmethod on a function', 'Use functools.singledispatch.'),
  PLW0129: wrong('An assert on a string literal always passes', 'Assert the condition, not its message.'),
  PLW0245: raises('super without parentheses: the call raises', 'Write super().'),
  PLW1501: raises('open with a mode that Python refuses', 'Use a valid mode.'),
  F601: wrong('A dict literal repeats a key: the first value is lost', 'Keep one entry for each key.'),
  F631: wrong('An assert on a tuple always passes', 'Drop the parentheses.'),
  F632: wrong('A literal is compared with "is"', 'Compare with ==.'),
  F634: wrong('An if on a tuple is always true', 'Drop the parentheses.'),
  F822: wrong('__all__ names something that does not exist', 'Remove or define the name.'),
  F823: raises('A local variable is read before it is assigned', 'Assign first, or declare it global.'),
  B006: wrong(
    'A mutable default argument is changed by its function: calls share it',
    'Default to None and make the value inside.',
  ),
  B012: wrong('A return, break or continue in finally swallows exceptions', 'Move it after the try statement.'),
  B015: wrong('A comparison whose result nobody uses', 'Assert, assign or remove it.'),
  B016: wrong('A raise of something that is no exception', 'Raise an exception.'),
  B020: doubtful('A loop variable replaces what the loop goes over', 'Rename the loop variable.'),
  B023: doubtful('A function made in a loop uses the loop variable of the last turn', 'Bind it as a default argument.'),
  B025: wrong(
    'An exception type is caught twice in one try: the second is never reached',
    'Remove the second handler.',
  ),
  B029: wrong('An except clause with an empty tuple catches nothing', 'Name the exceptions.'),
  B030: raises('An except clause names something that is no exception', 'Name exception classes.'),
  B031: doubtful(
    'A group of groupby is used more than once: the second use is empty',
    'Make a list of the group first.',
  ),
  B035: wrong('A dict comprehension with a fixed key keeps one entry', 'Build the key from the loop variable.'),
  B039: wrong('A ContextVar with a mutable default shares it between contexts', 'Default to None.'),
  RUF006: doubtful(
    'A task of asyncio.create_task is not kept: it may be collected before it ends',
    'Keep a reference until the task is done.',
  ),
  RUF008: raises('A dataclass field with a mutable default', 'Use field(default_factory=…).'),
  RUF024: wrong('dict.fromkeys with a mutable value shares it between keys', 'Use a comprehension.'),
}
