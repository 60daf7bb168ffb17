import { expect, it } from 'vitest';
import { certificateCidOf, parseCertificate } from '@/lib/modules/certificate';
import { GET } from './route';

const asked = (id: string) =>
  GET(new Request(`http://localhost/api/v1/modules/${id}/certificate`), {
    params: Promise.resolve({ id }),
  });

it('answers a module’s certificate, whose CID is that of its body', async () => {
  const response = await asked('cowsay');
  expect(response.status).toBe(200);
  const certificate = parseCertificate(await response.text());
  expect(certificate.body.subject.name).toBe('cowsay');
  expect(certificateCidOf(certificate.body)).toBe(certificate.cid);
  const byId = await asked(certificate.body.subject.moduleId!);
  expect(parseCertificate(await byId.text())).toEqual(certificate);
});

it('knows no certificate of a module that is not curated', async () => {
  const response = await asked('nothing');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'unknown-module' } });
});
