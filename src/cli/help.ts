/** What `--help` ends with. */
export const epilogue = `
Examples
  echelon full-stack-audit                          audit the repository you are in; no key, nothing of yours is touched
  echelon full-stack-audit --repo ../shop --out /tmp/audit
  echelon full-stack-audit --fail-on p1 --new-only  for CI: exit code 3 when the change brings a P0 or P1
  echelon plan night-mission "faster checkout"      what it would do and cost; spends nothing
  echelon night-mission "faster checkout" --until 07:00
                                                    until you wake up; leaves one branch, echelon/<run>
  echelon status                                    how the run stands, from another terminal
  echelon resume                                    go on after a stop, a crash or a power cut
  echelon handoff --document TECHNICAL_DEBT.md      print what a run left
  echelon clean                                     what the work folder holds; removes what is nowhere needed

Where things go
  .echelon/runs/<run>/   ledger and documents of each run     --out DIR puts the documents elsewhere
  .echelon/              register and history                 --state DIR puts all of it elsewhere
  .echelon/{agents,coordinators,missions}/                    your own definitions; "echelon init" copies ours there
  Git does not see .echelon/ unless you ran "echelon init". No file of yours is changed.
  ~/.local/state/echelon/<name>-<digits>/   workspaces of missions that change files   --work DIR puts them elsewhere
  Your repository gets one branch of such a run, echelon/<run>. Nothing is merged, moved or checked out there.

Output
  A terminal shows a live tree; a pipe gets a line per event, and in silence what is awaited; --json gives a line of JSON
  per event and a result.
  Ctrl-C stops gracefully, twice at once; the run can be resumed either way.

Exit codes
  0 accomplished   1 error   2 bad definitions or input   3 partial, or debts at --fail-on   4 aborted, stopped, locked, limit
`

/** What the help of a mission ends with. */
export const missionEpilogue = `
A mission that changes files, night-mission for example, works in workspaces outside of the repository (--work) and
leaves one branch there, echelon/<run>, with a commit for each change that was proven. It begins from the commit that is
checked out. --until says when you wake up; a time that has passed means tomorrow. Limits only tighten what the
mission allows. Global options (--repo, --state, --json, --no-color) go here too.
Exit codes: 0 accomplished, 1 error, 2 bad definitions or input, 3 partial or debts at --fail-on, 4 stopped or over a limit.
`
