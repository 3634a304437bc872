/**
 * What a browser lets the page do: nothing but its own style and its own script, both by hash, so that even text that
 * slipped through the escaping could not run. A test holds the hashes against the constants.
 */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'sha256-mniC4/2ls1LK9nqSVdHJqqiz6/88YEr36VANPPAfmw4='; script-src 'sha256-9JWW5Z22yf37LmBCeURb8EP1Ku/sHkBeywOi77Qq13Q='; img-src data:; base-uri 'none'; form-action 'none'"
