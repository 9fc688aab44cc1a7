import { GOALS, goalOf, MODES, modesOf } from '../squeeze-words.ts'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

/** What it is for, then how thorough: the two choices that decide about all others. */
export function GoalFields({ form }: { readonly form: SqueezeForm }) {
  const { choices, change } = form
  const goal = goalOf(choices.mode)
  return (
    <>
      <fieldset className={styles.goals}>
        <legend className={styles.legend}>What for</legend>
        {GOALS.map((one) => (
          <label key={one.goal} className={styles.mode} data-chosen={goal === one.goal}>
            <input
              type="radio"
              name="squeeze-goal"
              value={one.goal}
              checked={goal === one.goal}
              onChange={() => change({ mode: one.goal === 'optimize' ? choices.optimizeMode : choices.squeezeMode })}
              data-testid={`squeeze-goal-${one.goal}`}
            />
            <span>
              <strong>{one.label}</strong>
              <span className={styles.modeText}>
                {one.name}. {one.text}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className={styles.modes}>
        <legend className={styles.legend}>How thorough</legend>
        {modesOf(goal).map(({ mode, label, calls }) => (
          <label key={mode} className={styles.mode} data-chosen={choices.mode === mode}>
            <input
              type="radio"
              name="squeeze-mode"
              value={mode}
              checked={choices.mode === mode}
              onChange={() => change({ mode })}
              aria-describedby="squeeze-mode-text"
              data-testid={`squeeze-mode-${mode}`}
            />
            <span>
              <strong>{label}</strong>
              <span className={styles.modeCalls}>{calls}</span>
            </span>
          </label>
        ))}
        <p id="squeeze-mode-text" className={styles.modeNote}>
          {MODES.find(({ mode }) => mode === choices.mode)?.text}
        </p>
      </fieldset>
    </>
  )
}
