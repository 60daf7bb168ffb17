import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fastestLink } from './detect-hardware.server';

const folder = mkdtempSync(join(tmpdir(), 'reckon-net-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function device(name: string, state: string, speed: string, isHardware = true) {
  mkdirSync(join(folder, name), { recursive: true });
  if (isHardware) mkdirSync(join(folder, name, 'device'), { recursive: true });
  writeFileSync(join(folder, name, 'operstate'), `${state}\n`);
  writeFileSync(join(folder, name, 'speed'), `${speed}\n`);
}

it('is that of the fastest hardware that is up, and not known where no driver tells', async () => {
  expect(await fastestLink(join(folder, 'none'))).toBeNull();
  device('lo', 'unknown', '-1', false);
  device('docker0', 'up', '10000', false);
  device('wlan0', 'up', '-1');
  expect(await fastestLink(folder)).toBeNull();
  device('eth0', 'up', '1000');
  device('eth1', 'down', '100000');
  device('eth2', 'up', '2500');
  expect(await fastestLink(folder)).toBe(2_500);
});
