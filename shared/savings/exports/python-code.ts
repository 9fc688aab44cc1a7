import { pythonLiteral } from '../../export/python-text.ts'
import type { RoutingRule } from '../routing/routing-rule.ts'
import { embeddingSize } from '../routing/text-embedding.ts'
import { complexWords } from '../routing/text-features.ts'
import { toHex } from './decision-lines.ts'

/** The function `_choose(variables, tags, embedding)` with what it needs before it; standard library only. */
export function routingPython(rule: RoutingRule): string {
  const head = 'def _choose(variables: dict[str, str], tags: list[str], embedding: list[float]) -> int:'
  switch (rule.kind) {
    case 'steps':
      return `${textOf}\n\n${features}\n\n_EDGES = ${JSON.stringify(rule.edges)}
_CHOICES = ${JSON.stringify(rule.choices)}


${head}
    value = _features(_text(variables))["${rule.feature}"]
    return _CHOICES[sum(1 for edge in _EDGES if value >= edge)]`
    case 'tags':
      return `_CHOICES = ${pythonLiteral(rule.choices)}


${head}
    for tag in tags:
        if tag in _CHOICES:
            return _CHOICES[tag]
    return ${rule.otherwise}`
    case 'linear':
      return `${textOf}\n\n${features}\n\n${largest}\n\n_NAMES = ${JSON.stringify(rule.features)}
_WORTHS = ${pythonLiteral(rule.worths)}


${head}
    found = _features(_text(variables))
    values = [math.log1p(found[name]) for name in _NAMES]
    totals = []
    for worth in _WORTHS:
        total = worth["constant"]
        for weight, value in zip(worth["weights"], values):
            total += weight * value
        totals.append(total)
    return _largest(totals)`
    case 'neighbours':
      return `${rule.needsEmbedding ? '' : `${textOf}\n\n`}${quantized}\n\n${rule.needsEmbedding ? '' : `${embedding}\n\n`}${largest}

# Of each known case: its embedding, two hexadecimal digits to a number, and what each model is worth on it.
_KNOWN = [
${rule.vectors.map((vector, index) => `    ("${toHex(vector)}", ${JSON.stringify(rule.worths[index])}),`).join('\n')}
]
_VECTORS = [[byte - 128 for byte in bytes.fromhex(vector)] for vector, _ in _KNOWN]


${head}
    vector = ${rule.needsEmbedding ? '_quantized(embedding)' : '_embed(_text(variables))'}
    products = [sum(a * b for a, b in zip(other, vector)) for other in _VECTORS]
    near = sorted(range(len(products)), key=lambda index: (-products[index], index))[:${rule.neighbours}]
    totals = [0.0] * len(MODELS)
    for index in near:
        for model, worth in enumerate(_KNOWN[index][1]):
            totals[model] += worth
    return _largest(totals)`
    default:
      return rule satisfies never
  }
}

const textOf = `def _text(variables: dict[str, str]) -> str:
    return "\\n".join(variables[name] for name in sorted(variables))
`

const features = `_COMPLEX_WORDS = set(${JSON.stringify(complexWords)})


def _features(text: str) -> dict[str, int]:
    lower = text.lower()
    return {
        "characters": len(text),
        "words": sum(1 for word in re.split(r"[ \\t\\n\\r\\f\\v]+", lower) if word),
        "numbers": len(re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)),
        "sentences": len(re.findall(r"[.!?]+", text)),
        "keywords": sum(1 for word in re.findall(r"[a-z]+", lower) if word in _COMPLEX_WORDS),
        "lines": text.count("\\n") + 1,
    }
`

const largest = `def _largest(values: list[float]) -> int:
    return max(range(len(values)), key=lambda index: (values[index], -index))
`

const quantized = `def _quantized(vector: list[float]) -> list[int]:
    squares = sum(value**2 for value in vector)
    scale = 0.0 if squares == 0 else 127 / math.sqrt(squares)
    return [math.floor(value * scale + 0.5) for value in vector]
`

const embedding = `def _embed(text: str) -> list[int]:
    """Words and their runs of three characters, hashed with a sign: no model, no key."""
    sums = [0.0] * ${embeddingSize}

    def add(letters: str, weight: float) -> None:
        value = 0x811C9DC5
        for letter in letters:
            value = ((value ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
        value ^= value >> 15
        sums[value % ${embeddingSize}] += weight if (value // ${embeddingSize}) % 2 == 0 else -weight

    for word in re.split(r"[ \\t\\n\\r\\f\\v]+", text.lower()):
        if not word:
            continue
        letters = f"<{word}>"
        add(letters, 2)
        for start in range(len(letters) - 2):
            add(letters[start : start + 3], 1)
    return _quantized(sums)
`
