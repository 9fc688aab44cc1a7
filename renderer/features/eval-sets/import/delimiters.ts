const KNOWN: readonly { readonly value: string; readonly label: string }[] = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
  { value: '^', label: 'Caret ^' },
  { value: '~', label: 'Tilde ~' },
  { value: ':', label: 'Colon :' },
  { value: ' ', label: 'Space' },
]

/** The delimiters to choose from, with the one that was found. */
export function delimiterChoices(found: string | null): { value: string; label: string }[] {
  const isKnown = found === null || KNOWN.some(({ value }) => value === found)
  return [...KNOWN, ...(isKnown ? [] : [{ value: found, label: found }])].map((one) => ({ ...one }))
}
