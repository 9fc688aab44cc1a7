import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Savings } from '../use-savings.ts'
import { OwnRulesDialog } from './own-rules-dialog.tsx'

/** Opens the table of the project's own rules. */
export function OwnRulesButton({ label, savings }: { readonly label: string; readonly savings: Savings }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)} data-testid="own-rules-open">
        {label}
      </Button>
      {isOpen ? <OwnRulesDialog savings={savings} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
