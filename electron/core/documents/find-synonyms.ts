import text from './wordnet-synonyms.txt?raw'

const thesaurus = readThesaurus(text)

/** Words that stand for the same thing as this one in WordNet, in lower case; the word itself may be among them. */
export function findSynonyms(word: string): readonly string[] {
  return (thesaurus.meaningsOf.get(word) ?? []).flatMap((meaning) => thesaurus.targets(meaning))
}

interface Thesaurus {
  /** Lines of the file by the words that are looked up. */
  readonly meaningsOf: ReadonlyMap<string, readonly number[]>
  readonly targets: (meaning: number) => readonly string[]
}

/** @param file see scripts/make-thesaurus.mjs */
function readThesaurus(file: string): Thesaurus {
  const lines = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const meaningsOf = new Map<string, number[]>()
  for (const [meaning, line] of lines.entries()) {
    const [both, onlyKeys] = line.split('|')
    for (const key of [...wordsIn(both), ...wordsIn(onlyKeys)]) {
      const known = meaningsOf.get(key)
      if (known) known.push(meaning)
      else meaningsOf.set(key, [meaning])
    }
  }
  return {
    meaningsOf,
    targets(meaning) {
      const [both, , onlyTargets] = (lines[meaning] ?? '').split('|')
      return [...wordsIn(both), ...wordsIn(onlyTargets)]
    },
  }
}

function wordsIn(group: string | undefined): readonly string[] {
  return group ? group.split(' ') : []
}
