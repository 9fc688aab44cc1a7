import { Button, Modal, TextInput } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'

export interface NameQuestion {
  readonly title: string
  readonly label: string
  /** On the button. */
  readonly verb: string
  readonly value?: string
}

interface OpenQuestion extends NameQuestion {
  readonly answer: (name: string | null) => void
}

/** Asks for a name; resolves with null when the user gives up. Draw `dialog` somewhere in the component. */
export function useNameDialog(): {
  readonly askName: (question: NameQuestion) => Promise<string | null>
  readonly dialog: ReactNode
} {
  const [question, setQuestion] = useState<OpenQuestion | null>(null)
  const [name, setName] = useState('')
  const field = useRef<HTMLInputElement>(null)

  function finish(answer: string | null): void {
    question?.answer(answer)
    setQuestion(null)
  }

  return {
    askName: (asked) =>
      new Promise((answer) => {
        setName(asked.value ?? '')
        setQuestion({ ...asked, answer })
      }),
    dialog: (
      <Modal
        opened={question !== null}
        onClose={() => finish(null)}
        title={question?.title}
        size={360}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            finish(name.trim())
          }}
          style={{ display: 'flex', flexDirection: 'column', gap: 12 }}
        >
          <TextInput
            ref={field}
            label={question?.label}
            value={name}
            maxLength={200}
            data-autofocus
            data-testid="name-field"
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8 }}>
            <Button variant="default" onClick={() => finish(null)}>
              Cancel
            </Button>
            <Button type="submit" disabled={name.trim() === ''} data-testid="name-submit">
              {question?.verb}
            </Button>
          </div>
        </form>
      </Modal>
    ),
  }
}
