import type { LedgerItem, LedgerItemType } from '../../domain/squeeze.ts'
import { literalsOf } from './literals.ts'
import { hasMarker, type MarkerKind } from './polarity-markers.ts'

const SAFETY =
  /\b(?:personal data|private data|passwords?|card numbers?|credentials?|PII|medical|legal|diagnos\w+|self-harm|suicid\w+|threat\w*|illegal|confidential|personenbezogen\w*|Passw[öo]rt\w*|vertraulich\w*|donn[ée]es personnelles|mots? de passe|confidentiel\w*|datos personales|contrase[ñn]as?|confidencial\w*)/iu
const FORMAT =
  /\b(?:JSON|XML|YAML|CSV|HTML|markdown|code fence|bullet points?|table|format(?:ted)?|lower[- ]?case|upper[- ]?case|capital letters|no more than one line|one line|single (?:word|line|label)|(?:answer|reply|respond|output|write|return|begin|start|end)\b[^.]{0,40}\b(?:with|in|as|using|only)|Kleinbuchstaben|Gro(?:ß|ss)buchstaben|Stichpunkt\w*|Tabelle|antworte\w*\b[^.]{0,30}\b(?:mit|in|auf|nur|als)|minuscules|majuscules|tableau|puces|r[ée]pon\w+\b[^.]{0,30}\b(?:avec|en|par|uniquement)|min[úu]sculas|may[úu]sculas|vi[ñn]etas|tabla|respond\w+\b[^.]{0,30}\b(?:con|en|solo))/iu
const PERSONA = /^\W*(?:you are|act as|you act as|du bist|sie sind|tu es|vous êtes|eres|usted es)\b/iu
const PRIORITY =
  /\b(?:precedence|takes? priority|over(?:rides?|rule)|more important than|hat Vorrang|Vorrang vor|prioritaire|l'emporte sur|tiene prioridad)\b/iu
/** Who says it of the prompt means the model: these make a sentence a rule. */
const BINDING: readonly MarkerKind[] = ['negation', 'exception', 'condition', 'order', 'obligation', 'limit']
const CONDITION =
  /(?<![\p{L}])(?:if|when|whenever|unless|in case|provided that|wenn|falls|sofern|si|lorsque?|quand|cuando|a menos que|en caso de que)\s[^,;:.]{2,200}/iu

/**
 * What kind of constraint a sentence states; null when it states none.
 *
 * @param locked texts that the user locked: a sentence that says one of them states something
 */
export function classifySentence(sentence: string, locked: readonly string[] = []): LedgerItemType | null {
  if (!/\p{L}/u.test(sentence)) return null
  const isFormat = FORMAT.test(sentence)
  if (hasMarker(sentence, BINDING)) {
    if (SAFETY.test(sentence)) return 'safety'
    if (PRIORITY.test(sentence)) return 'priority'
    if (isFormat) return 'format'
    if (hasMarker(sentence, ['condition'])) return 'conditional'
    return hasMarker(sentence, ['negation']) ? 'must-not' : 'must'
  }
  if (isFormat) return 'format'
  if (PRIORITY.test(sentence)) return 'priority'
  if (SAFETY.test(sentence) && /^\W*\p{Lu}?\p{L}+/u.test(sentence)) return 'safety'
  if (literalsOf(sentence, locked).length > 0) return 'data'
  return PERSONA.test(sentence) ? 'persona' : null
}

export function conditionOf(sentence: string): string | null {
  return CONDITION.exec(sentence)?.[0].trim() ?? null
}

export function polarityOf(sentence: string): LedgerItem['polarity'] {
  return hasMarker(sentence, ['negation']) ? 'do-not' : 'do'
}
