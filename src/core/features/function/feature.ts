import { defineFeature } from '../register.ts';
import { check } from './check.ts';
import { choices } from './choices.ts';
import { form } from './form.ts';
import { lenses } from './lenses.ts';
import { links } from './links.ts';
import { list } from './list.ts';
import { locate } from './locate.ts';
import { offers } from './offers.ts';
import { plan } from './plan.ts';
import { problemFields } from './problem-fields.ts';
import { render } from './render.ts';
import { suggest } from './suggest.ts';

/** SQL-callable built-in functions: a record of pg_proc.dat, its C function, documentation and test. */
export const functionFeature = defineFeature({
  kind: 'function',
  label: 'SQL function',
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
});
