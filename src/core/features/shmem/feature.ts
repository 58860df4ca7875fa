import { defineFeature } from '../register.ts';
import { check } from './check.ts';
import { form } from './form.ts';
import { lenses } from './lenses.ts';
import { links } from './links.ts';
import { choices, list } from './list.ts';
import { locate } from './locate.ts';
import { offers } from './offers.ts';
import { plan } from './plan.ts';
import { problemFields } from './problem-fields.ts';
import { render } from './render.ts';
import { suggest } from './suggest.ts';

/** Shared-memory areas of the server: struct or hash, size and initialization, lock and wait event. */
export const shmem = defineFeature({
  kind: 'shmem',
  label: 'shared memory',
  form,
  locate,
  list,
  choices,
  plan,
  render,
  check,
  suggest,
  lenses,
  links,
  offers,
  problemFields,
  table: [
    { heading: 'size, slots or entries', fields: ['size', 'maxEntries'] },
    { heading: 'parameters', fields: ['gucs'] },
    { heading: 'locks', fields: ['locks'] },
    { heading: 'struct', fields: ['structName', 'entryType'] },
  ],
});
