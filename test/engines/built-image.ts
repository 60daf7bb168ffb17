import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestEngine } from './start-engine';

/** Layers that change a file, change nothing, and are equal to one before. */
const RECIPE = (base: string) => `FROM ${base}
COPY hello /hello
ENV GREETING=hello
RUN ["/bin/sh", "-c", ":"]
LABEL example=yes
`;

/** An image as its author makes it: built by the engine's own tool on one that is there, offline. */
export function builtImage(engine: TestEngine, base: string) {
  const tool = toolOf(engine);
  const folder = mkdtempSync(join(tmpdir(), 'reckon-image-'));
  try {
    writeFileSync(join(folder, 'hello'), 'hello\n');
    writeFileSync(join(folder, 'Dockerfile'), RECIPE(base));
    const id = tool('build', '--quiet', '--network', 'none', folder).trim();
    return { id: id.startsWith('sha256:') ? id : `sha256:${id}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What the tool's `save` writes of an image.
 *
 * @param options such as --format oci-archive
 */
export function savedImage(engine: TestEngine, id: string, ...options: string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-image-'));
  try {
    const path = join(folder, 'image.tar');
    toolOf(engine)('save', ...options, '-o', path, id);
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function removeImage(engine: TestEngine, id: string): void {
  toolOf(engine)('rmi', '--force', id);
}

/** Runs the engine's own command on its socket. @throws with what it said */
export function toolOf({ name, socketPath }: TestEngine) {
  const where = name === 'podman' ? ['--url'] : ['--host'];
  return (...args: string[]): string => {
    const argv = [...where, `unix://${socketPath}`, ...args];
    const { status, stdout, stderr, error } = spawnSync(name, argv, { encoding: 'utf8' });
    if (status === 0) return stdout;
    throw new Error(`${name} ${args.join(' ')}: ${error?.message ?? stderr}`);
  };
}
