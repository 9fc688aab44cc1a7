import type { LeverCurve } from '../../domain/savings.ts'
import type { SavingsColumn } from '../savings-input.ts'

/** Tokens that a conversation has cost after each turn, as the prompt stands and if only its last four messages were sent; null for fewer than three turns. */
export function historyCurve({
  content,
  tokens,
}: SavingsColumn): { readonly turns: number; readonly curve: LeverCurve } | null {
  const ofMessage = content.messages.map((_, index) =>
    tokens.parts.filter(({ messageIndex }) => messageIndex === index).reduce((sum, part) => sum + part.tokens, 0),
  )
  const isSystem = (index: number) => content.messages[index]?.role === 'system'
  const fixed = ofMessage.reduce((sum, one, index) => (isSystem(index) ? sum + one : sum), 0)
  const turns = ofMessage.filter((_, index) => !isSystem(index))
  const asked = content.messages.filter(({ role }) => role === 'user').length
  if (asked < 3) return null
  const pointsFor = (kept: number) => {
    let paid = 0
    return turns.flatMap((_, index) => {
      if (index % 2 === 1) return []
      const sent = turns.slice(Math.max(0, index + 1 - kept), index + 1).reduce((sum, one) => sum + one, 0)
      paid += fixed + sent
      return [{ x: index / 2 + 1, y: paid }]
    })
  }
  return {
    turns: asked,
    curve: {
      title: 'Tokens paid by turn',
      xLabel: 'Turn of the conversation',
      yLabel: 'Input tokens so far',
      xUnit: 'number',
      yUnit: 'tokens',
      series: [
        { name: 'Whole history', role: 'reference', points: pointsFor(Infinity) },
        { name: 'Last four messages', role: 'line', points: pointsFor(4) },
      ],
      note: 'Each turn sends all earlier ones again, so what is paid grows with the square of the turns.',
    },
  }
}
