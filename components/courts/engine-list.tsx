import { Hash } from '@/components/ui/hash';
import { wasmEngineOf } from '@/lib/execution/engine-id';
import { type EngineClass, VERIFICATION } from '@/lib/offers/offer-types';

const CLASS_WORDS: Record<number, string> = {
  [VERIFICATION.A]: 'class A, insured',
  [VERIFICATION.B]: 'class B, checked',
};

/** The engines that a court judges, each with its class. */
export function EngineList({ engines }: { engines: readonly EngineClass[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {engines.map(({ engine, class_ }) => (
        <li key={engine} className="whitespace-nowrap">
          <span className="font-mono text-[0.8125rem]">
            {wasmEngineOf(engine) ?? <Hash value={engine} label="engine id" copy={false} />}
          </span>{' '}
          <span className="text-muted text-xs">{CLASS_WORDS[class_] ?? 'not judged'}</span>
        </li>
      ))}
    </ul>
  );
}
