import type { ProcessSpec } from './processes.mjs';

export interface Cluster {
  readonly data: string;
  readonly place: string;
  readonly password: string;
}

export function preparePostgres(folder: string, options?: { isDurable?: boolean }): Cluster;
export function postgresCommand(cluster: Cluster, port: number): Omit<ProcessSpec, 'name'>;
export function openPostgres(
  cluster: Cluster,
  port: number,
  options?: { limitMs?: number; isAlive?: () => boolean },
): Promise<string>;
export function removePostgres(folder: string): void;
