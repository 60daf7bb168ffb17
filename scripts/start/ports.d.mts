export function isPortFree(port: number): Promise<boolean>;
export function freePort(): Promise<number>;
export function choosePorts(
  file: string,
  usual: Record<string, number>,
): Promise<Record<string, number>>;
