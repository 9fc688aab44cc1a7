import { pythonLiteral } from '../../export/python-text.ts'
import type { AnswerCheck, AnswerFormat } from '../cascade/answer-check.ts'
import type { CascadeRule } from '../cascade/run-cascade.ts'

/** The tiers as data and the function that asks them in turn; standard library only. */
export function cascadePython({ tiers, steps }: CascadeRule): string {
  const checks = steps.map(({ check }) => check)
  const trials = [...checks.map((check) => (check.kind === 'agreement' ? check.trials : 1)), 1]
  const thresholds = steps.map(({ threshold }) => (Number.isFinite(threshold) ? String(threshold) : 'math.inf'))
  return `@dataclass
class Answer:
    text: str
    finish_reason: str | None = None
    mean_log_probability: float | None = None
    judge_score: float | None = None


def _comparable(text: str) -> str:
    return re.sub(r"\\s+", " ", text.strip().lower())


${checks.map((check, tier) => checkText(check, tier)).join('\n\n\n')}


# Places in MODELS, the cheapest first.
_TIERS = ${JSON.stringify(tiers)}
_TRIALS = ${JSON.stringify(trials)}
_THRESHOLDS = [${thresholds.join(', ')}]
_CHECKS = [${checks.map((_, tier) => `_trust_${tier + 1}`).join(', ')}]


def cascade(ask: Callable[[dict, int], Answer]) -> tuple[Answer, dict, int]:
    """Asks a tier, keeps its answer when its trust reaches the threshold, else asks the next; the last one's is always kept."""
    for tier, place in enumerate(_TIERS):
        model = MODELS[place]
        trials = [ask(model, trial) for trial in range(_TRIALS[tier])]
        if tier == len(_TIERS) - 1:
            break
        trust = _CHECKS[tier](trials)
        if trust is not None and trust >= _THRESHOLDS[tier]:
            break
    return trials[0], model, tier`
}

function checkText(check: AnswerCheck, tier: number): string {
  const head = `def _trust_${tier + 1}(trials: list[Answer]) -> float | None:`
  switch (check.kind) {
    case 'format':
      return `${head}\n${formatText(check.format)}`
    case 'agreement':
      return `${head}
    said = _comparable(trials[0].text)
    others = trials[1:]
    return sum(1 for other in others if _comparable(other.text) == said) / len(others) if others else None`
    case 'log-probability':
      return `${head}\n    return trials[0].mean_log_probability`
    case 'judge':
      return `${head}\n    return trials[0].judge_score`
    case 'counts':
      return `${head}
    text = trials[0].text
    counts = [
        len(text),
        len(re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)),
        text.count("\\n"),
        len(re.findall(r"[.!?]+", text)),
        len(re.findall(r"\\b(?:however|but|unclear|not sure|cannot|assum[a-z0-9_]*|approximately|maybe|perhaps|seems)\\b", text.lower())),
    ]
    total = ${check.constant}
    for weight, count in zip(${JSON.stringify(check.weights)}, counts):
        total += weight * math.log1p(count)
    return total`
    default:
      return check satisfies never
  }
}

function formatText(format: AnswerFormat): string {
  const ended = `    answer = trials[0]
    if answer.text.strip() == "" or answer.finish_reason in ("length", "refusal", "content-filter"):
        return 0
`
  switch (format.kind) {
    case 'ended':
      return `${ended}    return 1`
    case 'label':
      return `${ended}    return 1 if _comparable(answer.text) in ${JSON.stringify(format.labels)} else 0`
    case 'json':
      return `${ended}    try:
        value = json.loads(answer.text)
    except ValueError:
        return 0
    members = ${pythonLiteral(format.members, '    ')}
    if isinstance(value, list):
        return 0 if members else 1
    if not isinstance(value, dict):
        return 0 if members else 1
    return 1 if all(name in value for name in members) else 0`
    default:
      return format satisfies never
  }
}
