import { describe, expect, it } from 'vitest';
import { WASM_ENGINE, WASM_ENGINES } from '../engine-id';
import {
  BUFFER_AT,
  CREATE,
  PATH_AT,
  READ,
  RESULT,
  ROOT,
  setup,
  WRITE,
} from '../testing/host-guest';
import { costsOf } from '../wasm/engine-versions';
import { VALUE_TYPE } from '../wasm/parsed-module';
import { HOST_FUNCTION_NAMES, hostTypeOf } from './host-signatures';

describe.each(WASM_ENGINES)('what %s charges', (engine) => {
  const { host: costs } = costsOf(engine);

  /** A host, and what one call of it takes beside the price of any call. */
  function priced(prepare?: (guest: ReturnType<typeof setup>) => void) {
    const guest = setup({ costs, storageBytes: 1_000_000 });
    prepare?.(guest);
    const priceOf = (name: string, ...args: (number | bigint)[]): number => {
      const before = guest.meter.used;
      guest.call(name, ...args);
      return Number(guest.meter.used - before) - costs.call;
    };
    return { ...guest, priceOf };
  }

  it('is the price of a call for each of them, also where it fails', () => {
    for (const name of HOST_FUNCTION_NAMES.filter((one) => one !== 'proc_exit')) {
      const { priceOf } = priced();
      // Descriptor 99 is closed; addresses and lengths are zero elsewhere.
      const args: (number | bigint)[] = hostTypeOf(name).params.map((type) =>
        type === VALUE_TYPE.i64 ? 0n : 0,
      );
      if (name.startsWith('fd_') || name.startsWith('sock_')) args[0] = 99;
      const path = name.startsWith('path_') && name !== 'path_symlink' ? costs.path : 0;
      const paths = name === 'path_rename' || name === 'path_link' ? [path, 2 * path] : [path];
      const price = priceOf(name, ...args);
      if (name === 'args_get') expect(price, name).toBe(6 * costs.readByte);
      else expect(paths, name).toContain(price);
    }
  });

  const lists = [0, 1, 7, 1_024];
  it.each(lists)('is a price for each of %i vectors, empty or not', (count) => {
    const { view, priceOf, open } = priced();
    const fd = open('out/x', CREATE, READ | WRITE);
    const put = (length: number): void => {
      for (let index = 0; index < count; index++) {
        view.setUint32(BUFFER_AT + 8 * index, PATH_AT, true);
        view.setUint32(BUFFER_AT + 8 * index + 4, length, true);
      }
    };
    for (const length of [0, 3]) {
      put(length);
      const list = [BUFFER_AT, count] as const;
      const [read, written] = [costs.readByte, costs.writeByte].map(
        (byte) => count * (costs.vector + length * byte),
      );
      expect(priceOf('fd_write', 1, ...list, RESULT)).toBe(written);
      expect(priceOf('fd_pwrite', fd, ...list, 0n, RESULT)).toBe(written);
      expect(priceOf('fd_pread', fd, ...list, 0n, RESULT)).toBe(read);
      expect(priceOf('fd_read', fd, ...list, RESULT)).toBe(read);
    }
  });

  it('is no more for a list that is too long than for the longest', () => {
    const { priceOf } = priced();
    expect(priceOf('fd_write', 1, BUFFER_AT, 0xffff_ffff, RESULT)).toBe(1_024 * costs.vector);
  });

  it('is by bytes of paths, random bytes and entries', () => {
    const { priceOf, put, open } = priced();
    const path = put('in/nothing');
    expect(priceOf('path_filestat_get', ROOT, 0, ...path, BUFFER_AT)).toBe(
      costs.path + 10 * costs.pathByte,
    );
    expect(priceOf('random_get', BUFFER_AT, 100)).toBe(100 * costs.randomByte);
    expect(priceOf('poll_oneoff', BUFFER_AT, 0x8000, 5, RESULT)).toBe(5 * costs.entry);
    const fd = open('in/files');
    const listed = ['fd_readdir', fd, BUFFER_AT, 1_000, 0n, RESULT] as const;
    expect(priceOf(...listed)).toBe(2 * costs.sortEntry + 4 * costs.entry);
    expect(priceOf(...listed)).toBe(4 * costs.entry);
  });
});

describe('the newest version', () => {
  it('charges no less for anything of the host than the one before it', () => {
    const [before, now] = [costsOf('reckon-wasm@2.0.0').host, costsOf(WASM_ENGINE).host];
    for (const [name, price] of Object.entries(before)) {
      expect(now[name as keyof typeof now], name).toBeGreaterThanOrEqual(price);
    }
    expect(now.vector).toBeGreaterThan(0);
  });
});
