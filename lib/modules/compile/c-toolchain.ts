/** Flags that C is compiled with, for the engine's whitelist; as scripts/module-sources.mjs has them. */
export const C_FLAGS = [
  '--target=wasm32-wasip1',
  '-mcpu=mvp',
  '-mmutable-globals',
  '-msign-ext',
  '-mnontrapping-fptoint',
  '-mbulk-memory',
  '-fno-exceptions',
  '-ffp-contract=off',
  '-Wall',
  '-Wextra',
  '-Wno-unused-parameter',
] as const;

export const C_LINK_FLAGS = ['-Wl,-s', '-Wl,--stack-first', '-Wl,-z,stack-size=1048576'] as const;
