import * as vscode from 'vscode';
import type { WireForm } from '../../protocol/requests.ts';

/**
 * A form in the language of the window: the fixed words of the engine are looked up in the bundle, what it read from the tree stays as
 * it is. Explanations begin as sentences do.
 */
export function inOurLanguage(form: WireForm): WireForm {
  return {
    ...form,
    label: vscode.l10n.t(form.label),
    questions: form.questions.map((question) => ({
      ...question,
      label: vscode.l10n.t(question.label),
      description: sentence(vscode.l10n.t(question.description)),
      choices: question.choices.map(({ value, description }) =>
        description ? { value, description: vscode.l10n.t(description) } : { value },
      ),
    })),
  };
}

/** A word before a colon is an answer, whose spelling counts. */
function sentence(text: string): string {
  if (/^\w+:/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
