/** What a marker does to its sentence. Rewording may neither lose nor add one. */
export type MarkerKind = 'negation' | 'exception' | 'condition' | 'order' | 'obligation' | 'limit' | 'quantity'

/** Words of English, German, French and Spanish that turn a rule round, restrict it or make it binding. */
const PATTERNS: Readonly<Record<MarkerKind, RegExp>> = {
  negation: word(
    'not|no|never|none|nor|neither|nobody|nothing|without|cannot|avoid|refuse|refrain',
    'nicht|kein\\p{L}*|nie|niemals|ohne|weder|vermeide\\p{L}*|nichts',
    'ne|pas|jamais|aucun\\p{L}*|sans|ni|rien|[ée]vite[rz]?',
    'nunca|jam[áa]s|ning[úu]n\\p{L}*|sin|tampoco|evita\\p{L}*|nada',
  ),
  exception: word(
    'unless|except|only|solely',
    'au(?:ß|ss)er|nur|ausschlie(?:ß|ss)lich|es sei denn',
    'sauf|seulement|uniquement|excepté|hormis',
    'salvo|excepto|solo|sólo|solamente|únicamente|a menos que',
  ),
  condition: word(
    'if|when|whenever|otherwise|provided that|in case|in (?:all|any) other cases?',
    'wenn|falls|sofern|sonst|andernfalls|in allen anderen Fällen',
    'si|lorsqu\\p{L}*|quand|sinon|dans tous les autres cas',
    'cuando|siempre que|en caso|de lo contrario',
  ),
  order: word('before|after|until', 'bevor|nachdem|bis', 'avant|après', 'antes|después|hasta'),
  obligation: word(
    'must|shall|should|always|required|mandatory|need to|have to',
    'muss|müssen|musst|immer|stets|zwingend|verpflichtend|sollst|sollen|soll',
    'doit|doivent|devez|dois|toujours|obligatoire\\p{L}*|il faut',
    'debe|deben|debes|siempre|obligatori\\p{L}*|hay que',
  ),
  limit: word(
    'exactly|at most|at least|up to|no more than|more than|less than|fewer than|maximum|minimum',
    'genau|höchstens|mindestens|maximal|bis zu',
    'exactement|au plus|au moins|maximum|jusqu\\p{L}*',
    'exactamente|como máximo|al menos',
  ),
  quantity: word('each|every|all', 'jede\\p{L}*|alle\\p{L}*', 'chaque|tous|toutes', 'cada|todos|todas'),
}
const CONTRACTED = /\p{L}n['’]t(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])n['’](?=\p{L})/giu

export const MARKER_KINDS = Object.keys(PATTERNS) as readonly MarkerKind[] // the keys of the literal above

export type MarkerCounts = Readonly<Record<MarkerKind, number>>

/** How many markers of each kind a text has. */
export function countMarkers(text: string): MarkerCounts {
  const counts = { negation: 0, exception: 0, condition: 0, order: 0, obligation: 0, limit: 0, quantity: 0 }
  for (const kind of MARKER_KINDS) counts[kind] = text.match(PATTERNS[kind])?.length ?? 0
  counts.negation += text.match(CONTRACTED)?.length ?? 0
  return counts
}

/** The markers themselves, in lower case. */
export function markersOf(text: string, kind: MarkerKind): readonly string[] {
  const found = (text.match(PATTERNS[kind]) ?? []).map((marker) => marker.toLowerCase())
  return kind === 'negation' ? [...found, ...(text.match(CONTRACTED) ?? []).map(() => 'not')] : found
}

export function hasMarker(text: string, kinds: readonly MarkerKind[] = MARKER_KINDS): boolean {
  return kinds.some((kind) => markersOf(text, kind).length > 0)
}

function word(...languages: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${languages.join('|')})(?![\p{L}\p{N}_])`, 'giu')
}
