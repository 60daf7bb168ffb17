import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull, writeWhole } from '../runtime/write-whole.server';
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

  /** A write has shown it. That there is room again is only seen by looking how much is free. */
  full(): void {
    this.#tell(true);
  }

  #tell(isFull: boolean): void {
    this.#hasRoom = !isFull;
    const text = `The disk of ${this.#folder} is full: jobs wait. Free some space there.`;
    this.#control.setAilment('disk', isFull ? text : undefined);
  }

  /** Looks how much is free, and writes a little. */
  async check(): Promise<void> {
    const free = await freeDiskMiB(this.#folder);
    const isWritable = await this.#write().then(
      () => true,
      () => false,
    );
    this.#tell(free < LEAST_MIB || !isWritable);
  }

  /** Whether there is room for anything at all; the folder is made where it is not there. */
  async takesWrites(): Promise<boolean> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#write();
      return true;
    } catch (error) {
      // What else is wrong with the folder is said where it is used.
      return !isDiskFull(error);
    }
  }

  async #write(): Promise<void> {
    const path = join(this.#folder, 'disk-probe');
    try {
      await writeWhole(path, 'x'.repeat(4_096));
    } finally {
      await Promise.all([rm(path, { force: true }), rm(`${path}.new`, { force: true })]);
    }
  }
}
