import { expect, it } from 'vitest';
import { drawingProblem, safeMediaType } from './drawable';
import type { ResultFile } from './result-files';

const svg = (text: string): ResultFile => ({
  path: 'out/a.svg',
  bytes: new TextEncoder().encode(text),
  kind: 'image',
  mediaType: 'image/svg+xml',
  title: 'A',
});

it('draws plain drawings, and asks before those that can unfold', () => {
  expect(drawingProblem(svg('<svg><path d="M0 0h1"/></svg>'))).toBeUndefined();
  expect(drawingProblem(svg('<svg><g id="a"/><use href="#a"/></svg>'))).toMatch('unfold');
  expect(drawingProblem(svg('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'))).toMatch('unfold');
  expect(drawingProblem(svg(`<svg>${' '.repeat(1_000_001)}</svg>`))).toMatch('long');
});

it('asks before drawings that hide such parts behind a prefix or in another coding', () => {
  const prefixed = '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:use href="#a"/></s:svg>';
  expect(drawingProblem(svg(prefixed))).toMatch('unfold');
  const wide = Buffer.from('\ufeff<svg><use href="#a"/></svg>', 'utf16le');
  expect(drawingProblem({ ...svg(''), bytes: wide })).toMatch('UTF-8');
  const coded = (coding: string) => svg(`<?xml version="1.0" encoding=${coding}?><svg/>`);
  expect(drawingProblem(coded('"ISO-2022-JP"'))).toMatch('UTF-8');
  expect(drawingProblem(coded(' "UTF-8"'))).toBeUndefined();
});

it('asks before a picture of more pixels than a photograph has', () => {
  const header = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  const png = (side: number): ResultFile => ({
    ...svg(''),
    mediaType: 'image/png',
    bytes: Uint8Array.from([...header, 0, 0, side >> 8, side & 255, 0, 0, side >> 8, side & 255]),
  });
  expect(drawingProblem(png(8_000))).toBeUndefined();
  expect(drawingProblem(png(50_000))).toBe('The picture says that it has 50,000 × 50,000 pixels.');
  expect(drawingProblem({ ...png(50_000), mediaType: 'image/svg+xml' })).toMatch('50,000');
});

it('asks before a picture of which it cannot tell the size', () => {
  const jpegXl = {
    ...svg(''),
    mediaType: 'image/jxl',
    bytes: Uint8Array.of(0xff, 0x0a, 0xfa, 0x1f),
  };
  expect(drawingProblem(jpegXl)).toBe('This page cannot tell how large the picture is.');
  expect(drawingProblem({ ...svg('<svg/>'), mediaType: 'image/png' })).toMatch('cannot tell');
});

it('gives the browser no type that it would run', () => {
  const file = svg('');
  expect(safeMediaType(file)).toBe('image/svg+xml');
  expect(safeMediaType({ ...file, mediaType: 'text/html' })).toBe('application/octet-stream');
  expect(safeMediaType({ ...file, kind: 'text', mediaType: 'text/html' })).toBe(
    'application/octet-stream',
  );
});
