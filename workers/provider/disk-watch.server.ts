import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../runtime/write-whole.server';
import type { AgentControl } from './agent-state';
import { freeDiskMiB } from './hardware.server';

/** What must be free for anything to begin: a journal, and what a result needs beyond its storage. */
const LEAST_MIB = 64;

/** Whether a machine's disk takes what its jobs and its journal write. */
export class DiskWatch {
  readonly #folder: string;
  readonly #control: Pick<AgentControl, 'setAilment'>;
  #hasRoom = true;

  constructor(folder: string, control: Pick<AgentControl, 'setAilment'>) {
    this.#folder = folder;
    this.#control = control;
  }

  get hasRoom(): boolean {
    return this.#hasRoom;
  }

  /** Says what a write has shown. */
  tell(isFull: boolean): void {
    this.#hasRoom = !isFull;
    const text = `The disk of ${this.#folder} is full: jobs wait. Free some space there.`;
    this.#control.setAilment('disk', isFull ? text : undefined);
  }

  /** Looks how much is free, and writes a little. */
  async check(): Promise<void> {
    const free = await freeDiskMiB(this.#folder);
    const path = join(this.#folder, 'disk-probe');
    const isWritable = await writeWhole(path, 'x'.repeat(4_096)).then(
      () => true,
      () => false,
    );
    await rm(path, { force: true });
    this.tell(free < LEAST_MIB || !isWritable);
  }
}
