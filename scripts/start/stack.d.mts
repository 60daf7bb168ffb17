export interface Market {
  readonly dataDir: string;
  readonly ports: { web: number; directory: number; chain: number; database: number };
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  readonly chainId: number;
}

export interface RunningStack {
  readonly market: Market;
  readonly url: string;
  stop(onStopped?: (name: string, ms: number) => void): Promise<void>;
  killAll(): void;
  /** Deletes the database, also where it lies outside the data folder. */
  remove(): void;
}

export const USUAL_PORTS: Market['ports'];
export function startStack(options: {
  dataDir: string;
  usualPorts?: Market['ports'];
  databaseUrl?: string;
  rpcUrl?: string;
  built?: Promise<unknown>;
  isDurable?: boolean;
  hasLife?: boolean;
  quiet?: boolean;
}): Promise<RunningStack>;
