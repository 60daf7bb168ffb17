export function foundryBinary(tool: 'anvil' | 'forge'): string;
