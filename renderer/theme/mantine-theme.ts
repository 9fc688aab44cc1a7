import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** From light to dark; shades 6 (light) and 4 (dark) are the accent of tokens.css. */
const accent: MantineColorsTuple = [
  '#eef3fd',
  '#e2e9f7',
  '#c3d3f3',
  '#a6c3ff',
  '#8ab0ff',
  '#4f7fe0',
  '#2456c4',
  '#1c469f',
  '#163a85',
  '#102b63',
]

const small = { defaultProps: { size: 'xs' } }

/** Mantine, dense: small controls, 13 px text, the system's fonts, quick transitions. */
export const mantineTheme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'var(--radius)',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: { defaultProps: { size: 24, variant: 'subtle' } },
    Autocomplete: small,
    // Stated, so that the attribute data-variant is there for mantine.css.
    Button: { defaultProps: { size: 'xs', variant: 'filled' } },
    Checkbox: small,
    FileInput: small,
    JsonInput: small,
    Loader: small,
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'none', position: 'bottom-start', offset: 4 } },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 0 },
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    MultiSelect: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    NativeSelect: small,
    NumberInput: { defaultProps: { size: 'xs', hideControls: true, thousandSeparator: ',' } },
    PasswordInput: small,
    // No higher than the window has room for; mantine.css lets the rest scroll.
    Popover: {
      defaultProps: {
        transitionProps: { duration: 0 },
        middlewares: { flip: true, shift: true, size: { padding: 8 } },
      },
    },
    Progress: small,
    Radio: small,
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 100 } },
    Select: {
      defaultProps: { size: 'xs', allowDeselect: false, comboboxProps: { transitionProps: { duration: 0 } } },
    },
    Switch: small,
    Table: { defaultProps: { fz: 'sm' } },
    Textarea: small,
    TextInput: small,
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } },
  },
})

/** Points Mantine's variables at ours, so that tokens.css alone decides on colours. */
export const mantineVariables: CSSVariablesResolver = () => {
  const colors = {
    '--mantine-color-body': 'var(--bg-work)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--bg-raised)',
    '--mantine-color-default-hover': 'var(--bg-hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--bg-hover)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-color-accent-filled': 'var(--accent)',
    '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
    '--mantine-color-accent-light': 'var(--accent-soft)',
    '--mantine-color-accent-light-hover': 'var(--bg-hover)',
    '--mantine-color-accent-light-color': 'var(--accent)',
    '--mantine-color-accent-outline': 'var(--accent)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent)',
  }
  return { variables: { '--mantine-line-height': '1.45' }, light: colors, dark: colors }
}
