import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { keepToken } from '../../client/take-token.ts'
import { EmptyState } from '../../ui/states.tsx'

/** Asks for the token in a tab that was opened without it, as a link to a view is; the place is kept meanwhile. */
export function NoToken() {
  const [text, setText] = useState('')
  return (
    <EmptyState
      icon="lock"
      title="This page has no token"
      action={
        <form
          style={{ display: 'flex', alignItems: 'end', gap: 8 }}
          onSubmit={(event) => {
            event.preventDefault()
            if (keepToken(text, window.sessionStorage)) window.location.reload()
          }}
        >
          <PasswordInput
            label="Address from the terminal, or its token"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            w={300}
            data-testid="token"
          />
          <Button type="submit" disabled={text.trim() === ''} data-testid="use-token">
            Open
          </Button>
        </form>
      }
    >
      Pithy answers only whoever opens the address that it printed in the terminal when it started, the part after #
      included. Every start makes a new one. Put it here, and this tab opens what it was opened for.
    </EmptyState>
  )
}
