/** Values that nearly occur in every hostile line. */
export const redactedValues = Array.from({ length: 12 }, (_, index) => ({
  name: `K${index}`,
  value: `aaaaaaaa-${index}-aaaaaaaaaaaaaaab`,
}))

/** What a line repeats to make a careless pattern begin at each place, and read to the end from there. */
export const hostileUnits = [
  'a',
  'aaaaaaaa-1-aaaaaaaaaaaaaaa',
  '://',
  'a://b:',
  // The regular expression of a seed took half a minute for 480 KB of this.
  'postgres://',
  'postgres://a:',
  'x:@',
  'sk-',
  'eyJa',
  ' eyJaaaaaaaaa.',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----!',
  'key=',
  'password: ',
  'secret="Aa1',
  'key = "aaaaaaaaaaa1',
  'basic ',
  'bearer a1',
  'ghp_',
  'AKIA',
  'glpat-',
  '%3D',
  '\\u003d',
  '\u001b[0;0;0;0;0;',
  '\n',
] as const
