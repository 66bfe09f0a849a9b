import { Button, type CSSVariablesResolver, createTheme, TextInput, UnstyledButton } from '@mantine/core'
import classes from './theme.module.css'

/** The component library wears the look of tokens.css: sizes and shape here, colours by the resolver below. */
export const theme = createTheme({
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  headings: { fontFamily: 'var(--font-prose)', fontWeight: '600' },
  fontSizes: { xs: 'var(--t-xs)', sm: 'var(--t-s)', md: 'var(--t-m)', lg: 'var(--t-l)', xl: 'var(--t-xl)' },
  spacing: { xs: 'var(--s1)', sm: 'var(--s2)', md: 'var(--s3)', lg: 'var(--s4)', xl: 'var(--s5)' },
  defaultRadius: 'var(--radius)',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  // One accent. The scale is flat on purpose: shades of it would be colours the look does not know.
  colors: { accent: Array.from({ length: 10 }, () => 'var(--accent)') as never },
  primaryColor: 'accent',
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'xs', loaderProps: { type: 'dots' } },
      classNames: { root: classes.button ?? '', label: classes.label ?? '' },
    }),
    UnstyledButton: UnstyledButton.extend({}),
    TextInput: TextInput.extend({
      defaultProps: { size: 'sm' },
      classNames: {
        input: classes.input ?? '',
        label: classes.inputLabel ?? '',
        error: classes.inputError ?? '',
        description: classes.inputDescription ?? '',
      },
    }),
  },
})

/** The library's own variables, said in ours, so that what we did not restyle still belongs. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-error': 'var(--late)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--sunk)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--control)',
    '--mantine-color-disabled': 'var(--sunk)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--rule-strong)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent)',
    '--mantine-primary-color-contrast': 'var(--paper)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-shadow-xs': 'none',
    '--mantine-shadow-sm': 'none',
    '--mantine-shadow-md': '0 0 0 1px var(--rule-strong)',
    '--mantine-shadow-xl': '0 0 0 1px var(--rule-strong)',
  }
  return { variables: {}, light: both, dark: both }
}
