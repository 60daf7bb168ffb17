import { lacking, minus, plus, type Units } from './capacity';

/** A job that waits for room. Times in seconds. */
export type WaitingJob = {
  readonly id: string;
  readonly units: Units;
  /** When its result must be ready at the latest. */
  readonly deadline: number;
  readonly seconds: number;
};

/** A job that runs. `isHeld`: no job, but what is held all the same until then, such as a result. */
export type RunningJob = {
  readonly units: Units;
  readonly endsAt: number;
  readonly isHeld?: boolean;
};

/** The nearest deadline first; of equal ones, the one that was there first. */
export function byDeadline<Job extends Pick<WaitingJob, 'deadline'>>(jobs: readonly Job[]): Job[] {
  return [...jobs].sort((a, b) => a.deadline - b.deadline);
}

/**
 * Which of the waiting jobs start now. By deadline; a later job goes first only where it takes nothing
 * of what an earlier one still lacks, so that small jobs never starve a large one.
 */
export function jobsToStart<Job extends Pick<WaitingJob, 'deadline' | 'units'>>(
  waiting: readonly Job[],
  free: Units,
): Job[] {
  const starting: Job[] = [];
  let left = free;
  for (const job of byDeadline(waiting)) {
    const lacks = lacking(job.units, left);
    if (lacks.length === 0) {
      starting.push(job);
      left = minus(left, job.units);
    } else {
      // Nobody after it gets what it waits for.
      for (const dimension of lacks) left = { ...left, [dimension]: 0 };
    }
  }
  return starting;
}

/**
 * Which waiting jobs would end after their deadlines if all went as expected, in the order in which
 * jobsToStart would start them.
 *
 * @param mostJobs at once, however much room there is
 */
export function lateJobs(
  waiting: readonly WaitingJob[],
  running: readonly RunningJob[],
  free: Units,
  now: number,
  mostJobs = Number.POSITIVE_INFINITY,
): WaitingJob[] {
  const late: WaitingJob[] = [];
  let rest = [...waiting];
  let ends: readonly RunningJob[] = running.map((one) => ({
    ...one,
    endsAt: Math.max(one.endsAt, now),
  }));
  let left = free;
  for (let time = now; rest.length > 0; ) {
    const places = Math.max(0, mostJobs - ends.filter(({ isHeld }) => !isHeld).length);
    const starting = jobsToStart(rest, left).slice(0, places);
    const isLate = (job: WaitingJob) => time + job.seconds > job.deadline;
    for (const job of starting) {
      if (isLate(job)) late.push(job);
      else {
        ends = [...ends, { units: job.units, endsAt: time + job.seconds }];
        left = minus(left, job.units);
      }
    }
    rest = rest.filter((job) => !starting.includes(job));
    // It would be declined, and others go in its place.
    if (starting.some(isLate)) continue;
    if (ends.length === 0) {
      if (starting.length > 0) continue;
      // Nothing runs and still there is no room: there never will be.
      return [...late, ...rest];
    }
    time = Math.min(...ends.map(({ endsAt }) => endsAt));
    for (const { units, endsAt } of ends) if (endsAt <= time) left = plus(left, units);
    ends = ends.filter(({ endsAt }) => endsAt > time);
  }
  return late;
}
