import type { TreeContext } from '../../tree/context.ts';
import type { Entry } from '../feature.ts';
import { defineFeature } from '../register.ts';
import { check } from './check.ts';
import { isUnit } from './entry.ts';
import { form } from './form.ts';
import { type GucSite, locate } from './locate.ts';
import { plan } from './plan.ts';
import { render } from './render.ts';
import { readVocabulary, vocabularyChoices } from './vocabulary.ts';

/** Every parameter in the words of the form, in the order of the tree. */
function list(_context: TreeContext, site: GucSite): readonly Entry[] {
  return site.entries.map((entry) => ({
    name: entry.name,
    place: { path: entry.path, offset: entry.start },
    fields: {
      type: entry.type,
      default: entry.boot,
      min: entry.min,
      max: entry.max,
      optionsArray: entry.options,
      unit: entry.flags.find(isUnit),
      flags: entry.flags.filter((flag) => !isUnit(flag)),
      context: entry.context,
      group: entry.group,
      shortDesc: entry.shortDesc,
      longDesc: entry.longDesc,
      variable: entry.variable,
      checkHook: entry.checkHook,
      assignHook: entry.assignHook,
      showHook: entry.showHook,
      conditions: entry.conditions,
    },
  }));
}

/** Configuration parameters: variable, declaration, row, hooks, sample line, documentation. */
export const guc = defineFeature({
  kind: 'guc',
  label: 'configuration parameter (GUC)',
  form,
  locate,
  list,
  choices: (context, site) => vocabularyChoices(readVocabulary(context, site)),
  plan,
  render,
  check,
});
