import type { Place } from '../base/result.ts';

/** A node of a view of the tree, as every host shows it. */
export interface ViewNode {
  /** Names the node among all of its view; the same as long as what it stands for is. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** One of VS Code's product icons. */
  readonly icon: string;
  readonly place?: Place;
  readonly hasChildren: boolean;
  /** What can be done with it beside opening: a README beside a directory, a call after a step. */
  readonly can?: 'open-readme' | 'insert-call';
}
