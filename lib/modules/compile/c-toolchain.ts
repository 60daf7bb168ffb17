import flags from './c-flags.json';

/** Flags that C is compiled with, for the engine's whitelist; the scripts that build curated modules read them, too. */
export const C_FLAGS: readonly string[] = flags.compile;

export const C_LINK_FLAGS: readonly string[] = flags.link;
