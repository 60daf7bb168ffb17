'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { PublicConfig } from './public-config';

const ConfigContext = createContext<PublicConfig | undefined>(undefined);

export function ConfigProvider({ value, children }: { value: PublicConfig; children: ReactNode }) {
  return <ConfigContext.Provider value={value}>{children}</ConfigContext.Provider>;
}

/** The market this page talks to. Throws outside of the layout. */
export function usePublicConfig(): PublicConfig {
  const config = useContext(ConfigContext);
  if (!config) throw new Error('usePublicConfig needs the layout around it');
  return config;
}
