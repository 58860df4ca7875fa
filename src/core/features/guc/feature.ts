import { defineFeature } from '../register.ts';
import { check } from './check.ts';
import { form } from './form.ts';
import { lenses } from './lenses.ts';
import { links } from './links.ts';
import { choices, list } from './list.ts';
import { isFault, locate } from './locate.ts';
import { offers } from './offers.ts';
import { plan } from './plan.ts';
import { problemFields } from './problem-fields.ts';
import { render } from './render.ts';
import { suggest } from './suggest.ts';

/** Configuration parameters: variable, declaration, row or record, options, hooks, sample line, documentation. */
export const guc = defineFeature({
  kind: 'guc',
  label: 'configuration parameter (GUC)',
  form,
  locate,
  unread: (site) => site.unread,
  isFault,
  list,
  variables: (site) => site.entries.map((entry) => [entry.variable, entry.name]),
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
