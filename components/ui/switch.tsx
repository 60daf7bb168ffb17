'use client';

import { Switch as Primitive } from 'radix-ui';

interface SwitchProps {
  id: string;
  checked: boolean;
  disabled?: boolean;
  onCheckedChange: (checked: boolean) => void;
}

export function Switch({ id, checked, disabled = false, onCheckedChange }: SwitchProps) {
  return (
    <Primitive.Root
      id={id}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      className="h-6 w-10 shrink-0 rounded-full border border-border-strong bg-raised p-0.5 transition-colors duration-150 disabled:cursor-not-allowed data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Primitive.Thumb className="block size-[1.125rem] rounded-full bg-border-strong transition-transform duration-150 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
    </Primitive.Root>
  );
}
