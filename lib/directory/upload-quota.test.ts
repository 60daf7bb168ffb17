import { expect, it } from 'vitest';
import { admitUpload, isStalled, type OpenUpload, quotaKeyOf } from './upload-quota';

const NOW = 10_000_000;
const quota = { all: { uploads: 10, bytes: 1_000 }, each: { uploads: 3, bytes: 400 } };
const upload = (id: string, change: Partial<OpenUpload> = {}): OpenUpload => ({
  ...{ id, size: 100, offset: 50, begunAt: NOW - 1_000, movedAt: NOW - 1_000, remote: 'a' },
  ...change,
});
const idle = (id: string, change: Partial<OpenUpload> = {}) =>
  upload(id, { offset: 0, begunAt: NOW - 90_000, movedAt: NOW - 90_000, ...change });
const admit = (open: OpenUpload[], size = 100, remote = 'a') =>
  admitUpload(open, { size, remote }, quota, NOW);

it('calls an upload stalled that does not move for a minute, or only for show', () => {
  expect(isStalled(upload('x'), NOW)).toBe(false);
  expect(isStalled(idle('x', { begunAt: NOW - 30_000, movedAt: NOW - 30_000 }), NOW)).toBe(false);
  expect(isStalled(idle('x'), NOW)).toBe(true);
  const trickle = { size: 1e9, offset: 60, begunAt: NOW - 3_600_000, movedAt: NOW - 1 };
  expect(isStalled(upload('x', trickle), NOW)).toBe(true);
  expect(isStalled(upload('x', { ...trickle, offset: 40e6 }), NOW)).toBe(false);
});

it('lets one address have its share, and no more', () => {
  const own = [upload('1'), upload('2'), upload('3')];
  expect(admit(own).isAdmitted).toBe(false);
  expect(admit(own, 100, 'b')).toEqual({ isAdmitted: true, drop: [] });
  expect(admit([upload('1', { size: 350 })]).isAdmitted).toBe(false);
});

it('drops what stalls where somebody waits for the room, and never what moves', () => {
  const held = Array.from({ length: 10 }, (_, i) => idle(`${i}`, { remote: `r${i}` }));
  held[4] = idle('oldest', { remote: 'r4', movedAt: NOW - 99_000 });
  expect(admit(held, 100, 'b')).toEqual({ isAdmitted: true, drop: ['oldest'] });
  expect(admit(held.slice(0, 3), 100, 'b').drop).toEqual([]);
  const moving = held.map((one) => ({ ...one, ...upload(one.id, { remote: one.remote }) }));
  expect(admit(moving, 100, 'b')).toEqual({ isAdmitted: false, drop: [] });
  // Another's stalled upload makes no room in one's own share.
  const own = [upload('1'), upload('2'), upload('3'), idle('other', { remote: 'b' })];
  expect(admit(own)).toEqual({ isAdmitted: false, drop: [] });
});

it('counts a subscriber once', () => {
  expect(quotaKeyOf('::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(quotaKeyOf('10.0.0.1')).toBe('10.0.0.1');
  expect(quotaKeyOf('2001:db8:1:2:aaaa::1')).toBe(quotaKeyOf('2001:db8:1:2:bbbb:0:0:9'));
  expect(quotaKeyOf('2001:db8:1:2::1')).not.toBe(quotaKeyOf('2001:db8:1:3::1'));
  expect(quotaKeyOf('::1')).toBe('0:0:0:0::/64');
});
