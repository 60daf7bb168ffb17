import { lightTheme, type Theme } from '@rainbow-me/rainbowkit';

/** RainbowKit in our tokens: they are CSS variables, so one theme serves light and dark. */
export function walletTheme(): Theme {
  const base = lightTheme({ borderRadius: 'small', overlayBlur: 'none' });
  return {
    ...base,
    colors: {
      ...base.colors,
      accentColor: 'var(--accent)',
      accentColorForeground: 'var(--on-accent)',
      actionButtonBorder: 'var(--border)',
      actionButtonBorderMobile: 'var(--border)',
      actionButtonSecondaryBackground: 'var(--raised)',
      closeButton: 'var(--muted)',
      closeButtonBackground: 'var(--raised)',
      connectionIndicator: 'var(--safe)',
      downloadBottomCardBackground: 'var(--raised)',
      downloadTopCardBackground: 'var(--surface)',
      error: 'var(--wrong)',
      generalBorder: 'var(--border)',
      generalBorderDim: 'var(--border)',
      menuItemBackground: 'var(--raised)',
      modalBackdrop: 'var(--overlay)',
      modalBackground: 'var(--surface)',
      modalBorder: 'var(--border)',
      modalText: 'var(--text)',
      modalTextDim: 'var(--muted)',
      modalTextSecondary: 'var(--muted)',
      profileAction: 'var(--raised)',
      profileActionHover: 'var(--border)',
      profileForeground: 'var(--surface)',
      selectedOptionBorder: 'var(--border)',
      standby: 'var(--attention)',
    },
    fonts: { body: 'var(--font-geist-sans), system-ui, sans-serif' },
    shadows: {
      ...base.shadows,
      dialog: '0 8px 28px rgb(0 0 0 / 0.14)',
      selectedOption: 'none',
      selectedWallet: 'none',
      walletLogo: 'none',
    },
  };
}
