import { type Shape, token } from './shape.ts'
import { assignment } from './shapes/assignment.ts'
import { authorization } from './shapes/authorization.ts'
import { dsn } from './shapes/dsn.ts'
import { privateKey } from './shapes/private-key.ts'

/**
 * Secrets known by their shape alone. They come second: a value that the run holds is found exactly. Anything that is also
 * the shape of a hash, a UUID or a commit is left alone.
 */
export const shapes: readonly Shape[] = [
  dsn,
  privateKey,
  authorization,
  token('jwt', ['eyJ'], /eyJ[\w-]{8,2048}\.[\w-]{8,8192}(?:\.[\w-]{0,1024})?/y),
  token('aws-key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], /A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])/y),
  token('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /gh[pousr]_[A-Za-z0-9]{36,255}/y),
  token('github-token', ['github_pat_'], /github_pat_\w{22,255}/y),
  token(
    'gitlab-token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glsoat-'],
    /gl\w{2,4}-[\w.-]{20,255}/y,
    hasDigit,
  ),
  token(
    'slack-token',
    ['xoxa-', 'xoxb-', 'xoxe-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxo-', 'xapp-'],
    /x(?:ox[abeprso]|app)-[A-Za-z0-9-]{10,255}/y,
    hasDigit,
  ),
  token('slack-webhook', ['hooks.slack.com/services/'], /hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,128}/y, hasDigit),
  token(
    'stripe-key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    /(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,255}/y,
  ),
  token('model-key', ['sk-'], /sk-[\w-]{20,255}/y, looksRandom),
  token('model-key', ['gsk_', 'xai-'], /(?:gsk_|xai-)[A-Za-z0-9]{40,255}/y),
  token('google-key', ['AIza'], /AIza[\w-]{35}(?![\w-])/y),
  token('google-key', ['GOCSPX-'], /GOCSPX-[\w-]{28}(?![\w-])/y),
  token('npm-token', ['npm_'], /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y),
  token('pypi-token', ['pypi-AgEI'], /pypi-AgEI[\w-]{50,512}/y),
  token('hugging-face-token', ['hf_'], /hf_[A-Za-z0-9]{34}(?![A-Za-z0-9])/y),
  token('sendgrid-key', ['SG.'], /SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/y),
  token('docker-token', ['dckr_pat_'], /dckr_pat_[\w-]{20,255}/y),
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], /do[por]_v1_[a-f0-9]{64}/y),
  // Last, so that a key of a known kind is called by its kind.
  assignment,
]

function hasDigit(text: string): boolean {
  return /\d/.test(text)
}

/** A class name may begin with `sk-` too; no class name mixes both cases and digits. */
function looksRandom(text: string): boolean {
  const rest = text.slice(3)
  return /\d/.test(rest) && /[A-Z]/.test(rest) && /[a-z]/.test(rest)
}
