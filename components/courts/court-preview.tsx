import { Card } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { addressesIn, draftCourt, largestPanelOf } from '@/lib/offers/draft-court';
import {
  type CourtFields,
  directoriesProblem,
  draftOf,
  engineNameProblem,
  enginesProblem,
  feeProblem,
  membersProblem,
  wholeProblem,
} from './found-court-fields';

/** What the fields come to: how large a panel, and the id that offers will name. */
export function CourtPreview({ fields }: { fields: CourtFields }) {
  const members = membersProblem(fields.members) ? 0 : addressesIn(fields.members).length;
  const most = largestPanelOf(members);
  const id = isComplete(fields) ? draftCourt(draftOf(fields)).id : undefined;
  return (
    <Card className="flex flex-col gap-1 px-4 py-3">
      <p className="font-medium">
        {members === 0
          ? 'No members yet'
          : `${members} ${members === 1 ? 'member' : 'members'}: ${
              most === 0
                ? 'too few for any panel'
                : most === 1
                  ? 'panels of 1 seat'
                  : `panels of up to ${most} seats`
            }`}
      </p>
      <p className="max-w-[72ch] text-muted text-xs">
        An appeal calls a second panel of twice as many seats and one more. Both take 4 members
        besides buyer and provider where the first has one seat, 10 where it has three. Twice as
        many leave room for who is busy or away.
      </p>
      {id ? (
        <p className="text-muted text-xs">
          Its id will be <Hash value={id} label="court id" href={null} />
        </p>
      ) : null}
    </Card>
  );
}

function isComplete(fields: CourtFields): boolean {
  const { maxExecutionWindow, maxFuel, cpu, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB } =
    fields;
  const numbers = [maxExecutionWindow, maxFuel, cpu, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB];
  return (
    !membersProblem(fields.members) &&
    !directoriesProblem(fields.directories) &&
    !enginesProblem(fields) &&
    !engineNameProblem(fields.otherEngine) &&
    !feeProblem(fields.minSeatFee) &&
    numbers.every((text) => wholeProblem(text, 0, 18_000_000_000) === undefined)
  );
}
