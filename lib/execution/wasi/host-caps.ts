/** What a module may hold of the host beyond its bytes of storage. */
export const HOST_CAPS = {
  descriptors: 256,
  /** Files and directories below /out. */
  nodes: 4_096,
  directoryDepth: 32,
  nameBytes: 255,
  pathBytes: 4_096,
  ioVectors: 1_024,
  subscriptions: 64,
} as const;
