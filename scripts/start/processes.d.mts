export interface ProcessSpec {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string | undefined>;
  uid?: number;
  gid?: number;
  stopSignal?: NodeJS.Signals;
  stopLimitMs?: number;
  once?: boolean;
  isLeft?: boolean;
  beforeStart?: () => void;
}

export interface ProcessHandle {
  readonly logFile: string;
  pid(): number | undefined;
  isAlive(): boolean;
  failures(): number;
  lastLine(): string;
  ended(): Promise<number | null>;
  stop(): Promise<void>;
}

export interface Supervisor {
  start(spec: ProcessSpec): ProcessHandle;
  stopAll(onStopped?: (name: string, ms: number) => void): Promise<void>;
  killAll(): void;
}

export function createSupervisor(options: { logDir: string; quiet?: boolean }): Supervisor;
