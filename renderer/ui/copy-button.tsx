import { useClipboard } from '@mantine/hooks'
import { IconButton } from './icon-button.tsx'

/** Copies a text; says so for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { copy, copied } = useClipboard({ timeout: 1500 })
  return (
    <IconButton
      icon={copied ? 'check' : 'copy'}
      label={copied ? 'Copied' : label}
      size={20}
      onClick={() => copy(text)}
    />
  )
}
