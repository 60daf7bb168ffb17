import { defineConfig } from 'drizzle-kit';

// `npx drizzle-kit generate --name what_it_does` after every change of drizzle/schema.
export default defineConfig({
  dialect: 'postgresql',
  schema: './drizzle/schema/*.ts',
  out: './drizzle/migrations',
  strict: true,
});
