import { manifestOf, manifestsOf, unitOf } from '../facts/manifest.ts'
import type { View } from '../inspector.ts'

const translators =
  /i18n|^(?:next-intl|next-international|next-translate|use-intl|react-intl(?:-universal)?|rosetta|react-localization|lingo\.dev|@(?:lingui|formatjs|tolgee|inlang|transifex|fluent|lingo\.dev)\/.*)$/

/** Enough sentences to tell the language of a package by. */
const fewest = 3

/** Whether a package speaks English to its users, and no other language: a word of ours is then in its own. */
export function isEnglish(view: View, file: string): boolean {
  const manifests = [manifestOf(view.snapshot, file), manifestsOf(view.snapshot).find(({ folder }) => folder === '')]
  if (manifests.some((one) => [...(one?.dependencies ?? [])].some((name) => translators.test(name)))) return false
  const { english, foreign } = voicesOf(view).get(unitOf(view.snapshot, file)) ?? { english: 0, foreign: 0 }
  return english >= fewest && foreign * 20 < english
}

interface Voice {
  english: number
  foreign: number
}

/** How many texts between tags are English by their small words, and how many are written with other letters. */
function voicesOf(view: View): ReadonlyMap<string, Voice> {
  return view.facts.derived('components:voices', () => {
    const voices = new Map<string, Voice>()
    for (const { path, text } of view.snapshot.files) {
      if (!/\.[jt]sx?$/.test(path) || !text.includes('</')) continue
      const unit = unitOf(view.snapshot, path)
      const voice = voices.get(unit) ?? { english: 0, foreign: 0 }
      voices.set(unit, voice)
      for (const [, words = ''] of text.matchAll(/>([^<>{}=;]{2,200})</g)) {
        if (/\b(?:the|your|you|and|with|for|this|are|have)\b/i.test(words)) voice.english += 1
        if (/[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u1fff\u3040-\ud7af]/.test(words)) voice.foreign += 1
      }
    }
    return voices
  })
}
