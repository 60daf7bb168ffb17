import { type ClassValue, clsx } from 'clsx';

/**
 * Joins class names. Of two utilities for the same property the stylesheet's order decides and not
 * this one: what a part looks like by itself is a class of the components layer (app/globals.css),
 * which every utility overrides.
 */
export function cn(...values: ClassValue[]): string {
  return clsx(values);
}
