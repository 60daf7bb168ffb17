'use client';

import { Slider as Primitive } from 'radix-ui';
import { cn } from '@/lib/shared/class-names';

export interface SliderMark {
  value: number;
  label: string;
}

interface SliderProps {
  /** Names the thumb for screen readers. */
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  marks?: readonly SliderMark[];
  /** Text of the value for screen readers: "theta 40, audit rate 2.98 %". */
  valueText?: string;
  onValueChange: (value: number) => void;
}

export function Slider(props: SliderProps) {
  const { label, value, min, max, step = 1, marks = [], valueText, onValueChange } = props;
  const share = (mark: number) => ((mark - min) / (max - min)) * 100;
  return (
    <div>
      <Primitive.Root
        value={[value]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => {
          if (next !== undefined) onValueChange(next);
        }}
        className="relative flex h-6 touch-none select-none items-center"
      >
        <Primitive.Track className="relative h-1.5 grow rounded-full bg-border">
          <Primitive.Range className="absolute h-full rounded-full bg-accent" />
        </Primitive.Track>
        <Primitive.Thumb
          aria-label={label}
          aria-valuetext={valueText}
          className="block size-5 rounded-full border-2 border-accent bg-surface transition-transform duration-150 hover:scale-110"
        />
      </Primitive.Root>
      {marks.length > 0 ? (
        <div className="relative mx-2.5 mt-1 h-5">
          {marks.map((mark, index) => (
            <button
              key={mark.value}
              type="button"
              onClick={() => onValueChange(mark.value)}
              style={{ left: `${share(mark.value)}%` }}
              className={cn(
                'absolute whitespace-nowrap text-xs transition-colors duration-150 hover:text-text',
                index === 0
                  ? '-ml-2.5'
                  : index === marks.length - 1
                    ? 'ml-2.5 -translate-x-full'
                    : '-translate-x-1/2',
                value === mark.value ? 'font-medium text-text' : 'text-muted',
              )}
            >
              {mark.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
