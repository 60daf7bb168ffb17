import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { moduleNames } from '@/scripts/module-sources.mjs';
import { ManifestError, parseManifest } from './manifest';

const cowsay = readFileSync(new URL('../../modules/cowsay/manifest.json', import.meta.url), 'utf8');
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The cowsay manifest with one place set to another value, or left out. */
function changed(path: string, value?: unknown): Uint8Array {
  const manifest = JSON.parse(cowsay) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  const place = keys.reduce((at, key) => at[key] as Record<string, unknown>, manifest);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return bytesOf(manifest);
}

describe('parseManifest', () => {
  it('reads the manifests of the curated modules', () => {
    for (const name of moduleNames()) {
      const path = new URL(`../../modules/${name}/manifest.json`, import.meta.url);
      expect(parseManifest(new Uint8Array(readFileSync(path))).name).toBe(name);
    }
  });

  it.each([
    ['name', '../cowsay'],
    ['name', undefined],
    ['title', ''],
    ['unknown', 1],
    ['class', 'B'],
    ['entry', '../module.wasm'],
    ['entry', 'a//b'],
    ['fuelLimit', '0'],
    ['fuelLimit', '-1'],
    ['fuelLimit', 'much'],
    ['fuelLimit', '9223372036854775808'],
    ['fuelLimit', 1000],
    ['resources.memoryMiB', 1.5],
    ['resources.memoryMiB', -1],
    ['inputs.additionalProperties', true],
    ['inputs.type', 'array'],
    ['inputs.properties.message.pattern', '^(a+)+$'],
    ['inputs.properties.message.$ref', '#'],
    ['inputs.properties.message.format', 'regex'],
    ['inputs.properties.message.type', 'object'],
    ['inputs.properties.bad name', { type: 'string' }],
    ['inputs.properties.__proto__x', { type: 'string' }],
    ['outputs', [{ path: '/etc/passwd', kind: 'text', mediaType: 'text/plain', title: 'x' }]],
    ['outputs', [{ path: 'stdout', kind: 'html', mediaType: 'text/html', title: 'x' }]],
    ['example.files', { a: '../../secret' }],
  ])('refuses %s = %j and names the place', (path, value) => {
    expect(() => parseManifest(changed(path, value))).toThrow(ManifestError);
    expect(() => parseManifest(changed(path, value))).toThrow(/^manifest\.json: /);
  });

  it('refuses what is not JSON in UTF-8, and what is too large', () => {
    expect(() => parseManifest(new Uint8Array([0x7b]))).toThrow('not JSON');
    expect(() => parseManifest(new Uint8Array([0x22, 0xff, 0x22]))).toThrow('not JSON');
    expect(() => parseManifest(new Uint8Array(300_000).fill(0x20))).toThrow('too large');
    const deep = `{"tags":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(() => parseManifest(new TextEncoder().encode(deep))).toThrow('too deep');
    const quoted = changed('description', '[[[{{{"\\'.repeat(100));
    expect(parseManifest(quoted).name).toBe('cowsay');
    expect(() => parseManifest(bytesOf(null))).toThrow(ManifestError);
  });
});
