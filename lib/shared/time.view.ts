/** Seconds as "4 min", "2 h 5 min", "3 d": the two largest parts, for durations in text. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  const units: [number, string][] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  let rest = total;
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** A running clock: "04:12", "1:04:12" or "3 d 04:12" (hours and minutes beside days). */
export function formatClock(seconds: number): string {
  const total = Math.max(0, Math.ceil(seconds));
  const two = (value: number) => value.toString().padStart(2, '0');
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(total % 60)}`;
  return `${two(minutes)}:${two(total % 60)}`;
}

/** Unix seconds relative to now, in the nearest whole unit: "in 4 min", "12 s ago", "just now". */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < 2) return 'just now';
  const text = nearestUnit(size);
  return distance > 0 ? `in ${text}` : `${text} ago`;
}

/** From half a unit short of the next it is one of that: a day less a second is a day. */
function nearestUnit(seconds: number): string {
  const [size, name]: [number, string] =
    seconds < 59.5
      ? [1, 's']
      : seconds < 3_570
        ? [60, 'min']
        : seconds < 84_600
          ? [3_600, 'h']
          : [86_400, 'd'];
  return `${Math.round(seconds / size)} ${name}`;
}

/** Unix seconds as "2026-01-31 18:04:05 UTC". */
export function formatInstant(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
